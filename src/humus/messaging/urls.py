"""Addresses of messages between members."""

from django.urls import path

from humus.messaging import moderating, views

urlpatterns = [
    path("me/messages/", views.index, name="messages"),
    path("me/messages/settings/", views.letterbox, name="letterbox"),
    path("me/messages/<slug:key>/", views.exchange, name="message_exchange"),
    path("me/messages/<slug:key>/<int:pk>/report/", moderating.report, name="message_report"),
    path("people/<slug:key>/message/", views.begin, name="message_begin"),
    path("secretariat/messages/", moderating.waiting, name="secretariat_messages"),
    path("secretariat/messages/<int:pk>/", moderating.settle, name="secretariat_message"),
]
