"""The block that counts: a number in a page is never typed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from html import escape
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from humus.kit.richtext import RenderContext, attributes, blocks
from humus.organisations.models import Organisation
from humus.people.models import Person
from humus.spaces.models import Space

Counted = tuple[int, str]


def _organisations(person: Any) -> QuerySet[Any]:
    return Organisation.objects.standing()


def _partners(person: Any) -> QuerySet[Any]:
    return Organisation.objects.partners()


def _people(person: Any) -> QuerySet[Any]:
    return Person.objects.active()


def _countries(person: Any) -> QuerySet[Any]:
    return Organisation.objects.standing().exclude(country="").values("country").distinct()


def _task_forces(person: Any) -> QuerySet[Any]:
    return Space.objects.known_to(person).current().filter(kind="task_force")


COUNTS: dict[str, tuple[Callable[[Any], QuerySet[Any]], Callable[[int], str]]] = {
    "organisations": (
        _organisations,
        lambda n: ngettext("organisation registered here", "organisations registered here", n),
    ),
    "partners": (
        _partners,
        lambda n: ngettext("member or partner registered here", "members and partners registered here", n),
    ),
    "people": (_people, lambda n: ngettext("person with an account", "people with an account", n)),
    "countries": (_countries, lambda n: ngettext("country", "countries", n)),
    "task_forces": (_task_forces, lambda n: ngettext("task force", "task forces", n)),
}

LABELS = {
    "organisations": _("Organisations"),
    "partners": _("Members and partners"),
    "people": _("People"),
    "countries": _("Countries"),
    "task_forces": _("Task forces"),
}


def counted(person: Any, names: Collection[str]) -> dict[str, Counted]:
    """The numbers asked for with the words behind them, in one query."""
    if not names:
        return {}
    asked = [COUNTS[name][0](person).order_by().query.sql_with_params() for name in names]
    columns = ", ".join(f"(SELECT count(*) FROM ({sql}) counted)" for sql, _params in asked)  # noqa: S608 - written by the object mapper
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _sql, params in asked for value in params])
        numbers = cursor.fetchone()
    return {name: (n, COUNTS[name][1](n)) for name, n in zip(names, numbers, strict=True)}


class Counter(blocks.Dynamic):
    """``of``: organisations, partners, people, countries or task_forces."""

    name, label = "counter", _("Counter")
    attributes = {"of": attributes.choice(*COUNTS, default="partners", labels=LABELS)}
    attribute_labels = {"of": _("What is counted")}
    help = _("The number is counted anew for each reader; nobody has to type it.")
    words_to_find = "number figure statistics nombre chiffre número cifra"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> dict[str, tuple[int, str]]:
        return counted(context.person, sorted({use.get("of", "partners") for use in uses}))

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        number, words = scope.data[self.name][attrs.get("of", "partners")]
        label = f'<span class="stat__label">{escape(words)}</span>'
        return f'<p class="stat"><span class="stat__value">{number}</span> {label}</p>'

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        number, words = scope.data[self.name][attrs.get("of", "partners")]
        return f"{number} {words}"


def register() -> None:
    blocks.register(Counter())
