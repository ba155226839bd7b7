"""The platform with two other services configured, in a real browser where it matters."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module, reload
from typing import Any

import pytest
from allauth.socialaccount.providers.orcid.views import OrcidOAuth2Adapter
from django.core.cache import cache
from django.urls import clear_url_caches

from tests.sign_in.provider import CLIENT, SECRET, Provider


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def services(provider: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    app = {"client_id": CLIENT, "secret": SECRET}
    oidc = app | {"provider_id": "oidc", "name": "Ministry", "settings": {"server_url": provider.url}}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [oidc]},
        "orcid": {"APP": app | {"name": "ORCID"}},
    }
    monkeypatch.setattr(OrcidOAuth2Adapter, "authorize_url", f"{provider.url}/authorize")
    monkeypatch.setattr(OrcidOAuth2Adapter, "access_token_url", f"{provider.url}/token")
    monkeypatch.setattr(OrcidOAuth2Adapter, "profile_url", f"{provider.url}/%s/record")
    _readdress()
    yield provider
    settings.SOCIALACCOUNT_PROVIDERS = {}
    _readdress()


def _readdress() -> None:
    """Addresses are made once, at the start, from what is configured."""
    for name in ("humus.people.connections", "humus.urls"):
        reload(import_module(name))
    clear_url_caches()
