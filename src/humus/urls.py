"""Every address of the platform, app by app."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("humus.portal.urls")),
    path("", include("humus.people.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/connections/", include("allauth.socialaccount.urls")),
    path("account/connections/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("account/connections/", include("allauth.socialaccount.providers.orcid.urls")),
    path("", include("humus.organisations.urls")),
    path("", include("humus.spaces.urls")),
    path("", include("humus.pages.urls")),
    path("", include("humus.activity.urls")),
    path("", include("humus.search.urls")),
    path("", include("humus.strategy.urls")),
    path("", include("humus.events.urls")),
    path("", include("humus.notifications.urls")),
]
