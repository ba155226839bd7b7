"""The secretariat's word about a mail that was held: let it in, or not."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.incoming import handling, judging
from humus.incoming.models import IncomingMail
from humus.kit import answering
from humus.kit.errors import DeedError
from humus.kit.happenings import happened

OPEN = ("held", "dropped", "asked", "refused")


@transaction.atomic
def release(*, actor: Any, mail: IncomingMail) -> None:
    """Vouch for the writer: the mail is handled as if it had been proved to be theirs."""
    row = _open(mail)
    if row.person is None and judging.person_at(row.address) is None and not row.recipient.startswith(answering.PREFIX):
        words = _("%(address)s has no account, so nobody would be its author. Invite them; then let the mail in.")
        raise DeedError(words % {"address": row.address or "?"})
    row.settled_by, row.settled_at = actor, timezone.now()
    row.save(update_fields=["settled_by", "settled_at"])
    handling.release(row)
    happened("mail.released", actor=actor, person=row.person, data={"mail": row.pk})


@transaction.atomic
def discard(*, actor: Any, mail: IncomingMail) -> None:
    row = _open(mail)
    row.settle("discarded", row.why, settled_by=actor)
    happened("mail.discarded", actor=actor, person=row.person, data={"mail": row.pk})


def _open(mail: IncomingMail) -> IncomingMail:
    row = IncomingMail.objects.select_for_update(of=("self",)).select_related("person").get(pk=mail.pk)
    if row.state not in OPEN:
        raise DeedError(_("This mail is no longer held."))
    return row
