"""Addresses of mail, in the secretariat's room."""

from django.urls import path

from humus.notifications import views

urlpatterns = [
    path("secretariat/mails/", views.outbox, name="outbox"),
    path("secretariat/mails/<int:pk>/", views.mail, name="outgoing_mail"),
    path("secretariat/mails/<int:pk>/again/", views.again, name="mail_again"),
    path("secretariat/mail-server/", views.server, name="mail_server"),
    path("secretariat/mail-server/test/", views.test, name="mail_server_test"),
]
