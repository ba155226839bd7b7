"""Writing to a space at its address begins a discussion there; its subject is the title."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from humus.discussions.models import Topic
from humus.discussions.topics import domain
from humus.incoming import enclosing, judging
from humus.incoming.doors import confirming, conversation
from humus.incoming.visit import Refused, Visit
from humus.pages.models import Page
from humus.spaces.models import Space

UNKNOWN = gettext_noop(
    "We do not know this address as that of a member. The secretariat reads your mail and answers you."
)
NOWHERE = gettext_noop("There is no space at this address, or you may not write there.")
# What mail programs put before the subject of an answer.
AGAIN = re.compile(
    r"\s*(?:re|ré|rép|aw|sv|res|rv|fw|fwd|tr|enc|رد|إعادة توجيه)\s?(?:\[\d{1,3}\])?\s?[:：]\s*", re.IGNORECASE
)
RECENT = timedelta(days=90)
LONGEST = 250


def write(visit: Visit) -> str:
    """Who writes from where our mail server vouches for them comes in at once; others confirm by a plain yes."""
    row = visit.row
    if visit.person is None:
        raise Refused(_(UNKNOWN), hold=True)
    if not row.vouched and not judging.vouched(visit.letter):
        return confirming.ask(visit)
    slug = row.recipient.rpartition("@")[0]
    space = Space.objects.visible_to(visit.person).filter(slug=slug).first()
    if space is None:
        raise Refused(_(NOWHERE))
    title, again = bare(visit.letter.subject)
    answered = topic_named(visit, space, title) if again else None
    return conversation.say(visit, answered) if answered else begin(visit, space, title)


def bare(subject: str) -> tuple[str, bool]:
    """The subject without the signs of an answer, and whether it bore any."""
    title = subject
    while match := AGAIN.match(title):
        title = title[match.end() :]
    return title.strip(), title != subject


def topic_named(visit: Visit, space: Space, title: str) -> Page | None:
    """The discussion of that title which somebody answers by writing to all."""
    pages = Page.objects.visible_to(visit.person).select_related("space")
    lately = {"topic__last_at__gt": timezone.now() - RECENT, "kind": "discussion", "status": "published"}
    found = pages.filter(space=space, texts__title__iexact=title, **lately) if title else pages.none()
    return found.order_by("-topic__last_at").first()


def begin(visit: Visit, space: Space, title: str) -> str:
    if not visit.letter.text and not visit.letter.files:
        raise Refused(_("Your mail holds no words of its own. Its subject becomes the title, its text the beginning."))
    title = title or visit.letter.text.partition("\n")[0].strip()
    title = title if len(title) <= LONGEST else title[: LONGEST - 2].rsplit(" ", 1)[0] + " …"
    topic: Topic = domain.start_discussion(
        actor=visit.person,
        space=space,
        title=title or _("Without a subject"),
        text=visit.letter.text,
        compose=lambda page: enclosing.with_files(visit, page),
    )
    return str(topic.page.get_absolute_url())
