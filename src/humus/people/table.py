"""The accounts as a table, for the secretariat."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from humus.kit import spreadsheet
from humus.kit.access import require
from humus.kit.happenings import happened
from humus.people.models import Person

COLUMNS = ("name", "email", "country", "languages", "expertise", "joined", "last_sign_in", "listed", "roles", "state")


def row(person: Person) -> list[str]:
    days = (person.joined_at, person.last_login, person.listed_at)
    joined, last, listed = (day.date().isoformat() if day else "" for day in days)
    lists = (" ".join(person.languages), " ".join(person.expertise))
    state = "suspended" if person.suspended_at else "open"
    roles = " ".join(sorted(person.site_roles))
    return [person.name, person.email, person.country, *lists, joined, last, listed, roles, state]


@transaction.atomic
def written(*, actor: Any, people: QuerySet[Person]) -> str:
    """A line for each; the log keeps who took so many addresses along."""
    require("person.list", actor, None)
    rows = [row(person) for person in people]
    happened("person.table_written", actor=actor, data={"count": len(rows)})
    return spreadsheet.written([COLUMNS, *rows])
