"""How the sign-in library creates, greets and slows down our people."""

from __future__ import annotations

import time
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from humus.kit.happenings import happened
from humus.kit.observability import security
from humus.people import mails
from humus.people.limits import too_many

WRONG = {"email_password_mismatch", "incorrect_password", "incorrect_code", "enter_current_password", "invalid_login"}
SLOWED = {"too_many_login_attempts", "rate_limited"}
FRESH_SECONDS = 300


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user = super().save_user(request, user, form, commit=False)
        user.language = getattr(request, "LANGUAGE_CODE", "")
        if commit:
            user.save()
        return user

    def login(self, request: HttpRequest, user: Any) -> None:
        """A person has joined when they come in for the first time, with an address that is theirs."""
        if user.last_login is None:
            happened("person.joined", actor=user, person=user)
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **known: Any) -> HttpResponse:
        """The language the person chose travels with them to this browser."""
        response = super().post_login(request, user, **known)
        if user.language in dict(settings.LANGUAGES):
            remember_language(response, user.language)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The library would name the site by the host of the request; ours has a name and an address of its own."""
        ours = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        super().send_mail(template_prefix, email, ours | context)

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> Any:
        """A mail with a code says so by its key, so that it is not delivered when the code is long spent."""
        key = {mails.KEY_HEADER: mails.CODE + uuid.uuid4().hex} if "code" in context else {}
        spoken = {"Content-Language": get_language() or "en"}
        return super().render_mail(template_prefix, email, context, (headers or {}) | spoken | key)

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of this site, and only by their path."""
        return bool(url) and local_path(str(url)) == url

    def validation_error(self, code: str, *args: Any) -> Any:
        """Too many attempts are an answer of their own (429), not one more error in a form."""
        if code in SLOWED:
            raise ImmediateHttpResponse(too_many(context.request))
        note_wrong(code)
        return super().validation_error(code, *args)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has neither password nor second factor confirms by a code sent to their address."""
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and not methods:
            address = reverse("people_confirm_by_code")
            methods = [{"id": "code", "description": _("Use a code sent by e-mail"), "url": address}]
        return methods

    def is_reauthentication_required(self, *, app: str, **known: Any) -> bool:
        required = super().is_reauthentication_required(app=app, **known)
        request = context.request
        if required and not get_reauthentication_flows(request.user) and not confirmed_lately(request):
            raise ReauthenticationRequired
        return required


def note_wrong(code: str) -> None:
    """A wrong password or code is answered by its form; the log says that somebody failed to prove who they are."""
    if code in WRONG:
        security.note(context.request, "sign_in_failed")


def confirmed_lately(request: HttpRequest) -> bool:
    """Whether the person has proved once more, in the last minutes, that it is them."""
    records = [record for record in get_authentication_records(request, request.user) if record.get("reauthenticated")]
    return bool(records) and time.time() - records[-1]["at"] < FRESH_SECONDS


def local_path(url: str) -> str:
    """The address if it is a plain path on this site, else an empty string."""
    plain = url.startswith("/") and not url.startswith(("//", "/\\")) and "\\" not in url
    return url if plain and all(char.isprintable() for char in url) and " " not in url else ""


def remember_language(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 86400,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
