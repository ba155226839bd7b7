"""Categories of organisation and the college in which each one votes and speaks: seven of the code, and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Value, When
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from humus.kit.translated import pick
from humus.organisations import settled


def rule(part: str, key: str, usual: Any) -> Any:
    """What the secretariat set for a category, else what came with it."""
    return settled.values().get("categories", {}).get(part, {}).get(key, usual)


@dataclass(frozen=True)
class Category:
    key: str
    label: str | Promise
    college: str | Promise
    asks_for_proof: bool = True
    member: bool = True
    added: bool = False

    @property
    def proof_needed(self) -> bool:
        """Whether applicants prove their status: as the secretariat set it, else as the rules of the Initiative say."""
        return bool(rule("proof", self.key, self.asks_for_proof))

    @property
    def may_be_member(self) -> bool:
        """For the categories of the code this is the Initiative's own rule, for added ones the secretariat's."""
        return bool(rule("member", self.key, self.member)) if self.added else self.member

    @property
    def speaks_in(self) -> str:
        """The key of its college: its own, unless the secretariat put it with another category."""
        return str(rule("speaks", self.key, self.key))

    @property
    def retired(self) -> bool:
        return settled.retired("category", self.key)

    @property
    def no_member(self) -> str:
        """The sentence for whoever asks to become Member all the same."""
        if self.key == "company":
            return gettext("A company cannot become Member. It can become Partner or Friend.")
        words = gettext("“%(category)s” cannot become Member. It can become Partner or Friend.")
        return words % {"category": self.label}


def category(key: str, label: str | Promise, college: str | Promise, **rules: bool) -> Category:
    """One category under the names that the secretariat gives it and its college; these here until it does."""
    said = {"label": label, "college": college}
    names = {part: settled.called("categories", part, key, words) for part, words in said.items()}
    return Category(key, names["label"], names["college"], **rules)


PLAIN: tuple[tuple[Any, ...], ...] = (
    ("states_local", _("State or local authority"), _("States and local authorities"), {"asks_for_proof": False}),
    ("international", _("International organisation"), _("International organisations"), {}),
    ("donor_foundation", _("Donor or foundation"), _("Donors and foundations"), {}),
    ("producers", _("Farmers' or foresters' organisation"), _("Agricultural and forestry producers"), {}),
    ("research_education", _("Research and education"), _("Research and education"), {}),
    ("civil_society", _("Civil society, association, NGO"), _("Civil society"), {}),
    ("company", _("Company"), _("Companies"), {"asks_for_proof": False, "member": False}),
)
CATEGORIES: dict[str, Category] = {key: category(key, *names, **rules) for key, *names, rules in PLAIN}

AFFILIATIONS = {"member": _("Member"), "partner": _("Partner"), "friend": _("Friend")}


def from_row(row: dict[str, Any]) -> Category:
    names = [lazy(lambda part=part: str(pick(row[part])), str)() for part in ("label", "college")]
    rules = {"asks_for_proof": row["asks_for_proof"], "member": row["may_be_member"], "added": True}
    return category(row["key"], names[0], names[1], **rules)


def find(key: str) -> Category | None:
    """A category of the code or of a row, a retired one too: what was said of it must stay readable."""
    row = None if key in CATEGORIES else settled.terms("category").get(key)
    return CATEGORIES.get(key) if row is None else from_row(row)


def every() -> dict[str, Category]:
    """All that are not retired, by key."""
    rows = [from_row(row) for key, row in settled.terms("category").items() if key not in CATEGORIES]
    return {one.key: one for one in (*CATEGORIES.values(), *rows) if not one.retired}


def choices() -> list[tuple[str, str | Promise]]:
    """For the first migration, which is read before there is a table of rows: the names of the code."""
    return [(key, names[0]) for key, *names, _rules in PLAIN]


def offered() -> list[tuple[str, str | Promise]]:
    """For forms: under the names that the secretariat gives them."""
    return [(key, category.label) for key, category in every().items()]


def label(key: str) -> str:
    found = find(key)
    return str(found.label) if found else key


def college_of(key: str) -> str:
    """The name of the college of a category; empty for none."""
    found = find(key)
    return college_label(found.speaks_in) if found else ""


def college_label(key: str) -> str:
    found = find(key)
    return str(found.college) if found else key


def in_college(key: str) -> list[str]:
    """The categories that speak in a college, retired ones too."""
    known = {*CATEGORIES, *settled.terms("category")}
    return [one.key for one in map(find, known) if one and one.speaks_in == key]


def college_in_sql(column: str) -> Case:
    """The key of the college of a row, by its column with the category."""
    moved = settled.values().get("categories", {}).get("speaks", {})
    return Case(*(When(**{column: key}, then=Value(college)) for key, college in moved.items()), default=F(column))


def affiliation_choices() -> list[tuple[str, str | Promise]]:
    return list(AFFILIATIONS.items())
