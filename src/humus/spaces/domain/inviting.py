"""Inviting people who have no account, sending a letter again, taking one back, and what follows when they come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import may, require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.people.models import Person
from humus.spaces import mails
from humus.spaces.domain.joining import check_role, grant
from humus.spaces.models import Invitation, Space
from humus.spaces.models.invitation import GOOD_FOR

# The same letter is not sent twice in so short a time.
PATIENCE = timedelta(minutes=10)


@transaction.atomic
def invite(*, actor: Any, email: str, space: Space | None = None, role: str = "member", **words: str) -> Invitation:
    """Write to somebody without an account; only a role that everyone may hold can be promised."""
    require("invitation.send", actor, space)
    address = email.strip()
    if Person.objects.filter(email__iexact=address).exists():
        raise DeedError(_("%(email)s already has an account here.") % {"email": address}, field="email")
    if space is not None:
        wanted = space.behaviour.roles.get(role)
        if wanted is None or wanted.partner_only:
            raise DeedError(
                _("Only people with an account can take this role: invite as a member first."), field="role"
            )
    if Invitation.objects.open().filter(email__iexact=address, space=space).exists():
        raise DeedError(_("%(email)s is already invited.") % {"email": address}, field="email")
    row = Invitation.objects.create(
        email=address, space=space, role=role, invited_by=actor, sent_at=timezone.now(), **words
    )
    mails.invited(row)
    happened("space.invited", actor=actor, space=space, data={"role": role})
    return row


def locked(invitation: Invitation) -> Invitation:
    row = Invitation.objects.select_for_update(of=("self",)).select_related("space", "invited_by").get(pk=invitation.pk)
    if row.accepted_at or row.withdrawn_at:
        raise DeedError(_("This invitation is no longer open."))
    return row


@transaction.atomic
def send_again(*, actor: Any, invitation: Invitation) -> None:
    require("invitation.send", actor, invitation.space)
    row = locked(invitation)
    if timezone.now() - row.sent_at < PATIENCE:
        raise DeedError(_("The letter was sent a moment ago. Please wait a little."))
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    mails.invited(row)


@transaction.atomic
def uninvite(*, actor: Any, invitation: Invitation) -> None:
    require("invitation.send", actor, invitation.space)
    row = locked(invitation)
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    happened("space.uninvited", actor=actor, space=row.space)


@transaction.atomic
def take(*, person: Any) -> list[Space]:
    """Everything the person was invited to, now that an address is proved; answers the spaces they came into."""
    entered = []
    for row in (
        Invitation.objects.open()
        .for_person(person)
        .select_related("space", "invited_by")
        .select_for_update(of=("self",))
    ):
        row.accepted_at, row.accepted_by = timezone.now(), person
        row.save(update_fields=["accepted_at", "accepted_by"])
        # Whoever may no longer invite has taken back the promise too.
        standing = row.invited_by is not None and row.invited_by.is_active
        if row.space is None or not standing or not may("invitation.send", row.invited_by, row.space):
            continue
        try:
            check_role(person, row.space, row.role, statement="", region="")
        except DeedError:
            # The account is there all the same; the role is asked for like any other.
            continue
        grant(actor=row.invited_by, space=row.space, person=person, role=row.role)
        entered.append(row.space)
    return entered


@transaction.atomic
def accept(*, invitation: Invitation, name: str) -> tuple[Person, list[Space]]:
    """A plain yes from the address that was written to: it proves the address, as a code would."""
    row = locked(invitation)
    if timezone.now() - row.sent_at > GOOD_FOR:
        raise DeedError(_("This invitation is no longer open."))
    person = Person.objects.filter(email__iexact=row.email).first()
    if person is None:
        person = Person.objects.create_user(row.email, name=name.strip()[:150], language=row.language)
        happened("person.joined", actor=person, person=person)
    if not person.is_active:
        raise DeedError(_("This account is shut."))
    proved = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=person, email=row.email.lower(), defaults=proved)
    return person, take(person=person)


@transaction.atomic
def decline(*, invitation: Invitation) -> None:
    """A plain no from the address that was written to."""
    row = locked(invitation)
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    happened("space.invitation_declined", actor=None, space=row.space)
