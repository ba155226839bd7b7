"""Sign-in through other services: these addresses exist only for the services that are configured."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

ADDRESSES = {
    "openid_connect": "allauth.socialaccount.providers.openid_connect.urls",
    "orcid": "allauth.socialaccount.providers.orcid.urls",
}

urlpatterns: list[URLPattern | URLResolver] = []
if settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns.append(path("", include("allauth.socialaccount.urls")))
urlpatterns += [path("", include(ADDRESSES[name])) for name in settings.SOCIALACCOUNT_PROVIDERS]
