"""Addresses of events. An event is a page and is read where pages are."""

from django.urls import path

from humus.events.views import listing, planning

urlpatterns = [
    path("events/", listing.index, name="events"),
    path("events/new/", planning.new, name="event_new"),
    path("events/<slug:key>/change/", planning.change, name="event_change"),
    path("events/<slug:key>/calendar.ics", planning.calendar, name="event_calendar"),
]
