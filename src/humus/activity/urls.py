"""Addresses of this app; they stand before the names of pages."""

from django.urls import path

from humus.activity import views

urlpatterns = [
    path("activity/", views.site, name="activity"),
    path("s/<slug:slug>/activity/", views.in_one_space, name="space_activity"),
    path("people/<slug:key>/activity/", views.by_person, name="person_activity"),
]
