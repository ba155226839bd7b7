"""Discussions in the words of a space; they stand before the names of its pages."""

from django.urls import path

from humus.discussions.topics import views
from humus.discussions.views import moderating

urlpatterns = [
    path("s/<slug:slug>/discussions/", views.index, name="space_discussions"),
    path("s/<slug:slug>/discussions/waiting/", moderating.waiting_in_space, name="space_comments"),
    path("s/<slug:slug>/discussions/new/", views.new, name="discussion_new"),
]
