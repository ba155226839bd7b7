"""Addresses of the portal."""

from django.urls import path

from humus.portal.views import demo, home, pages, room

urlpatterns = [
    path("", home.home, name="home"),
    path("about/<slug:name>/", home.about, name="about"),
    path("secretariat/", room.room, name="secretariat"),
    path("secretariat/requests/", room.requests, name="secretariat_requests"),
    path("secretariat/spaces/", room.spaces, name="secretariat_spaces"),
    path("secretariat/pages/", pages.site_pages, name="secretariat_pages"),
    path("secretariat/settings/", room.settings, name="secretariat_settings"),
    path("secretariat/banner/", room.banner, name="secretariat_banner"),
    path("secretariat/log/", room.log, name="secretariat_log"),
    path("demo/become/<slug:role>/", demo.become, name="demo_become"),
]
