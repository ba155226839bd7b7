"""Addresses of events. An event is a page and is read where pages are."""

from django.urls import path

from humus.events.calendars import feeds
from humus.events.calendars import views as calendars
from humus.events.registrations import certificate, people
from humus.events.registrations import views as registrations
from humus.events.times import views as times
from humus.events.views import afterwards, calling_off, clocks, listing, planning, points

urlpatterns = [
    path("events/", listing.index, name="events"),
    path("events/new/", planning.new, name="event_new"),
    path("events/<slug:key>/change/", planning.change, name="event_change"),
    path("events/<slug:key>/calendar.ics", planning.calendar, name="event_calendar"),
    path("events/<slug:key>/agenda/", points.agenda, name="event_agenda"),
    path("events/<slug:key>/after/", afterwards.after, name="event_after"),
    path("events/<slug:key>/call-off/", calling_off.call_off, name="event_call_off"),
    path("events/<slug:key>/registration/", people.settings, name="event_registration"),
    path("events/<slug:key>/register/", registrations.register, name="event_register"),
    path("events/<slug:key>/cancel/", registrations.cancel, name="event_cancel"),
    path("events/<slug:key>/people/", people.people, name="event_people"),
    path("events/<slug:key>/people.csv", people.people_table, name="event_people_table"),
    path("events/<slug:key>/certificate.pdf", certificate.mine, name="event_certificate"),
    path("clocks/", clocks.offsets, name="clocks"),
    path("calendar/", calendars.site, name="calendar"),
    path("calendar.ics", feeds.public, name="calendar_file"),
    path("calendar/feed/<str:token>.ics", feeds.private, name="calendar_feed"),
    path("calendar/<slug:slug>/", calendars.of_space, name="space_calendar"),
    path("calendar/<slug:slug>.ics", feeds.public_of_space, name="space_calendar_file"),
    path("me/calendar/", calendars.mine, name="my_calendar"),
    path("me/calendar/feeds/", feeds.feeds, name="calendar_feeds"),
    path("me/calendar/feeds/<int:pk>/", feeds.take_back, name="calendar_feed_row"),
    path("times/", times.index, name="times"),
    path("times/new/", times.new, name="time_new"),
    path("times/<slug:key>/", times.poll, name="time_poll"),
    path("times/<slug:key>/choose/", times.choose, name="time_choose"),
    path("registrations/<str:token>/", registrations.by_link, name="registration"),
    path("registrations/<str:token>/certificate.pdf", certificate.by_link, name="registration_certificate"),
]
