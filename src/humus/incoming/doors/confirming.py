"""Asking the one whose address a mail bears whether they wrote it; a plain yes lets it in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from humus.incoming import answers, commands, handling
from humus.incoming.models import IncomingMail
from humus.incoming.visit import Refused, Visit
from humus.kit import answering


def ask(visit: Visit) -> str:
    """The mail waits for its writer's word, sent to their own address."""
    way = answering.address("m", visit.person.pk, visit.row.pk)
    answers.tell(visit, "confirm", {"text": visit.letter.text[: answers.MOST_QUOTED]}, way)
    visit.row.settle("asked", _("The writer is asked whether this is their mail."), settled_at=None)
    return ""


def confirm(visit: Visit) -> str:
    word, _more = commands.read(visit.letter.text)
    found = IncomingMail.objects.select_for_update().filter(person=visit.person, state="asked")
    row = found.filter(pk=visit.number).first()
    if row is None:
        raise Refused(_("This was answered already."))
    if word == "yes":
        handling.release(row)
        return _("The writer has confirmed their mail.")
    if word == "no":
        row.settle("discarded", _("The writer says that this is not their mail."))
        return row.why
    raise Refused(_("Please answer with one word: yes or no."))
