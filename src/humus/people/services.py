"""People who come in through another service (OpenID Connect, ORCID)."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from humus.people import orcid


class ServiceAdapter(DefaultSocialAccountAdapter):
    def list_providers(self, request: HttpRequest) -> list[Any]:
        return [named(provider) for provider in super().list_providers(request)]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        return named(super().get_provider(request, provider, client_id))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The signed token and what the service tells besides must speak of the same person."""
        told = sociallogin.account.extra_data
        if {"id_token", "userinfo"} <= told.keys() and told["id_token"].get("sub") != told["userinfo"].get("sub"):
            raise ImmediateHttpResponse(render_authentication_error(request, sociallogin.provider))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """What the service says about a newcomer; an ORCID that was proved there is theirs."""
        person = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(part for part in parts if part)
        person.name = " ".join(str(name).split())[:150] if str(name).isprintable() else ""
        person.email = person.email.lower()
        person.language = getattr(request, "LANGUAGE_CODE", "")
        person.orcid = proved_orcid(sociallogin.account)
        return person

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Who comes without a name is asked for one first."""
        return super().is_auto_signup_allowed(request, sociallogin) and bool(sociallogin.user.name)

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        return super().get_signup_form_initial_data(sociallogin) | {"name": sociallogin.user.name}


def named(provider: Any) -> Any:
    """ORCID under the name that it gives itself."""
    if provider.id == "orcid":
        provider.name = "ORCID"
    return provider


def proved_orcid(account: Any) -> str:
    """The ORCID of an account there, else nothing."""
    if account.provider != "orcid":
        return ""
    try:
        return orcid.clean(account.uid)
    except ValidationError:
        return ""
