"""Finding people who agreed to be found, by what they agreed to show."""

from __future__ import annotations

from django.db.models import Count, F, Func, QuerySet
from django.utils.translation import gettext_lazy as _

from humus.people import countries, expertise
from humus.people.facets import Counts, Facet, count_field
from humus.people.models import Person

People = QuerySet[Person]


def showing(field: str, people: People) -> People:
    """Only those who show it: what is hidden must not be found by asking for it."""
    return people.filter(shown__contains=[field])


def by_country(people: People, code: str) -> People:
    return showing("country", people).filter(country=code)


def count_countries(people: People) -> Counts:
    return count_field("country")(showing("country", people))


def list_facet(name: str, field: str, label: object, called: object) -> Facet:
    """A facet over a column that holds a list."""

    def narrow(people: People, value: str) -> People:
        return showing(field, people).filter(**{f"{field}__contains": [value]})

    def count(people: People) -> Counts:
        each = showing(field, people).order_by().annotate(one=Func(F(field), function="unnest"))
        return list(each.values_list("one").annotate(n=Count("pk")))

    return Facet(name=name, label=label, narrow=narrow, count=count, called=called)  # type: ignore[arg-type]


FACETS = [
    list_facet("expertise", "expertise", _("Expertise"), expertise.label),
    Facet(name="country", label=_("Country"), narrow=by_country, count=count_countries, called=countries.country_name),
    list_facet("speaks", "languages", _("Language"), countries.language_name),
]
