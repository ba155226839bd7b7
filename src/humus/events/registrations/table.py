"""Who comes, as a table for a spreadsheet; the log keeps who took so many addresses along."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from humus.events.models import Event, Registration
from humus.kit import spreadsheet
from humus.kit.access import require
from humus.kit.happenings import happened

COLUMNS = ("name", "email", "state", "registered", "attended", "language", "time_zone")


@transaction.atomic
def written(*, actor: Any, event: Event, rows: list[Registration]) -> str:
    """One line each, and a column for each question that anybody was asked."""
    require("event.run", actor, event)
    asked = list(dict.fromkeys(one["question"] for row in rows for one in row.answers))
    happened("event.people_taken", actor=actor, page=event.page, data={"count": len(rows)})
    return spreadsheet.written([[*COLUMNS, *asked], *(_cells(row, asked) for row in rows)])


def _cells(row: Registration, asked: list[str]) -> list[str]:
    given = {one["question"]: one["answer"] for one in row.answers}
    return [*_facts(row), *(given.get(question, "") for question in asked)]


def _facts(row: Registration) -> list[str]:
    days = (row.confirmed_at, row.attended_at)
    registered, attended = (day.isoformat(timespec="minutes") if day else "" for day in days)
    return [row.shown_name, row.address, row.state, registered, attended, row.own_language, row.own_zone]
