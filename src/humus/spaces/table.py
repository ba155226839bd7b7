"""The people of a space as a table, for its people and the secretariat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.happenings import happened
from humus.kit.spreadsheet import written
from humus.organisations.directory import notes
from humus.people import countries, expertise
from humus.people.models import Person
from humus.spaces.models import Membership, Space
from humus.spaces.panels import region_names

# What a person may show or keep private, and how a cell says it.
SHOWN: dict[str, Callable[[Person], str]] = {
    "country": lambda person: countries.country_name(person.country) if person.country else "",
    "languages": lambda person: ", ".join(countries.language_name(code) for code in person.languages),
    "expertise": lambda person: ", ".join(expertise.label(key) for key in person.expertise),
    "orcid": lambda person: person.orcid,
}


def heads() -> list[str]:
    own = [_("Country"), _("Languages"), _("Expertise"), "ORCID", _("Organisations")]
    return [_("Name"), _("Role"), _("Region"), _("Since"), *own]


def row(one: Membership, regions: dict[str, str], organisations: dict[int, str]) -> list[str]:
    person = one.person
    own = [say(person) if person.shows(name) else "" for name, say in SHOWN.items()]
    place = regions.get(one.region, one.region)
    since = one.since.date().isoformat()
    return [str(person), one.role_label, place, since, *own, organisations.get(person.pk, "")]


@transaction.atomic
def people_of(*, actor: Any, space: Space) -> str:
    """A line for each role that somebody holds; no address, and only what each person shows."""
    require("space.take_list", actor, space)
    rows = list(space.memberships.active().select_related("person", "space").order_by("role", "since", "pk"))
    regions = region_names() if any(one.region for one in rows) else {}
    organisations = notes({one.person for one in rows})
    happened("space.list_taken", actor=actor, space=space, data={"count": len(rows)})
    return written([heads(), *(row(one, regions, organisations) for one in rows)])
