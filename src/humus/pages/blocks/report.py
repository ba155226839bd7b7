"""A table over many pages by their properties: the registers of a secretariat, kept where the facts are written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from humus.kit import commas
from humus.kit.queries import Reading
from humus.kit.richtext import RenderContext, attributes, blocks
from humus.kit.richtext.standard.inline import long_date
from humus.pages import kinds
from humus.pages.blocks.listing import WHERE, Row, Wanted, rows
from humus.pages.blocks.lists import RecentChanges, day
from humus.pages.blocks.properties import short_name
from humus.pages.reading import TURNING

_LONE_DAY = re.compile(r'<time datetime="(\d{4}-\d\d-\d\d)">[^<]*</time>')
A_PAGE, MOST_COLUMNS, MOST_PAGES = 25, 12, 400
# Columns that every page has, by the words for them.
_OWN = {"space": gettext_lazy("Space"), "changed": gettext_lazy("Changed")}
_WORDS = _OWN | {"title": gettext_lazy("Title")}


class PropertyReport(blocks.Dynamic):
    name, label = "propertyReport", gettext_lazy("Report over page properties")
    attributes = {
        "columns": attributes.text(300),
        "label": attributes.text(60),
        "kind": attributes.named(lambda: {"": _("Every kind"), **dict(kinds.choices())}),
        "where": WHERE,
        "space": attributes.text(60),
        "filter": attributes.text(80),
        "contains": attributes.text(120),
        "order": attributes.text(80),
        "backward": attributes.flag(),
    }
    attribute_labels = {
        **RecentChanges.attribute_labels,
        "columns": gettext_lazy("Columns, separated by commas (empty: those that are found)"),
        "label": gettext_lazy("Only pages with this label"),
        "kind": gettext_lazy("Only pages of this kind"),
        "filter": gettext_lazy("Only where this property"),
        "contains": gettext_lazy("contains these words"),
        "order": gettext_lazy("Sort by: a column, “title” or “changed”"),
        "backward": gettext_lazy("Largest or newest first"),
    }
    help = gettext_lazy("Lists the pages that hold a block “Page properties”. Readers see only what they may see.")
    words_to_find = "register table registre registro rapport informe"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        return rows(context, [self._wanted(use, context) for use in uses], properties=True)

    def _wanted(self, attrs: dict[str, Any], context: RenderContext) -> Wanted:
        order = short_name(attrs.get("order", "")) or "title"
        wanted = Wanted(
            attrs.get("where", ""),
            attrs.get("space", ""),
            attrs.get("label", ""),
            attrs.get("kind", ""),
            _by_words("title", "changed").get(order, order),
            attrs.get("backward", False),
            A_PAGE,
            filtered=short_name(attrs.get("filter", "")),
            words=attrs.get("contains", ""),
            with_facts=_of_facts(attrs),
        )
        number = str(context.extra.get("query", {}).get(_name(wanted), ""))
        page = min(int(number), MOST_PAGES) if number.isascii() and number.isdigit() and len(number) < 5 else 1
        return replace(wanted, skip=A_PAGE * max(0, page - 1))

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        wanted = self._wanted(attrs, scope.context)
        found = scope.data[self.name].get(wanted)
        if found is None:
            return str(scope.problem(_("Too many lists stand on this page: only the first of them are shown.")))
        if not found and not wanted.skip:
            return f'<p class="unknown">{escape(_("No page with these properties was found."))}</p>'
        table = _table(found[:A_PAGE], _columns(attrs, found), scope.context.target)
        return table + (_pager(wanted, more=len(found) > A_PAGE) if scope.context.target == "page" else "")

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        found = scope.data[self.name].get(self._wanted(attrs, scope.context)) or []
        columns = _columns(attrs, found)
        return "\n".join("; ".join([row.title, *(_plain(row, name) for name in columns)]) for row in found[:A_PAGE])


@lru_cache(maxsize=8)
def _by_words(*names: str) -> dict[str, str]:
    """The names by their words in every language: a register written in one reads alike in the others."""
    found: dict[str, str] = {}
    for code, _language in settings.LANGUAGES:
        with override(code):
            found |= {short_name(str(_WORDS[name])): name for name in names}
    return found


@lru_cache(maxsize=200)
def _name(wanted: Wanted) -> str:
    """What the report is called in the address of the page: the same for the same report."""
    return TURNING + hashlib.sha256(repr(tuple(vars(replace(wanted, skip=0)).values())).encode()).hexdigest()[:6]


def _columns(attrs: dict[str, Any], found: Sequence[Row]) -> dict[str, str]:
    """Short name and heading of each column; without a choice those that the pages have, in their order."""
    chosen = commas.between(attrs.get("columns", ""))
    known = {name: one["label"] for row in reversed(found) for name, one in row.properties.items()}
    own = _by_words(*_OWN)
    named = {own.get(short_name(part), short_name(part)): part for part in chosen}
    if not named:
        named = {name: known[name] for row in found for name in row.named}
    headings = known | {name: str(words) for name, words in _OWN.items()}
    return {name: headings.get(name, heading) for name, heading in list(named.items())[:MOST_COLUMNS] if name}


def _of_facts(attrs: dict[str, Any]) -> bool:
    """Whether it tells of properties: one of what every page has lists every page."""
    own = _by_words(*_OWN)
    chosen = [short_name(part) for part in commas.between(attrs.get("columns", ""))]
    return not chosen or any(name not in own for name in chosen)


def _plain(row: Row, name: str) -> str:
    if name in _OWN:
        return row.space if name == "space" else day(row.changed_at)
    return str(row.properties.get(name, {}).get("words", ""))


def _cell(row: Row, name: str) -> str:
    if name == "space":
        return f'<a href="{escape(row.space_url)}">{escape(row.space)}</a>'
    if name == "changed":
        at = row.changed_at
        return f'<time datetime="{at.date().isoformat()}">{escape(day(at))}</time>' if at else ""
    # Written by our own renderer when the page was published; a lone day is said in the reader's language.
    html = str(row.properties.get(name, {}).get("html", ""))
    lone = _LONE_DAY.fullmatch(html)
    return f'<time datetime="{lone[1]}">{escape(long_date(lone[1]))}</time>' if lone else html


def _table(found: Sequence[Row], columns: dict[str, str], target: str) -> str:
    heads = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in (_("Title"), *columns.values()))
    body = "".join(
        f'<tr><th scope="row"><a href="{escape(row.url)}">{escape(row.title)}</a></th>'
        + "".join(f"<td>{_cell(row, name)}</td>" for name in columns)
        + "</tr>"
        for row in found
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    around = f'<div class="table-wrap" role="region" tabindex="0" aria-label="{escape(_("Report"))}">{table}</div>'
    return around if target == "page" else table


def _pager(wanted: Wanted, *, more: bool) -> str:
    name, page = _name(wanted), wanted.skip // A_PAGE + 1
    links = []
    if page > 1:
        links.append(
            f'<a class="pagination__link" rel="prev" href="?{name}={page - 1}#{name}">{escape(_("Previous page"))}</a>'
        )
    if more:
        links.append(
            f'<a class="pagination__link" rel="next" href="?{name}={page + 1}#{name}">{escape(_("Next page"))}</a>'
        )
    label = escape(_("Pages of the report"))
    return f'<nav class="pagination" id="{name}" aria-label="{label}">{"".join(links)}</nav>' if links else ""
