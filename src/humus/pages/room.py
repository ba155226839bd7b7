"""What pages lay on the secretariat's table."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.kit import room
from humus.pages.models import Proposal, Upkeep


def waiting(person: Any) -> int:
    return Proposal.objects.to_decide(person).count()


def overdue(person: Any) -> int:
    return Upkeep.objects.visible_to(person).filter(due__lte=timezone.now().date()).count()


def furnish() -> None:
    room.add(
        room.Entry(
            url_name="templates",
            group="spaces",
            label=_("Templates"),
            icon="copy",
            about=_("Starting texts for new pages, with what they ask for."),
        )
    )
    room.add(
        room.Entry(
            url_name="upkeeps",
            group="spaces",
            label=_("Pages to bring up to date"),
            icon="calendar",
            about=_("Those that are overdue or due soon, and those that nobody looks after any more."),
            count=overdue,
        )
    )
    room.add(
        room.Entry(
            url_name="reviews",
            group="spaces",
            label=_("Texts in review"),
            icon="check",
            about=_("Pages of spaces that have them approved before they are published."),
            count=waiting,
        )
    )
