"""The platform with two other services configured, in a real browser where it matters."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module, reload
from typing import Any

import pytest
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.orcid.provider import OrcidProvider
from allauth.socialaccount.providers.orcid.views import OrcidOAuth2Adapter
from django.core.cache import cache
from django.urls import clear_url_caches

from humus.kit.tests.browser import PATIENCE, chromium
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
    for known in (OpenIDConnectProvider, OrcidProvider):
        registry.register(known)
    _readdress()
    yield provider
    settings.SOCIALACCOUNT_PROVIDERS = {}
    _readdress()


def _readdress() -> None:
    """Addresses are made once, at the start, from what is configured."""
    for name in ("humus.people.connections", "humus.urls"):
        reload(import_module(name))
    clear_url_caches()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The player keeps an event loop in this thread, so it goes with this module."""
    with pytest.MonkeyPatch.context() as patch, chromium() as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield browser


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """A page of a browser that has never been here; an error in it fails the test."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    page = context.new_page()
    page.forgiven = ()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()
    assert [error for error in errors if not any(word in error for word in page.forgiven)] == []
