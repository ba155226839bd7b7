"""Addresses of mail that came in, in the secretariat's room."""

from django.urls import path

from humus.incoming import views

urlpatterns = [
    path("secretariat/incoming/", views.mails, name="incoming_mails"),
    path("secretariat/incoming/<int:pk>/", views.mail, name="incoming_mail"),
    path("secretariat/incoming/<int:pk>/release/", views.release, name="incoming_release"),
    path("secretariat/incoming/<int:pk>/discard/", views.discard, name="incoming_discard"),
]
