"""What higher floors add around the words of a page: a quiet line under its title, a part below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from humus.pages.models import Page
from humus.people.sections import Section


@dataclass(frozen=True, kw_only=True)
class Panel:
    """``above`` and ``below`` are templates, given ``panel``; ``done`` names a guarded form that has arrived."""

    above: str = ""
    below: str = ""
    done: str = ""
    modules: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """A line in the menu of a page: the name of an address that takes the page's key, and for whom it is.

    ``to`` is "people" (signed in), "all", or "contributors" (who may add pages to the space).
    """

    url_name: str
    label: Any
    icon: str
    to: str = "people"


# Beside the name of a label.
LABEL: list[Section] = []
MENU: list[Item] = []
# What stands beside the text while one writes: addresses that answer ``?part`` with a part of a page.
BESIDE: list[Item] = []
# Other ways to begin, offered beside the kinds and templates.
BEGINNINGS: list[Item] = []
Builder = Callable[[Any, Page], Panel | None]
_builders: list[Builder] = []


def register(builder: Builder) -> None:
    """Add to every page that is read: the request and the page, with its ``shown_text``; None adds nothing."""
    if builder not in _builders:
        _builders.append(builder)


def around(request: Any, page: Page) -> list[Panel]:
    return [panel for panel in (build(request, page) for build in _builders) if panel is not None]
