"""The seven categories of organisation and the college each one votes and speaks in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Category:
    label: str | Promise
    college: str | Promise
    proof_needed: bool = True
    may_be_member: bool = True


CATEGORIES: dict[str, Category] = {
    "states_local": Category(_("State or local authority"), _("States and local authorities"), proof_needed=False),
    "international": Category(_("International organisation"), _("International organisations")),
    "donor_foundation": Category(_("Donor or foundation"), _("Donors and foundations")),
    "producers": Category(_("Farmers' or foresters' organisation"), _("Agricultural and forestry producers")),
    "research_education": Category(_("Research and education"), _("Research and education")),
    "civil_society": Category(_("Civil society, association, NGO"), _("Civil society")),
    "company": Category(_("Company"), _("Companies"), proof_needed=False, may_be_member=False),
}

AFFILIATIONS = {"member": _("Member"), "partner": _("Partner"), "friend": _("Friend")}


def choices() -> list[tuple[str, str | Promise]]:
    return [(key, category.label) for key, category in CATEGORIES.items()]


def affiliation_choices() -> list[tuple[str, str | Promise]]:
    return list(AFFILIATIONS.items())
