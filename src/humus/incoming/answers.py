"""What the writer of a mail is told: in their language, bad news not without end, never in a loop."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from humus.incoming import judging, tongue
from humus.incoming.models import IncomingMail
from humus.incoming.visit import Visit
from humus.people.mails import write

# Bad news in a day: to one of us, who may write much, and to a stranger, who may be a machine.
DAY, MOST, MOST_TO_STRANGERS = timedelta(days=1), 10, 1
BAD = ("refused", "held", "discarded")
MOST_QUOTED = 4000
NAME = re.compile(r"<[^<>\s]{1,250}>")
FORGED = gettext_noop("Our mail server says that this mail does not come from where it claims to.")


def language(visit: Visit) -> str:
    """The writer's own; of a stranger the one their mail names or is written in, if we speak it."""
    person = judging.person_at(visit.letter.sender) or visit.person
    if person is not None and person.language:
        return str(person.language)
    spoken = dict(settings.LANGUAGES)
    found = visit.letter.header("content-language")[:2].lower()
    if person is None and found not in spoken:
        found = tongue.of(f"{visit.letter.subject}\n{visit.letter.text}")
    return found if found in spoken else "en"


def tell(visit: Visit, template: str, context: dict[str, Any], answer: str = "") -> None:
    """Answer a mail, below it in the writer's list of mails."""
    name = NAME.search(visit.letter.header("message-id"))
    about = {"person": visit.person, "subject": visit.letter.subject or _("without a subject")}
    head = {"In_Reply_To": name.group(), "References": name.group()} if name else {}
    to = visit.letter.sender
    auto = {"Auto_Submitted": "auto-replied", "X_Auto_Response_Suppress": "All"}
    write(
        to, f"incoming/mail/{template}.txt", about | context, translation.get_language() or "en", answer, **auto, **head
    )
    visit.row.answered_at = timezone.now()
    visit.row.save(update_fields=["answered_at"])


def refuse(visit: Visit, words: str) -> None:
    """Send it back with a sentence, and the words that were not taken."""
    visit.row.settle("refused", words)
    if _may_be_told(visit):
        text = visit.letter.text[:MOST_QUOTED] if visit.person is not None else ""
        tell(visit, "refused", {"why": words, "text": text})


def hold(visit: Visit, words: str) -> None:
    """Keep it for the secretariat. A forged sender is not written to: they have sent us nothing."""
    forged = words == FORGED
    visit.row.settle("held", _(words) if forged else words, settled_at=None)
    if not forged and _may_be_told(visit):
        tell(visit, "held", {"why": words})


def _may_be_told(visit: Visit) -> bool:
    """So many such answers to an address a day, so that two machines never write to each other for long."""
    to = visit.letter.sender
    if not to or (visit.person is not None and not visit.person.is_active):
        return False
    told = IncomingMail.objects.filter(address=to, answered_at__gt=timezone.now() - DAY, state__in=BAD)
    most = MOST if judging.person_at(to) is not None else MOST_TO_STRANGERS
    return told.exclude(pk=visit.row.pk).count() < most
