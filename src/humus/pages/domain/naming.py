"""Whom a new version of a page names that the one before did not: they are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from humus.kit import richtext
from humus.pages.models import Page
from humus.spaces import groups

MOST_NAMED = 20


def told(actor: Any, page: Page, before: dict[str, Any], people: Iterable[str], plain: str) -> dict[str, Any]:
    """Keys of people and roles of the space, for the happening; nothing where nobody new is named.

    ``people`` and ``plain`` are those of the new version, ``before`` is the body of the one that it follows.
    """
    named = [key for key in people if key]
    if named:
        known = set(richtext.references(before).people)
        named = [key for key in named if key not in known][:MOST_NAMED]
    return ({"named": named} if named else {}) | _groups(actor, page, before, plain)


def _groups(actor: Any, page: Page, before: dict[str, Any], plain: str) -> dict[str, Any]:
    new = groups.called(plain)
    new = new - groups.called(richtext.to_text(before)) if new else new
    new = new & groups.allowed(actor, page.space) if new else new
    return {"groups": groups.roles(page.space, new)} if new else {}
