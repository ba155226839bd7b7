"""Addresses of mail, in the secretariat's room, and of what one is told."""

from django.urls import path

from humus.notifications import views
from humus.notifications.notices import views as notices
from humus.notifications.push import views as push

urlpatterns = [
    path("me/notices/", notices.notices, name="notices"),
    path("me/notices/habits/", notices.habits, name="notice_habits"),
    path("me/notices/push/", push.push, name="push"),
    path("me/notices/push/stop/", push.stop, name="push_stop"),
    path("me/notices/<int:pk>/", notices.notice, name="notice"),
    path("unsubscribe/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("me/following/", notices.following, name="following"),
    path("people/<slug:key>/follow/", notices.follow_person, name="person_follow"),
    path("p/<slug:key>/follow/", notices.follow, name="page_follow"),
    path("labels/<str:name>/follow/", notices.follow_label, name="label_follow"),
    path("secretariat/mails/", views.outbox, name="outbox"),
    path("secretariat/mails/<int:pk>/", views.mail, name="outgoing_mail"),
    path("secretariat/mails/<int:pk>/again/", views.again, name="mail_again"),
    path("secretariat/returned/", views.returned, name="returned_addresses"),
    path("me/notices/address/", notices.address, name="address_again"),
    path("secretariat/mail-server/", views.server, name="mail_server"),
    path("secretariat/mail-server/test/", views.test, name="mail_server_test"),
]
