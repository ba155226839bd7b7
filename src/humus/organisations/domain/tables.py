"""The register as a table (CSV): out, and in again after a dry run that names every bad row and column."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from humus.kit import spreadsheet
from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.organisations import categories
from humus.organisations.domain import register
from humus.organisations.domain.words import every_name, understood
from humus.organisations.models import Organisation
from humus.people.countries import CODES
from humus.people.validators import single_line

LANGUAGES = ("en", "fr", "es")
PLAIN = ("name", "acronym", "category", "country", "city", "website", "source")
COLUMNS = ("slug", *PLAIN, *(f"description_{code}" for code in LANGUAGES), "affiliation", "since", "until")
LIMITS = {"name": 250, "acronym": 40, "city": 120, "website": 200, "source": 250}
MOST_ROWS = 5000


@dataclass
class Problem:
    line: int
    column: str
    words: str


@dataclass
class Row:
    line: int
    organisation: Organisation | None
    fields: dict[str, Any]
    affiliation: dict[str, Any] | None
    changed: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        if self.organisation is None:
            return "new"
        return "changed" if self.changed else "same"


@dataclass
class Plan:
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)


def written() -> str:
    """All standing entries, one line each; of the affiliations the latest."""
    standing = Organisation.objects.standing().prefetch_related("affiliations").order_by("slug")
    return spreadsheet.written([COLUMNS, *map(cells_of, standing)])


def cells_of(organisation: Organisation) -> list[object]:
    latest = next(iter(organisation.affiliations.all()), None)
    own = [organisation.slug, *(getattr(organisation, name) for name in PLAIN)]
    own += [organisation.description.get(code, "") for code in LANGUAGES]
    return own + ([latest.kind, latest.since or "", latest.until or ""] if latest else ["", "", ""])


def read(text: str) -> Plan:
    """What the table would do, without doing it."""
    plan = Plan()
    try:
        lines = csv.DictReader(StringIO(text.removeprefix("\ufeff")), dialect=dialect(text), strict=True)
        unknown = [name for name in lines.fieldnames or [] if name not in COLUMNS]
        if "name" not in (lines.fieldnames or []):
            plan.problems.append(Problem(1, "name", _("The column “name” is missing.")))
        plan.problems += [Problem(1, str(name), _("There is no such column.")) for name in unknown]
        if not plan.problems:
            read_lines(lines, plan)
    except csv.Error as error:
        plan.problems.append(Problem(1, "", _("This is not a table that can be read: %(why)s") % {"why": error}))
    return plan


def dialect(text: str) -> type[csv.Dialect]:
    """Commas, or the semicolons and tabs that spreadsheets in other languages write."""
    head = text.split("\n", 1)[0]
    best = max(",;\t", key=head.count)
    return type("Chosen", (csv.excel,), {"delimiter": best})


def read_lines(lines: csv.DictReader[str], plan: Plan) -> None:
    known = {row.slug: row for row in Organisation.objects.standing().prefetch_related("affiliations")}
    names = {row.name.casefold(): row for row in known.values()}
    seen: set[str] = set()
    words_known = every_name()
    for line in lines:
        number = lines.line_num
        if number > MOST_ROWS:
            plan.problems.append(Problem(number, "", _("At most %(n)s lines at once.") % {"n": MOST_ROWS}))
            return
        if None in line or None in line.values():
            plan.problems.append(
                Problem(number, "", _("This line has more or fewer cells than the head of the table."))
            )
            continue
        cells = {name: spreadsheet.natural((value or "").strip()) for name, value in line.items()}
        if not any(cells.values()):
            continue
        cells = understood(cells, words_known)
        problems = check(cells, known, names, seen)
        seen.add(cells["name"].casefold())
        plan.problems += [Problem(number, column, words) for column, words in problems]
        if not problems:
            plan.rows.append(planned(number, cells, known.get(cells.get("slug", ""))))


def check(cells: dict[str, str], known: dict[str, Any], names: dict[str, Any], seen: set[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    slug, name = cells.get("slug", ""), cells.get("name", "")
    if not name:
        found.append(("name", _("A name is needed.")))
    elif name.casefold() in seen:
        found.append(("name", _("This name stands twice in the table.")))
    elif not slug and name.casefold() in names:
        found.append(("name", _("An entry of this name exists: give its slug to change it.")))
    if slug and slug not in known:
        found.append(("slug", _("No entry has this slug. Leave it empty for a new one.")))
    # What an entry is already stays readable where its category was retired.
    offered = {"", getattr(known.get(slug), "category", ""), *categories.every()}
    if cells.get("category", "") not in offered:
        found.append(("category", none_of(cells["category"], dict(categories.offered()))))
    if cells.get("country") and cells["country"] not in CODES:
        words = _("“%(word)s” is not known. Write the name of the country, or its two letters, for example FR.")
        found.append(("country", words % {"word": cells["country"]}))
    found += [(column, words) for column in LIMITS for words in check_text(cells.get(column, ""), LIMITS[column])]
    if cells.get("website"):
        try:
            URLValidator(schemes=["http", "https"])(cells["website"])
        except ValidationError:
            found.append(("website", _("An address begins with https:// or http://.")))
    return found + check_affiliation(cells)


def none_of(word: str, known: Mapping[str, object]) -> str:
    return _("“%(word)s” is not known. Write one of: %(all)s.") % {
        "word": word,
        "all": "; ".join(map(str, known.values())),
    }


def check_text(text: str, limit: int) -> list[str]:
    if len(text) > limit:
        return [_("At most %(n)s characters.") % {"n": limit}]
    try:
        single_line(text)
    except ValidationError as error:
        return [str(message) for message in error.messages]
    return []


def check_affiliation(cells: dict[str, str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    kind = cells.get("affiliation", "")
    if kind and kind not in categories.AFFILIATIONS:
        found.append(("affiliation", none_of(kind, categories.AFFILIATIONS)))
    category = categories.find(cells.get("category", ""))
    if kind == "member" and category and not category.may_be_member:
        found.append(("affiliation", category.no_member))
    for column in ("since", "until"):
        text = cells.get(column, "")
        if text and not kind:
            found.append((column, _("A date needs an affiliation.")))
        try:
            date.fromisoformat(text or "2000-01-01")
        except ValueError:
            found.append((column, _("A day is written 2024-03-18.")))
    return found


def planned(number: int, cells: dict[str, str], organisation: Organisation | None) -> Row:
    fields: dict[str, Any] = {name: cells[name] for name in PLAIN if name in cells}
    texts = {code: cells[f"description_{code}"] for code in LANGUAGES if f"description_{code}" in cells}
    if texts:
        before = organisation.description if organisation else {}
        fields["description"] = {code: text for code, text in (before | texts).items() if text}
    affiliation = None
    if cells.get("affiliation"):
        days = {name: date.fromisoformat(cells[name]) if cells.get(name) else None for name in ("since", "until")}
        affiliation = {"kind": cells["affiliation"], **days}
    row = Row(number, organisation, fields, affiliation)
    if organisation:
        row.changed = [name for name, value in fields.items() if getattr(organisation, name) != value]
        if affiliation and not stands(organisation, affiliation):
            row.changed.append("affiliation")
    return row


def stands(organisation: Organisation, affiliation: dict[str, Any]) -> bool:
    return any(all(getattr(row, k) == v for k, v in affiliation.items()) for row in organisation.affiliations.all())


@transaction.atomic
def apply(*, actor: Any, text: str) -> Plan:
    """Do all of it or nothing."""
    require("organisation.register", actor, None)
    plan = read(text)
    if plan.problems:
        raise DeedError(_("The table still has problems; nothing was changed."))
    for row in plan.rows:
        organisation = row.organisation or register.write(actor=actor, fields=row.fields)
        if row.changed and row.organisation is not None:
            register.edit(actor=actor, organisation=organisation, fields=row.fields)
        if row.affiliation and not stands(organisation, row.affiliation):
            write_affiliation(actor, organisation, row.affiliation)
    happened("organisation.table_read", actor=actor, data={"new": plan.count("new"), "changed": plan.count("changed")})
    return plan


def write_affiliation(actor: Any, organisation: Organisation, wanted: dict[str, Any]) -> None:
    """Complete the row that stands open with this kind, else write one."""
    row = organisation.affiliations.filter(kind=wanted["kind"], until=None).first()
    if row is None:
        known = {"kind": wanted["kind"], "since": wanted["since"], "decided_by_text": ""}
        row = register.affiliate(actor=actor, organisation=organisation, note=_("From a table"), **known)
    row.since, row.until = wanted["since"], wanted["until"]
    row.save(update_fields=["since", "until"])
