"""Sign-in through other services: these addresses exist only for the services that are configured."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

OIDC = "oidc/<slug:provider_id>/"

urlpatterns: list[URLPattern | URLResolver] = []
if settings.SOCIALACCOUNT_PROVIDERS:
    from allauth.socialaccount.providers.orcid import views as orcid

    from humus.people.views import services

    addresses = {
        "openid_connect": [
            path(f"{OIDC}login/", services.openid_connect_login, name="openid_connect_login"),
            path(f"{OIDC}login/callback/", services.openid_connect_callback, name="openid_connect_callback"),
        ],
        "orcid": [
            path("orcid/login/", services.orcid_login, name="orcid_login"),
            path("orcid/login/callback/", orcid.oauth2_callback, name="orcid_callback"),
        ],
    }
    urlpatterns.append(path("", include("allauth.socialaccount.urls")))
    for name in settings.SOCIALACCOUNT_PROVIDERS:
        urlpatterns += addresses[name]
