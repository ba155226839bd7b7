"""What waits for those who look after the conversation, and its place on the secretariat's table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from humus.discussions.models import Comment, Hiding, Holding, Report
from humus.discussions.spam import SIGNS, points
from humus.kit import room
from humus.pages.models import Page

MOST = 100


def reported(person: Any) -> list[dict[str, Any]]:
    """Comments with their reports that wait: two queries."""
    comments = (
        Comment.objects.standing()
        .filter(reports__settled_at=None, reports__isnull=False, page__in=Page.objects.visible_to(person).values("pk"))
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


def appeals(person: Any) -> list[Hiding]:
    seen = open_appeals().filter(comment__page__in=Page.objects.visible_to(person).values("pk"))
    return list(seen.select_related("comment__author", "comment__page__space", "by").order_by("appealed_at")[:MOST])


def held(person: Any) -> list[Holding]:
    """Comments that wait for a look, with the signs for which they were held."""
    seen = Holding.objects.waiting().filter(comment__page__in=Page.objects.visible_to(person).values("pk"))
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


def furnish() -> None:
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
