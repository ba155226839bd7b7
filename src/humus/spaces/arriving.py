"""From a visitor to a member in one go: what somebody wanted to join is kept while they make their account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from humus.kit.errors import DeedError
from humus.spaces import domain
from humus.spaces.domain import inviting
from humus.spaces.models import Space

WANTED = "space_to_join"


def set_out(request: HttpRequest, space: Space) -> HttpResponse:
    """Remember the space, and hand the name and address that were typed on to the sign-up (307 keeps the body)."""
    request.session[WANTED] = space.pk
    way = reverse("account_signup" if request.POST.get("email") else "account_login")
    answer = redirect(f"{way}?{urlencode({'next': space.get_absolute_url()})}")
    if request.POST.get("email"):
        answer.status_code = 307
    return answer


@receiver(user_logged_in, dispatch_uid="humus.spaces.arriving")
def arrive(request: HttpRequest | None, user: Any, **known: Any) -> None:
    """Whoever comes in with a space in mind is in it at once, if it is still open."""
    for taken in inviting.take(person=user):
        welcome(request, taken)
    wanted = request.session.pop(WANTED, None) if request is not None and hasattr(request, "session") else None
    space = Space.objects.known_to(user).filter(pk=wanted).first() if wanted else None
    if request is None or space is None or not space.lets_in_at_once("member"):
        return
    try:
        domain.join(actor=user, space=space)
    except DeedError:
        return
    welcome(request, space)


def welcome(request: HttpRequest | None, space: Space) -> None:
    if hasattr(request, "_messages"):
        messages.success(request, _("Welcome! You are in “%(space)s” now.") % {"space": space})  # type: ignore[arg-type]
