"""Leaves inside a line: break, mention, status, date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.utils.translation import gettext_lazy

from humus.kit.formats import locale

from .. import attributes
from ..blocks import Block, Dynamic, Need, Node
from ..scope import Scope
from ..writer import Writer

_COLOURS = {"neutral": "grey", "info": "blue", "success": "green", "warning": "yellow", "danger": "red"}


class HardBreak(Block):
    name, inline = "hardBreak", True

    def write(self, node: Node, out: Writer) -> None:
        out.raw("<br>")

    def text(self, node: Node, inner: str) -> str:
        return "\n"


class Mention(Dynamic):
    """A person by key; the label is what was typed, the name is looked up each time."""

    name, label, inline = "mention", gettext_lazy("Mention"), True
    attributes = {"person": attributes.key("person"), "label": attributes.text(120)}

    def needs(self, attrs: dict[str, Any], owner: str) -> Iterable[Need]:
        return (("people", attrs["person"]),)

    def view(self, attrs: dict[str, Any], scope: Scope) -> str:
        person = scope.people.get(attrs["person"])
        name = escape("@" + (person.name if person else attrs.get("label", "?")))
        if person and person.url:
            return f'<a class="mention" href="{escape(person.url)}">{name}</a>'
        return f'<span class="mention">{name}</span>'

    def text(self, node: Node, inner: str) -> str:
        return f"@{node['attrs'].get('label', '')}"

    def words(self, attrs: dict[str, Any], scope: Scope) -> str:
        person = scope.people.get(attrs["person"])
        return f"@{person.name if person else attrs.get('label', '')}"


class Status(Block):
    name, label, inline = "status", gettext_lazy("Status"), True
    attributes = {
        "text": attributes.text(40, required=True),
        "tone": attributes.choice("neutral", "info", "success", "warning", "danger", default="neutral"),
    }

    def write(self, node: Node, out: Writer) -> None:
        attrs = node["attrs"]
        out.raw(f'<span class="status status--{_COLOURS[attrs.get("tone", "neutral")]}">{escape(attrs["text"])}</span>')

    def text(self, node: Node, inner: str) -> str:
        return str(node["attrs"]["text"])


class Date(Block):
    """A day, written in the language of the page."""

    name, label, inline = "date", gettext_lazy("Date"), True
    attributes = {"value": attributes.iso_date()}

    def write(self, node: Node, out: Writer) -> None:
        value = node["attrs"]["value"]
        out.raw(f'<time datetime="{value}">{escape(long_date(value))}</time>')

    def text(self, node: Node, inner: str) -> str:
        return long_date(node["attrs"]["value"])


def long_date(value: str) -> str:
    return _long_date(value, locale())


@lru_cache(maxsize=2000)
def _long_date(value: str, wording: Locale) -> str:
    return str(format_date(date.fromisoformat(value), "long", locale=wording))


class FillIn(Dynamic):
    """A place that is still to be filled in: chosen in the editor, it gives way to what one types. Readers see nothing.

    In a template ``ask`` says how it is asked for before the page begins.
    """

    name, label, inline = "fillIn", gettext_lazy("Place to fill in"), True
    attributes = {
        "label": attributes.text(120, required=True),
        "ask": attributes.choice(
            "text",
            "lines",
            "date",
            labels={
                "": gettext_lazy("While writing"),
                "text": gettext_lazy("Before the page begins: a few words"),
                "lines": gettext_lazy("Before the page begins: several lines"),
                "date": gettext_lazy("Before the page begins: a day"),
            },
        ),
    }
    attribute_labels = {"label": gettext_lazy("What belongs here"), "ask": gettext_lazy("Asked for in a template")}
    help = gettext_lazy("What one types takes its place; readers do not see it.")
    words_to_find = "placeholder prompt template champ espacio plantilla modèle"

    def view(self, attrs: dict[str, Any], scope: Scope) -> str:
        if not scope.context.may_edit or scope.context.target != "page":
            return ""
        return f'<span class="status status--yellow">{escape(attrs["label"])}</span>'


BLOCKS = (HardBreak(), Mention(), Status(), Date(), FillIn())
