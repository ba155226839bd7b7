"""Writing to a space at its address begins a conversation there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from humus.discussions import domain
from humus.incoming import enclosing, judging
from humus.incoming.doors import confirming
from humus.incoming.visit import Refused, Visit
from humus.pages.models import Page
from humus.spaces.models import Space

UNKNOWN = gettext_noop(
    "We do not know this address as that of a member. The secretariat reads your mail and answers you."
)
NOWHERE = gettext_noop("There is no space at this address, or you may not write there.")


def write(visit: Visit) -> str:
    """Who writes from where our mail server vouches for them comes in at once; others confirm by a plain yes."""
    row = visit.row
    if visit.person is None:
        raise Refused(_(UNKNOWN), hold=True)
    if not row.vouched and not judging.vouched(visit.letter):
        return confirming.ask(visit)
    slug = row.recipient.rpartition("@")[0]
    space = Space.objects.visible_to(visit.person).filter(slug=slug).first()
    fronts = Page.objects.visible_to(visit.person).select_related("space").filter(depth=1)
    page = fronts.filter(space=space).first() if space else None
    if page is None:
        raise Refused(_(NOWHERE))
    if not visit.letter.text and not visit.letter.files:
        raise Refused(_("We found nothing in your mail but the text that it answers."))
    return start(visit, page)


def start(visit: Visit, front: Page) -> str:
    """The subject stands above the words, as the name of the conversation."""
    text = enclosing.with_files(visit, front)
    subject = visit.letter.subject.replace("*", "")
    said: Any = domain.add(
        actor=visit.person,
        page=front,
        text=f"**{subject}**\n\n{text}" if subject else text,
        request_key=f"mail-{visit.row.digest[:50]}",
    )
    return str(said.get_absolute_url())
