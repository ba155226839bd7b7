"""The block that counts: a number in a page is never typed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from humus.kit.queries import Reading, finish
from humus.kit.questions import Question, question
from humus.kit.richtext import RenderContext, attributes, blocks
from humus.organisations.models import Organisation
from humus.people.models import Person
from humus.spaces.models import Space

Counted = tuple[int, str]


@question
def _organisations(person: Any) -> QuerySet[Any]:
    return Organisation.objects.standing()


@question
def _partners(person: Any) -> QuerySet[Any]:
    return Organisation.objects.partners()


@question
def _people(person: Any) -> QuerySet[Any]:
    return Person.objects.active()


@question
def _countries(person: Any) -> QuerySet[Any]:
    return Organisation.objects.standing().exclude(country="").values("country").distinct()


@question
def _task_forces(person: Any) -> QuerySet[Any]:
    return Space.objects.known_to(person).current().filter(kind="task_force")


COUNTS: dict[str, tuple[Question, Callable[[int], str]]] = {
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
    found: dict[str, Counted] = finish(counting(person, names))
    return found


def counting(person: Any, names: Collection[str]) -> Reading:
    numbers = yield tuple(COUNTS[name][0].number(person) for name in names)
    return {name: (number, COUNTS[name][1](number)) for name, number in zip(names, numbers, strict=True)}


class Counter(blocks.Dynamic):
    """``of``: organisations, partners, people, countries or task_forces."""

    name, label = "counter", _("Counter")
    attributes = {"of": attributes.choice(*COUNTS, default="partners", labels=LABELS)}
    attribute_labels = {"of": _("What is counted")}
    help = _("The number is counted anew for each reader; nobody has to type it.")
    words_to_find = "number figure statistics nombre chiffre número cifra"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        return counting(context.person, sorted({use.get("of", "partners") for use in uses}))

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        number, words = scope.data[self.name][attrs.get("of", "partners")]
        label = f'<span class="stat__label">{escape(words)}</span>'
        return f'<p class="stat"><span class="stat__value">{number}</span> {label}</p>'

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        number, words = scope.data[self.name][attrs.get("of", "partners")]
        return f"{number} {words}"


def register() -> None:
    blocks.register(Counter())
