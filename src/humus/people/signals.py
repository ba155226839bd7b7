"""What follows when the sign-in library adds or takes away a way to prove who one is."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import email_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.socialaccount.signals import social_account_added
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from humus.kit.happenings import happened
from humus.people import kept_words
from humus.people.domain import edit_profile
from humus.people.services import proved_orcid


@receiver(authenticator_removed, dispatch_uid="humus.people.removed")
def second_factor_removed(request: HttpRequest, user: Any, authenticator: Any, **known: Any) -> None:
    """What this session remembered is void, and every other session ends."""
    request.session.pop("second_factor", None)
    user.end_sessions()
    update_session_auth_hash(request, user)
    happened("person.second_factor_removed", actor=user, person=user, data={"type": authenticator.type})


@receiver(authenticator_added, dispatch_uid="humus.people.added")
def second_factor_added(request: HttpRequest, user: Any, authenticator: Any, **known: Any) -> None:
    if authenticator.type == authenticator.Type.RECOVERY_CODES:
        return
    happened("person.second_factor_added", actor=user, person=user, data={"type": authenticator.type})
    if request.session.get("second_factor_next"):
        on = format_html('<a href="{}">{}</a>', reverse("people_second_factor"), _("Go on to where you were going"))
        messages.info(request, format_html("{} {}", _("Keep the recovery codes on paper."), on))


@receiver(email_changed, dispatch_uid="humus.people.email")
def address_changed(request: HttpRequest, user: Any, **known: Any) -> None:
    happened("person.address_changed", actor=user, person=user)


@receiver(social_account_added, dispatch_uid="humus.people.service")
def service_connected(request: HttpRequest, sociallogin: Any, **known: Any) -> None:
    """An ORCID that was proved goes into the profile where none stands yet."""
    person, number = sociallogin.user, proved_orcid(sociallogin.account)
    if number and not person.orcid:
        edit_profile(actor=person, person=person, fields={"orcid": number})


@receiver(user_logged_in, dispatch_uid="humus.people.kept")
def words_wait(request: Any, user: Any, **known: Any) -> None:
    """Whoever signs in some other way than the one offered is told that what they wrote is still there."""
    there = reverse("people_kept")
    if not hasattr(request, "_messages") or not kept_words.waiting(request) or request.POST.get("next") == there:
        return
    link = format_html('<a href="{}">{}</a>', there, _("To your words"))
    messages.info(request, format_html("{} {}", _("What you wrote when your session ended is kept for an hour."), link))
