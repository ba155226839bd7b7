"""The block that counts: a number in a page is never typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from humus.kit.richtext import RenderContext, attributes, blocks
from humus.organisations.models import Organisation
from humus.people.models import Person
from humus.spaces.models import Space


def organisations(person: Any) -> tuple[int, str]:
    n = Organisation.objects.standing().count()
    return n, ngettext("organisation registered here", "organisations registered here", n)


def partners(person: Any) -> tuple[int, str]:
    n = Organisation.objects.partners().count()
    return n, ngettext("member or partner registered here", "members and partners registered here", n)


def people(person: Any) -> tuple[int, str]:
    n = Person.objects.active().count()
    return n, ngettext("person with an account", "people with an account", n)


def countries(person: Any) -> tuple[int, str]:
    n = Organisation.objects.standing().exclude(country="").values("country").distinct().count()
    return n, ngettext("country", "countries", n)


def task_forces(person: Any) -> tuple[int, str]:
    n = Space.objects.known_to(person).current().filter(kind="task_force").count()
    return n, ngettext("task force", "task forces", n)


COUNTS: dict[str, Callable[[Any], tuple[int, str]]] = {
    "organisations": organisations,
    "partners": partners,
    "people": people,
    "countries": countries,
    "task_forces": task_forces,
}


class Counter(blocks.Dynamic):
    """``of``: organisations, partners, people, countries or task_forces."""

    name, label = "counter", _("Counter")
    attributes = {"of": attributes.choice(*COUNTS, default="partners")}

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> dict[str, tuple[int, str]]:
        wanted = {use.get("of", "partners") for use in uses}
        return {of: COUNTS[of](context.person) for of in wanted}

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        number, words = scope.data[self.name][attrs.get("of", "partners")]
        label = f'<span class="stat__label">{escape(words)}</span>'
        return f'<p class="stat"><span class="stat__value">{number}</span> {label}</p>'


def register() -> None:
    blocks.register(Counter())
