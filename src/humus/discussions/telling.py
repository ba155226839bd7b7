"""How a comment is told to those who follow its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from humus.activity.telling import TOLD, Told
from humus.discussions import queue
from humus.discussions.models import Comment

LONGEST = 400


def passages(datas: Sequence[dict[str, Any]]) -> list[str | None]:
    """The first words of each comment that still stands."""
    keys = {data["comment"] for data in datas}
    words = dict(Comment.objects.standing().filter(key__in=keys).values_list("key", "plain"))
    return [shortened(words[data["comment"]]) if data["comment"] in words else None for data in datas]


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def waiting(datas: Sequence[dict[str, Any]]) -> list[str | None]:
    """The first words of each comment that still waits for a look."""
    asked = Comment.objects.filter(key__in={data["comment"] for data in datas}, deleted_at=None)
    words = dict(asked.filter(queue.waits()).values_list("key", "plain"))
    return [shortened(words[data["comment"]]) if data["comment"] in words else None for data in datas]


def furnish() -> None:
    TOLD["comment.waits"] = Told(
        words=_("asks you to look at a comment"),
        to_you=_("asks you to look at a comment"),
        only_named=True,
        unsigned=True,
        rule="page.moderate",
        passages=waiting,
        url=lambda page, data: reverse("space_comments", args=[page.space.slug]),
    )
    TOLD["comment.added"] = Told(
        words=_("wrote a comment"),
        passages=passages,
        url=lambda page, data: f"/comments/{data['comment']}/",
        answer=lambda page, data: ("c", data["comment"]),
    )
