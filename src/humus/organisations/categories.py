"""The seven categories of organisation and the college each one votes and speaks in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from humus.organisations import settled


@dataclass(frozen=True)
class Category:
    key: str
    plain: str | Promise
    label: str | Promise
    college: str | Promise
    asks_for_proof: bool = True
    may_be_member: bool = True

    @property
    def proof_needed(self) -> bool:
        """Whether applicants prove their status: as the secretariat set it, else as the rules of the Initiative say."""
        return bool(settled.values().get("categories", {}).get("proof", {}).get(self.key, self.asks_for_proof))


def category(key: str, label: str | Promise, college: str | Promise, **rules: bool) -> Category:
    """One category under the names that the secretariat gives it and its college; these here until it does."""
    said = {"label": label, "college": college}
    names = {part: settled.called("categories", part, key, words) for part, words in said.items()}
    return Category(key, label, names["label"], names["college"], **rules)


_ALL = (
    category("states_local", _("State or local authority"), _("States and local authorities"), asks_for_proof=False),
    category("international", _("International organisation"), _("International organisations")),
    category("donor_foundation", _("Donor or foundation"), _("Donors and foundations")),
    category("producers", _("Farmers' or foresters' organisation"), _("Agricultural and forestry producers")),
    category("research_education", _("Research and education"), _("Research and education")),
    category("civil_society", _("Civil society, association, NGO"), _("Civil society")),
    category("company", _("Company"), _("Companies"), asks_for_proof=False, may_be_member=False),
)
CATEGORIES: dict[str, Category] = {each.key: each for each in _ALL}

AFFILIATIONS = {"member": _("Member"), "partner": _("Partner"), "friend": _("Friend")}


def choices() -> list[tuple[str, str | Promise]]:
    """For the models, which are looked at before there is a database: the names of the code."""
    return [(key, category.plain) for key, category in CATEGORIES.items()]


def offered() -> list[tuple[str, str | Promise]]:
    """For forms: under the names that the secretariat gives them."""
    return [(key, category.label) for key, category in CATEGORIES.items()]


def label(key: str) -> str:
    return str(CATEGORIES[key].label) if key in CATEGORIES else key


def affiliation_choices() -> list[tuple[str, str | Promise]]:
    return list(AFFILIATIONS.items())
