"""The registry of page kinds: each app adds its own from its ``apps.py``, no migration needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class PageKind:
    """A kind of page. ``detail`` is the related name of its one-to-one row, ``form`` edits that row."""

    label: str | Promise
    icon: str = "page"
    detail: str = ""
    form: Callable[[], type] | None = None
    card: str = "pages/cards/page.html"
    header: str = ""
    footer: str = ""
    snapshot: Callable[[Any], dict[str, Any]] | None = None
    restore: Callable[[Any, dict[str, Any]], None] | None = None
    # What of a snapshot new pages begin with that are made from a template; None: all of it.
    carried: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    context: Callable[[Any, Any], dict[str, Any]] | None = None
    search_words: Callable[[Any], str] | None = None
    spaces: frozenset[str] | None = None
    creatable: bool = True
    # The rule over a space that says who may begin such a page and change their own; "" for those who contribute.
    rule: str = ""
    # Pages that stand in a list of their own, not in the tree beside the others.
    apart: bool = False
    # The app of the kind tells by itself that a page has begun.
    tells: bool = False
    # What is said of a version of such pages to those who are told of it, by the page's key, in the reader's own zone.
    told: Callable[[Collection[str]], dict[str, str]] | None = None
    # What other sites show of it before its words, from what its page is shown with.
    shared: Callable[[Mapping[str, Any]], str] | None = None
    # The kind of address to which a mail about such a page is answered, and what such an answer can do besides.
    answer: str = "p"
    hint: str | Promise = ""
    # Whether such pages are approved before they are published, where the space asks for it. Talk is not.
    reviewed: bool = True

    def columns_for_others(self, page: Any) -> dict[str, Any]:
        """The columns of this page that another one may begin with."""
        if not self.snapshot or not self.restore:
            return {}
        columns = self.snapshot(page)
        return self.carried(columns) if self.carried else columns

    def begins_in(self, space_kind: str) -> bool:
        """Whether somebody may begin such a page in a space of this kind."""
        return self.creatable and (self.spaces is None or space_kind in self.spaces)


KINDS: dict[str, PageKind] = {
    "page": PageKind(_("Page")),
}


def register(name: str, kind: PageKind) -> None:
    if name in KINDS and KINDS[name] != kind:
        raise ValueError(f"page kind {name!r} is registered twice")
    KINDS[name] = kind


def apart() -> list[str]:
    """The kinds whose pages stand in a list of their own."""
    return [name for name, kind in KINDS.items() if kind.apart]


def choices() -> list[tuple[str, str | Promise]]:
    return [(name, kind.label) for name, kind in KINDS.items()]
