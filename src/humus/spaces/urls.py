"""Addresses of spaces. The front page of a space and its pages have theirs in ``pages``."""

from django.urls import path

from humus.spaces.views import inviting, joining, listing, people, settings

urlpatterns = [
    path("spaces/", listing.index, name="spaces"),
    path("find/spaces/", listing.find, name="space_find"),
    path("spaces/new/", settings.new, name="space_new"),
    path("s/<slug:slug>/people/", people.people, name="space_people"),
    path("s/<slug:slug>/people/table/", people.taken, name="space_people_table"),
    path("s/<slug:slug>/people/<int:pk>/", people.membership, name="space_membership"),
    path("s/<slug:slug>/people/requests/<int:pk>/", people.answer, name="space_request"),
    path("s/<slug:slug>/join/", joining.join, name="space_join"),
    path("s/<slug:slug>/leave/", joining.leave, name="space_leave"),
    path("s/<slug:slug>/settings/", settings.settings, name="space_settings"),
    path("s/<slug:slug>/settings/archive/", settings.archive, name="space_archive"),
    path("secretariat/invitations/", inviting.invitations, name="secretariat_invitations"),
    path("invitations/<int:pk>/", inviting.invitation, name="invitation"),
    path("me/requests/", joining.my_requests, name="my_requests"),
    path("me/requests/<int:pk>/withdraw/", joining.withdraw, name="request_withdraw"),
]
