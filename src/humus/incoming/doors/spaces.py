"""Writing to a space at its address begins a conversation there."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from humus.incoming import judging
from humus.incoming.doors import confirming, conversation
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
    # The subject is the name of the conversation.
    return conversation.say(visit, page, subject=visit.letter.subject.replace("*", ""))
