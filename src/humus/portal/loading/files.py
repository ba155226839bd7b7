"""Reading the files of the initial content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "initial"
LANGUAGES = ("en", "fr", "es")


def read(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class PageFile:
    """A page as Markdown with its facts in front: key, space, parent, title, language, kind, and position if any."""

    key: str
    space: str
    parent: str
    title: str
    language: str
    kind: str
    markdown: str
    position: str = ""


def split(text: str) -> tuple[dict[str, str], str]:
    """The facts in front, and the Markdown below them."""
    _nothing, head, markdown = text.split("---\n", 2)
    facts = dict(line.split(":", 1) for line in head.strip().splitlines())
    return {name.strip(): value.strip() for name, value in facts.items()}, markdown.strip()


def parse(text: str) -> PageFile:
    facts, markdown = split(text)
    known = {name: facts.get(name, "") for name in PageFile.__match_args__[:6]}
    return PageFile(markdown=markdown, position=facts.get("position", ""), **known)


@cache
def pages(folder: Path = FOLDER / "pages") -> tuple[PageFile, ...]:
    return tuple(parse(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md")))


def partial(value: dict[str, Any] | None) -> str:
    """A date as exactly as it is known: {"date": "2022-11", "precision": "month"}."""
    return (value or {}).get("date") or ""
