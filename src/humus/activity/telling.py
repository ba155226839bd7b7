"""Happenings that people are told of: in which words, with which passage, and where they lead.

Each app fills in its own from ``apps.py``; who is told is decided above.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from humus.kit.happenings import Happening

Passages = Callable[[Sequence[dict[str, Any]]], list[str | None]]


def no_passages(datas: Sequence[dict[str, Any]]) -> list[str | None]:
    return [""] * len(datas)


def page_url(page: Any, data: dict[str, Any]) -> str:
    return str(page.get_absolute_url())


@dataclass(frozen=True, kw_only=True)
class Told:
    """``passages`` answers for many at once; None where the thing is gone, so that nobody is told any more."""

    words: str | Promise
    # Instead, where the happening is the first of its page.
    first: str | Promise = ""
    # Instead, where the same person did it several times in one sitting; without it each time stands alone.
    again: Callable[[int], str] | None = None
    # To somebody whom it concerns by name; else that they are named or answered.
    to_you: str | Promise = ""
    # What it is about where that is not the page: empty where this person may not see it.
    titles: Callable[[Any, Sequence[dict[str, Any]]], list[str]] | None = None
    # Whether people are told of this one; asked when it happens.
    heard: Callable[[Happening], bool] = lambda happening: True
    passages: Passages = no_passages
    url: Callable[[Any, dict[str, Any]], str] = page_url
    # Told only to those whom it concerns by name, or only to those whom this rule over the page lets.
    only_named: bool = False
    # Told only to those whose watched search it fits.
    only_seeking: bool = False
    rule: str = ""
    # A matter of the person's own in a space that they may not see, and written to them by a mail of its own.
    own: bool = False
    # Of what a mail in answer to it is about: the kind of its address and the thing's key; None where there is nothing.
    answer: Callable[[Any, dict[str, Any]], tuple[str, str]] | None = None
    # Told by the platform itself: there is no actor.
    unsigned: bool = False
    # What else such a mail can do, for its readers.
    hint: Callable[[Any, dict[str, Any]], str | Promise] = lambda page, data: ""

    def said(self, page: Any, data: dict[str, Any]) -> str:
        """In which words: a first version in another language than the page began in is not a new page."""
        begun = data.get("number") == 1 and page is not None and data.get("language") == page.language
        return str(self.first if begun and self.first else self.words)

    @property
    def open(self) -> bool:
        """Whether every reader of the page may hear of it."""
        return not (self.only_named or self.only_seeking or self.rule)


TOLD: dict[str, Told] = {}
