"""Every address of the platform, app by app."""

from __future__ import annotations

from django.urls import include, path, register_converter

from humus.pages.slugs import PageSlug
from humus.pages.views import reading

register_converter(PageSlug, "page")

handler400 = "humus.kit.observability.trouble.bad_request"
handler500 = "humus.kit.observability.trouble.server_error"

urlpatterns = [
    # What is asked for most stands first.
    path("s/<slug:space>/<page:slug>/", reading.show, name="page"),
    path("", include("humus.kit.observability.urls")),
    path("", include("humus.kit.urls")),
    path("", include("humus.spaces.urls")),
    path("", include("humus.activity.urls")),
    path("", include("humus.discussions.topics.urls")),
    path("", include("humus.pages.urls")),
    path("", include("humus.portal.urls")),
    path("", include("humus.people.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/connections/", include("humus.people.connections")),
    path("", include("humus.organisations.urls")),
    path("", include("humus.search.urls")),
    path("", include("humus.strategy.urls")),
    path("", include("humus.events.urls")),
    path("", include("humus.notifications.urls")),
    path("", include("humus.discussions.urls")),
    path("", include("humus.messaging.urls")),
    path("", include("humus.exchange.urls")),
    path("", include("humus.incoming.urls")),
]

handler429 = "humus.people.limits.too_many"
