"""Finding organisations: facets, counters, and what they add to the directory of people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from humus.kit.formats import joined
from humus.organisations import categories, regions
from humus.organisations.models import Affiliation, Colleague, Organisation
from humus.people.countries import country_name
from humus.people.directory import showing
from humus.people.facets import Counts, Facet, count_field
from humus.people.models import Person

Register = QuerySet[Organisation]


def worded(found: Iterable[Organisation]) -> None:
    """Give each its country and affiliations in words, for the rows of a list."""
    for organisation in found:
        organisation.country_name = country_name(organisation.country) if organisation.country else ""  # type: ignore[attr-defined]
        organisation.labels = [str(categories.AFFILIATIONS[kind]) for kind in organisation.affiliations_now]  # type: ignore[attr-defined]


def affiliated(found: Register, kind: str = "") -> Register:
    now = Affiliation.objects.current().of(OuterRef("pk"))
    return found.filter(Exists(now.filter(kind=kind) if kind else now))


def count_affiliations(found: Register) -> Counts:
    now = Affiliation.objects.current().filter(organisation__in=found.order_by().values("pk"))
    return list(now.order_by().values_list("kind").annotate(n=Count("organisation", distinct=True)))


def count_colleges(found: Register) -> Counts:
    rows = affiliated(found).order_by().exclude(category="").annotate(speaks=categories.college_in_sql("category"))
    return list(rows.values_list("speaks").annotate(n=Count("pk", distinct=True)))


def in_region(found: QuerySet[Any], region: str) -> QuerySet[Any]:
    return found.filter(country__in=regions.countries_of(region))


def count_regions(found: QuerySet[Any]) -> Counts:
    totals: dict[str, int] = {}
    places = regions.places()
    for code, number in count_field("country")(found):
        region = places.get(code)
        if region:
            totals[region] = totals.get(region, 0) + number
    return list(totals.items())


CATEGORY = Facet(
    name="category",
    label=_("Category"),
    narrow=lambda found, value: found.filter(category=value),
    count=count_field("category"),
    called=categories.label,
)
# A college is made of those that belong to the Initiative today, by their category.
COLLEGE = Facet(
    name="college",
    label=_("College"),
    narrow=lambda found, value: affiliated(found.filter(category__in=categories.in_college(value))),
    count=count_colleges,
    called=categories.college_label,
)
AFFILIATION = Facet(
    name="affiliation",
    label=_("Affiliation"),
    narrow=affiliated,
    count=count_affiliations,
    called=lambda kind: str(categories.AFFILIATIONS.get(kind, kind)),
)
REGION = Facet(name="region", label=_("Region"), narrow=in_region, count=count_regions, called=regions.region_label)
COUNTRY = Facet(
    name="country",
    label=_("Country"),
    narrow=lambda found, value: found.filter(country=value.upper()[:2]),
    count=count_field("country"),
    called=country_name,
    most=250,
)
FACETS = [AFFILIATION, CATEGORY, COLLEGE, REGION, COUNTRY]


def counters() -> dict[str, int]:
    """What the register holds today."""
    standing = Organisation.objects.standing()
    kinds = dict(count_affiliations(standing))
    return {
        "organisations": standing.count(),
        "countries": standing.exclude(country="").values("country").distinct().count(),
        **{kind: kinds.get(kind, 0) for kind in categories.AFFILIATIONS},
    }


# What the directory of people learns from the register.


def people_of(people: QuerySet[Person], name: str) -> QuerySet[Person]:
    rows = Colleague.objects.confirmed().filter(organisation__name=name).values("person")
    return showing("organisations", people).filter(pk__in=rows)


def count_people(people: QuerySet[Person]) -> Counts:
    rows = Colleague.objects.confirmed().filter(person__in=showing("organisations", people).order_by().values("pk"))
    return list(rows.order_by().values_list("organisation__name").annotate(n=Count("person", distinct=True)))


PEOPLE_REGION = Facet(
    name="region",
    label=_("Region"),
    narrow=lambda people, value: in_region(showing("country", people), value),
    count=lambda people: count_regions(showing("country", people)),
    called=regions.region_label,
)


def places_of(people: QuerySet[Person]) -> QuerySet[Colleague]:
    """The confirmed places of those who show their organisations."""
    return Colleague.objects.confirmed().filter(person__in=showing("organisations", people).order_by().values("pk"))


def with_place(people: QuerySet[Person], places: QuerySet[Colleague]) -> QuerySet[Person]:
    return showing("organisations", people).filter(pk__in=places.values("person"))


def count_places(places: QuerySet[Colleague], field: str) -> Counts:
    rows = places.order_by().exclude(**{field: ""}).values_list(field).annotate(n=Count("person", distinct=True))
    return [(value, number) for value, number in rows if value]


def with_college(places: QuerySet[Colleague]) -> QuerySet[Colleague]:
    return places.annotate(college=categories.college_in_sql("organisation__category"))


def in_college() -> QuerySet[Colleague]:
    return Colleague.objects.confirmed().filter(organisation__in=affiliated(Organisation.objects.standing()))


PEOPLE_CATEGORY = Facet(
    name="category",
    label=_("Category of organisation"),
    narrow=lambda people, value: with_place(people, Colleague.objects.confirmed().filter(organisation__category=value)),
    count=lambda people: count_places(places_of(people), "organisation__category"),
    called=categories.label,
)
PEOPLE_COLLEGE = Facet(
    name="college",
    label=_("College"),
    narrow=lambda people, value: with_place(
        people, in_college().filter(organisation__category__in=categories.in_college(value))
    ),
    count=lambda people: count_places(with_college(places_of(people) & in_college()), "college"),
    called=categories.college_label,
)
PEOPLE_AFFILIATION = Facet(
    name="affiliation",
    label=_("Affiliation"),
    narrow=lambda people, value: with_place(
        people,
        Colleague.objects.confirmed().filter(organisation__in=affiliated(Organisation.objects.standing(), value)),
    ),
    count=lambda people: count_places(
        places_of(people).filter(organisation__affiliations__in=Affiliation.objects.current()),
        "organisation__affiliations__kind",
    ),
    called=lambda kind: str(categories.AFFILIATIONS.get(kind, kind)),
)
PEOPLE_ORGANISATION = Facet(
    name="organisation", label=_("Organisation"), narrow=people_of, count=count_people, called=str
)


def notes(people: Iterable[Person]) -> dict[int, str]:
    """The organisations of each, where the person shows them: one query for all."""
    shown = [person.pk for person in people if person.shows("organisations")]
    rows = Colleague.objects.confirmed().filter(person__in=shown).select_related("organisation")
    words: dict[int, list[str]] = {}
    for row in rows:
        words.setdefault(row.person_id, []).append(row.organisation.name)
    return {pk: joined(sorted(names)) for pk, names in words.items()}
