"""What is told of texts in review and of pages to update: only to those whom it concerns, by title, without words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from humus.activity.telling import Told
from humus.pages.models import Proposal

# What the worker does, without a person behind it.
BY_ITSELF = {"review.published", "review.failed"}


def still_there(datas: Sequence[dict[str, Any]]) -> list[str | None]:
    keys = [data.get("proposal", "") for data in datas]
    known = set(Proposal.objects.filter(key__in=keys).values_list("key", flat=True))
    return ["" if key in known else None for key in keys]


def titles(person: Any, datas: Sequence[dict[str, Any]]) -> list[str]:
    """The text itself: before its first publication the page that tells of it is the front of the space."""
    keys = [data.get("proposal", "") for data in datas]
    seen = dict(Proposal.objects.visible_to(person).filter(key__in=keys).values_list("key", "title"))
    return [seen.get(key, "") for key in keys]


def address(page: Any, data: dict[str, Any]) -> str:
    return f"/reviews/{data['proposal']}/"


def upkeep() -> dict[str, Told]:
    """The reminders of pages that are to be brought up to date, for their owners."""
    words = {
        "page.upkeep_soon": _("reminds you that this page is to be brought up to date within a week"),
        "page.upkeep_due": _("reminds you that this page is to be brought up to date now"),
    }
    return {verb: Told(words=said, to_you=said, only_named=True, unsigned=True) for verb, said in words.items()}


def told() -> dict[str, Told]:
    words = {
        "review.asked": _("asks you to read a text before it is published"),
        "review.remarked": _("wrote about a text in review"),
        "review.sent_back": _("sent your text back with a reason"),
        "review.approved": _("approved your text"),
        "review.published": _("has published your text at its moment"),
        "review.failed": _("could not publish your text at its moment"),
    }
    return {
        verb: Told(
            words=said,
            to_you=said,
            passages=still_there,
            titles=titles,
            url=address,
            only_named=True,
            unsigned=verb in BY_ITSELF,
        )
        for verb, said in words.items()
    }
