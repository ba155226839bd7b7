"""A second factor that somebody has lost: taken away by an administrator, or on the server where none is left."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.people import mails
from humus.people.models import Person


@transaction.atomic
def reset_second_factor(*, actor: Any, person: Person, reason: str) -> None:
    """Take away app, keys and recovery codes and end every session; the person hears of it by mail."""
    require("person.reset_second_factor", actor, person)
    clear(person, actor=actor, reason=reason)


@transaction.atomic
def reset_on_the_server(*, person: Person, reason: str) -> None:
    """The way in for the last administrator: whoever may run commands on the server stands for it."""
    clear(person, actor=None, reason=reason)


def clear(person: Person, *, actor: Any, reason: str) -> None:
    row = Person.objects.select_for_update().get(pk=person.pk)
    if not reason.strip():
        raise DeedError(_("Please give a reason; it stays in the records."), field="reason")
    held = Authenticator.objects.filter(user=row)
    kinds = sorted(set(held.values_list("type", flat=True)))
    if not kinds:
        raise DeedError(_("This account has no second factor."))
    held.delete()
    row.end_sessions()
    mails.tell(row, "people/mail/second_factor_reset.txt", {"by": actor})
    known = {"types": kinds, "reason": reason.strip()} | ({} if actor else {"how": "on the server"})
    happened("person.second_factor_reset", actor=actor, person=row, data=known)
