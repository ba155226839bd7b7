"""Lists of pages: what changed lately, what carries a label; and the labels themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.db.models import Count, F
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit.formats import joined, locale
from humus.kit.queries import Reading
from humus.kit.questions import question
from humus.kit.richtext import RenderContext, attributes, blocks
from humus.pages.blocks.listing import MOST_LISTS, WHERE, Row, Wanted, narrowed, narrowing, rows
from humus.pages.models import Label, Page

MOST_LABELS = 100
_SPACE = attributes.space()
_SPACE_LABEL = gettext_lazy("Another space (optional)")


class PageList(blocks.Dynamic):
    """Shared by the lists: one reading for all uses, lines with title, space and day."""

    def wanted(self, attrs: dict[str, Any]) -> Wanted:
        raise NotImplementedError

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        return rows(context, [self.wanted(use) for use in uses])

    def found(self, attrs: dict[str, Any], scope: Any) -> list[Row] | None:
        wanted = self.wanted(attrs)
        listed: list[Row] | None = scope.data[self.name].get(wanted)
        return listed[: wanted.most] if listed is not None else None

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        found = self.found(attrs, scope)
        if found is None:
            return str(scope.problem(_("Too many lists stand on this page: only the first of them are shown.")))
        if not found:
            return f'<p class="unknown">{escape(_("There is nothing here yet."))}</p>'
        return f'<ul class="lines">{"".join(self.line(row) for row in found)}</ul>'

    def line(self, row: Row) -> str:
        # Each in its own direction: a day in Arabic beside a name in English would change places with it.
        parts = filter(None, (row.space, day(row.changed_at)))
        notes = " · ".join(f"<bdi>{escape(part)}</bdi>" for part in parts)
        link = f'<a class="line__name" href="{escape(row.url)}">{escape(row.title)}</a>'
        return f'<li>{link} <span class="line__note">{notes}</span></li>'

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        return "\n".join(f"- {row.title} ({day(row.changed_at)})" for row in self.found(attrs, scope) or ())


class RecentChanges(PageList):
    name, label = "recentChanges", gettext_lazy("Recent changes")
    attributes = {"where": WHERE, "space": _SPACE, "most": attributes.integer(1, 30, 10)}
    attribute_labels = {
        "where": gettext_lazy("Where"),
        "space": _SPACE_LABEL,
        "most": gettext_lazy("How many at most"),
    }
    words_to_find = "updates latest news nouveautés dernières cambios recientes"

    def wanted(self, attrs: dict[str, Any]) -> Wanted:
        where, space = attrs.get("where", ""), attrs.get("space", "")
        return Wanted(where, space, order="changed", backward=True, most=attrs.get("most", 10))


class LabelledPages(PageList):
    name, label = "labelledPages", gettext_lazy("Pages with a label")
    attributes = {
        "label": attributes.text(60, required=True),
        "where": WHERE,
        "space": _SPACE,
        "order": attributes.choice(
            "changed", labels={"": gettext_lazy("By title"), "changed": gettext_lazy("Newest first")}
        ),
        "most": attributes.integer(1, 50, 20),
    }
    attribute_labels = {
        "label": gettext_lazy("Label"),
        "order": gettext_lazy("Order"),
        **RecentChanges.attribute_labels,
    }
    words_to_find = "tag content étiquette etiqueta contenu"

    def wanted(self, attrs: dict[str, Any]) -> Wanted:
        changed = attrs.get("order") == "changed"
        return Wanted(
            attrs.get("where", ""),
            attrs.get("space", ""),
            slugify(attrs["label"], allow_unicode=True),
            order="changed" if changed else "title",
            backward=changed,
            most=attrs.get("most", 20),
        )


class Labels(blocks.Dynamic):
    """The labels of the pages that the reader may see, each with their number."""

    name, label = "labels", gettext_lazy("List of labels")
    attributes = {"where": WHERE, "space": _SPACE}
    attribute_labels = {"where": gettext_lazy("Where"), "space": _SPACE_LABEL}
    words_to_find = "tags cloud étiquettes etiquetas"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        lists = list(dict.fromkeys(self._wanted(use) for use in uses))[:MOST_LISTS]
        placed = [narrowing(context, *wanted) for wanted in lists]
        found = yield tuple(labelled(context.person, place, **values) for place, values in placed)
        return dict(zip(lists, found, strict=True))

    def _wanted(self, attrs: dict[str, Any]) -> tuple[str, str]:
        return attrs.get("where", ""), attrs.get("space", "")

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        found = scope.data[self.name].get(self._wanted(attrs))
        if not found:
            return f'<p class="unknown">{escape(_("There are no labels here yet."))}</p>'
        links = (
            f'<li><a class="label" href="/labels/{escape(name)}/">{escape(name)}</a> '
            f'<span class="muted small">{count}</span></li>'
            for name, count in sorted(found)
        )
        return f'<ul class="labels">{"".join(links)}</ul>'

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        return joined(f"{name} ({count})" for name, count in sorted(scope.data[self.name].get(self._wanted(attrs), ())))


@question
def labelled(person: Any, place: str, **values: Any) -> Any:
    """The labels of pages that the person may see, the most used first."""
    pages = narrowed(Page.objects.visible_to(person).published(), place, values)
    labels = Label.objects.filter(page__in=pages.order_by().values("pk")).values("name").annotate(count=Count("pk"))
    return labels.order_by(F("count").desc(), "name").values_list("name", "count")[:MOST_LABELS]


def day(at: Any) -> str:
    return _day(at.date(), locale()) if at else ""


@lru_cache(maxsize=2000)
def _day(day: date, wording: Locale) -> str:
    # Its month in words: digits alone would change places beside a name of the other direction.
    return str(format_date(day, "d MMM y", locale=wording))


BLOCKS = (RecentChanges(), LabelledPages(), Labels())
