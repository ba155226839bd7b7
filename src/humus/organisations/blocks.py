"""Blocks of the register: one organisation in a line, a list of them, the map of the world."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from typing import Any

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from humus.kit.queries import Reading
from humus.kit.questions import Question, question
from humus.kit.richtext import RenderContext, attributes, blocks
from humus.kit.richtext.attributes import Attribute
from humus.organisations import categories, worldmap
from humus.organisations.models import Organisation
from humus.people.countries import code_of, countries, country_name

MOST = 60
MOST_LISTS = 30


class OrganisationLink(blocks.Dynamic):
    """An organisation by key: its name is looked up each time, so that it is right after a merger or a new name."""

    name, label, inline = "organisation", gettext_lazy("Mention an organisation"), True
    attributes = {"organisation": attributes.key("organisation"), "label": attributes.text(250)}
    attribute_labels = {
        "organisation": gettext_lazy("Search an organisation"),
        "label": gettext_lazy("Words to show (optional)"),
    }
    words_to_find = "partner member partenaire organisme organización socio"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        return {one.key: one for one in (yield named(context.person, keys={use["organisation"] for use in uses}))}

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        found = scope.data[self.name].get(attrs["organisation"])
        name = escape(attrs.get("label") or (found.now if found else _("Organisation")))
        return f'<a href="/organisations/{escape(found.at)}/">{name}</a>' if found else f"<span>{name}</span>"

    def text(self, node: dict[str, Any], inner: str) -> str:
        return str(node["attrs"].get("label", ""))

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        found = scope.data[self.name].get(attrs["organisation"])
        return str(attrs.get("label") or (found.now if found else ""))


def _countries() -> dict[str, str]:
    return {"": pgettext("countries", "All"), **countries()}


_FILTERS = {
    "affiliation": attributes.named(lambda: {"": _("All"), **_words(categories.AFFILIATIONS)}),
    "category": attributes.named(lambda: {"": _("All"), **_words(dict(categories.choices()))}),
    "country": Attribute(
        code_of, "", form={"kind": "choice", "options": lambda: {"": pgettext("countries", "All"), **countries()}}
    ),
}
_LABELS = {
    "affiliation": gettext_lazy("Affiliation"),
    "category": gettext_lazy("Category"),
    "country": gettext_lazy("Country"),
}


def _words(named: Any) -> dict[str, str]:
    return {name: str(getattr(one, "label", one)) for name, one in named.items()}


@question
def named(person: Any, keys: Collection[str]) -> Any:
    """Where each stands now: its own name, or that of the one it was merged into."""
    found = Organisation.objects.visible_to(person).filter(key__among=keys)
    now = {name: Coalesce(f"merged_into__{field}", field) for name, field in (("now", "name"), ("at", "slug"))}
    return found.annotate(**now).values_list("key", "now", "at", named=True)


def _narrowed(**values: str) -> Any:
    from humus.organisations.directory import affiliated

    found: Any = Organisation.objects.standing()
    if "affiliation" in values:
        found = affiliated(found, values["affiliation"])
    if "category" in values:
        found = found.filter(category=values["category"])
    return found.filter(country=values["country"]) if "country" in values else found


@question
def listed(person: Any, **values: str) -> Any:
    return _narrowed(**values).order_by("name", "pk").values_list("name", "slug", "country")[:MOST]


@question
def placed(person: Any, **values: str) -> Any:
    """How many in each country."""
    found = _narrowed(**values).exclude(country="").order_by().values("country").annotate(count=Count("pk"))
    return found.values_list("country", "count")


def _case(use: dict[str, Any]) -> tuple[str, ...]:
    return tuple(use.get(name, "") for name in _FILTERS)


def _each(uses: Sequence[dict[str, Any]], asked: Question, person: Any) -> Reading:
    """One statement for all the different lists of a page; the rows of each by its case."""
    cases = list(dict.fromkeys(_case(use) for use in uses))[:MOST_LISTS]
    values = [{name: value for name, value in zip(_FILTERS, case, strict=True) if value} for case in cases]
    found = yield tuple(asked(person, **one) for one in values)
    return dict(zip(cases, found, strict=True))


class Organisations(blocks.Dynamic):
    """Organisations of the register by name."""

    name, label = "organisations", gettext_lazy("List of organisations")
    attributes = {**_FILTERS, "most": attributes.integer(1, MOST, 24)}
    attribute_labels = {**_LABELS, "most": gettext_lazy("How many at most")}
    words_to_find = "partners members partenaires membres socios miembros directory"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        return _each(uses, listed, context.person)

    def _found(self, attrs: dict[str, Any], scope: Any) -> list[Any]:
        return sorted(scope.data[self.name].get(_case(attrs), ()))[: attrs.get("most", 24)]

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        lines = "".join(
            f'<li><a class="line__name" href="/organisations/{escape(slug)}/">{escape(name)}</a> '
            f'<span class="line__note">{escape(country_name(country) if country else "")}</span></li>'
            for name, slug, country in self._found(attrs, scope)
        )
        none = f'<p class="unknown">{escape(_("No organisation to show here."))}</p>'
        return f'<ul class="lines">{lines}</ul>' if lines else none

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        return "\n".join(f"- {name}" for name, _slug, _country in self._found(attrs, scope))


class OrganisationMap(blocks.Dynamic):
    """How many stand in which country, as circles on a map of the world with the same numbers in a table."""

    name, label = "organisationMap", gettext_lazy("Map of organisations")
    attributes = {name: _FILTERS[name] for name in ("affiliation", "category")}
    attribute_labels = {name: _LABELS[name] for name in ("affiliation", "category")}
    words_to_find = "world countries carte pays mapa países"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        return _each(uses, placed, context.person)

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        counts = [(country, number) for country, number in scope.data[self.name].get(_case(attrs), [])]
        if not counts:
            return f'<p class="unknown">{escape(_("No organisation to show here."))}</p>'
        narrowed = "".join(f"&{name}={attrs[name]}" for name in self.attributes if name in attrs)
        drawn = worldmap.context(counts, lambda country: f"/organisations/?country={country}{narrowed}")
        rows = sorted(drawn["dots"], key=lambda dot: (-dot["count"], dot["name"]))
        return render_to_string(
            "organisations/parts/block_map.html", drawn | {"rows": rows, "target": scope.context.target}
        )

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        counts = scope.data[self.name].get(_case(attrs), [])
        return "\n".join(f"- {country_name(country)}: {number}" for country, number in sorted(counts))


def register() -> None:
    blocks.register(OrganisationLink(), Organisations(), OrganisationMap())
