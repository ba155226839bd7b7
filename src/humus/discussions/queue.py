"""What waits for those who look after the conversation, and its place on the secretariat's table."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from humus.discussions.models import Comment, Hiding, Holding, Report
from humus.discussions.spam import SIGNS, points
from humus.kit import room
from humus.kit.access import may
from humus.pages.models import Page
from humus.spaces import panels
from humus.spaces.models import Space
from humus.spaces.panels import Panel

MOST = 100


def waits(*, but_by: Any = None) -> Q:
    """Of comments: reported, held, or hidden with an open appeal; ``but_by``: unless it is against that person."""
    appealed = open_appeals().filter(comment=OuterRef("pk"))
    appealed = appealed if but_by is None else appealed.exclude(by=but_by)
    pointed_out = Report.objects.waiting().filter(comment=OuterRef("pk"))
    return Q(held_at__isnull=False) | Q(Exists(pointed_out), hidden_at=None) | Q(Exists(appealed))


def _comments(person: Any, space: Space | None) -> Any:
    """Where the person may read; in one space for those who look after it, without their own words."""
    found = Comment.objects.filter(page__in=Page.objects.visible_to(person).values("pk"))
    return found if space is None else found.filter(page__space=space).exclude(author=person.pk)


def reported(person: Any, space: Space | None = None) -> list[dict[str, Any]]:
    """Comments with their reports that wait: two queries."""
    comments = (
        _comments(person, space)
        .standing()
        .filter(reports__settled_at=None, reports__isnull=False)
        .distinct()
        .select_related("author", "page__space")
        .order_by("pk")[:MOST]
    )
    found = {comment.pk: {"comment": comment, "reports": []} for comment in comments}
    for one in Report.objects.waiting().filter(comment__in=list(found)).select_related("person"):
        found[one.comment_id]["reports"].append(one)  # type: ignore[attr-defined]
    return list(found.values())


def open_appeals() -> Any:
    return Hiding.objects.filter(lifted_at=None, answered_at=None).exclude(appealed_at=None)


def appeals(person: Any, space: Space | None = None) -> list[Hiding]:
    """In one space without those against what the person hid themselves."""
    seen = open_appeals().filter(comment__in=_comments(person, space))
    if space is not None:
        seen = seen.exclude(by=person)
    return list(seen.select_related("comment__author", "comment__page__space", "by").order_by("appealed_at")[:MOST])


def held(person: Any, space: Space | None = None) -> list[Holding]:
    """Comments that wait for a look, with the signs for which they were held."""
    seen = Holding.objects.waiting().filter(comment__in=_comments(person, space))
    rows = list(seen.select_related("comment__author", "comment__page__space")[:MOST])
    for row in rows:
        row.read = [one | {"label": SIGNS.get(one["sign"], one["sign"])} for one in row.signs]  # type: ignore[attr-defined]
        row.points = points(row.signs)  # type: ignore[attr-defined]
    return rows


LISTS = {"held": held, "reported": reported, "appeals": appeals}


def count(person: Any) -> int:
    waiting = Report.objects.waiting().filter(comment__deleted_at=None, comment__hidden_at=None)
    return int(
        waiting.values("comment").distinct().count() + open_appeals().count() + Holding.objects.waiting().count()
    )


def in_space(space: Space, person: Any) -> Panel | None:
    """On the front page of a space for those who look after it: how much waits; one query, none for others."""
    if not person.is_authenticated or not may("space.manage", person, space):
        return None
    number = _comments(person, space).filter(waits(but_by=person), deleted_at=None).count()
    return Panel("discussions/parts/waiting.html", {"number": number, "space": space}) if number else None


def furnish() -> None:
    panels.register(in_space)
    room.add(
        room.Entry(
            url_name="secretariat_comments",
            label=_("Reported comments"),
            icon="flag",
            group="spaces",
            about=_("What was held or readers pointed out, and appeals of authors."),
            count=count,
        )
    )
