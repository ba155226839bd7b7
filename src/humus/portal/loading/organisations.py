"""Organisations of the data sheet, with what the sheet states of them and nothing more."""

from __future__ import annotations

from datetime import date
from typing import Any

from humus.organisations.models import Affiliation, Agreement, Organisation
from humus.portal.loading.files import read


def load() -> int:
    rows = read("organisations")["organisations"]
    for row in rows:
        _one(row)
    return len(rows)


def _one(row: dict[str, Any]) -> None:
    others = {*row["name_variants"], *(row["names"] or {}).values()} - {row["name"]}
    organisation = Organisation.objects.create(
        slug=row["key"],
        name=row["name"],
        other_names=sorted(others),
        category=row["category"] or "",
        country=row["country"] or "",
        source=row["source"],
        note=(row["note"] or {}).get("en", ""),
    )
    for one in row["affiliation"]:
        day, note = exact(one["since"])
        Affiliation.objects.create(organisation=organisation, kind=one["kind"], since=day, note=note)
    Agreement.objects.bulk_create(
        Agreement(
            organisation=organisation,
            text=one["text"],
            since=one["since"] or "",
            until=one["until"] or "",
            source=row["source"],
        )
        for one in row["agreements"]
    )


def exact(since: str | None) -> tuple[date | None, str]:
    """A day where one is stated; a month or a year only as words."""
    if since and len(since) == 10:
        return date.fromisoformat(since), ""
    return None, f"since {since}" if since else ""
