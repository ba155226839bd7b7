"""Accepting an invitation, and answering somebody who asks to come in, by a plain reply."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from humus.incoming import answers, commands
from humus.incoming.visit import Refused, Visit
from humus.kit import answering
from humus.kit.access import may
from humus.kit.happenings import happened
from humus.spaces import domain
from humus.spaces.domain import inviting
from humus.spaces.models import Invitation, JoinRequest

WORDS = gettext_noop("Please answer with one word: yes or no.")


def accept(visit: Visit) -> str:
    """A yes makes the account, if there is none yet, and brings its person into the space."""
    invitation = Invitation.objects.open().select_related("space").filter(pk=visit.number).first()
    if invitation is None:
        raise Refused(_("This invitation is no longer open."))
    if visit.letter.sender != invitation.email.lower():
        words = _("This address is for the person whom we wrote to, and your mail comes from another one.")
        raise Refused(words, hold=True)
    word, _more = commands.read(visit.letter.text)
    if word == "no":
        inviting.decline(invitation=invitation)
        return _("The invitation was declined.")
    if word != "yes":
        raise Refused(_(WORDS))
    person, spaces = inviting.accept(invitation=invitation, name=visit.letter.sender_name)
    visit.row.person = visit.person = person
    visit.row.save(update_fields=["person"])
    happened("mail.joined", actor=person, data={"spaces": [space.pk for space in spaces]})
    entered = [(space, answering.space_address(space.slug)) for space in spaces]
    with translation.override(answers.language(visit)):
        answers.tell(visit, "welcome", {"spaces": entered})
    return _("The invitation was accepted.")


def decide(visit: Visit) -> str:
    """Who looks after a space lets somebody in by a yes; a no goes with a reason, which the person reads."""
    found: Any = JoinRequest.objects.select_related("space", "person").filter(pk=visit.number).first()
    if found is None or not may("space.manage", visit.person, found.space):
        raise Refused(_("This request is no longer there, or you may not answer it any more."))
    word, reason = commands.read(visit.letter.text)
    if not word:
        raise Refused(_("Please answer with yes, or with no and, below it, the reason that the person will read."))
    domain.answer(actor=visit.person, request=found, accept=word == "yes", reason="" if word == "yes" else reason)
    answers.tell(visit, "decided", {"request": found, "space": found.space, "accepted": word == "yes"})
    return _("The request was answered.")
