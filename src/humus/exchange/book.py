"""Pages gathered for one document, as their reader sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(kw_only=True)
class Chapter:
    """A page: ``doc`` is its body, ``html`` the same as this reader sees it; ``depth`` is 0 for the topmost."""

    key: str
    title: str
    language: str
    url: str
    path: str
    depth: int
    doc: dict[str, Any]
    html: str = ""
    number: int = 0
    changed_at: datetime | None = None
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file of a page that the reader may see."""

    key: str
    name: str
    media_type: str
    size: int
    width: int
    height: int
    stored: Any

    def bytes(self) -> bytes:
        with self.stored.open("rb") as content:
            return bytes(content.read())


@dataclass(kw_only=True)
class Book:
    """``paths`` are the addresses on this site of the pages in the book, with their keys."""

    chapters: list[Chapter]
    language: str
    made_on: date
    site: str
    site_url: str
    space: str
    tree: bool
    files: dict[str, Kept] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    # Called with the share of the making that is done.
    told: Callable[[float], None] = lambda share: None

    @property
    def top(self) -> Chapter:
        return self.chapters[0]

    @property
    def paths(self) -> dict[str, str]:
        return {chapter.path: chapter.key for chapter in self.chapters}

    def note(self, sentence: str) -> None:
        if sentence not in self.notices:
            self.notices.append(sentence)
