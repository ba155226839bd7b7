"""Addresses of mail that came in: in the secretariat's room, and the door for a provider."""

from django.urls import path

from humus.incoming import views
from humus.incoming.hooks.views import hook

urlpatterns = [
    path("mail-hooks/<slug:provider>/<slug:kind>/", hook, name="mail_hook"),
    path("secretariat/incoming/", views.mails, name="incoming_mails"),
    path("secretariat/incoming/<int:pk>/", views.mail, name="incoming_mail"),
    path("secretariat/incoming/<int:pk>/release/", views.release, name="incoming_release"),
    path("secretariat/incoming/<int:pk>/discard/", views.discard, name="incoming_discard"),
]
