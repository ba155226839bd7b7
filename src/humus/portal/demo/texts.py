"""Invented pages and conversations, kept as Markdown beside this file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "pages"


@dataclass(frozen=True)
class DemoText:
    """One text in one language; texts of one key are translations. No parent: below the space's front page."""

    key: str
    space: str
    parent: str
    title: str
    language: str
    kind: str
    author: int
    days_ago: int
    labels: tuple[str, ...]
    body: str

    @property
    def said(self) -> list[str]:
        """Of a conversation: what began it, then each answer, which opens with where it comes from in bold."""
        opening, *answers = re.split(r"^\*\*(?=[^*]+:\*\*)", self.body, flags=re.MULTILINE)
        return [opening.strip(), *(answer.replace("**", "", 1).strip() for answer in answers)]


@cache
def texts() -> tuple[DemoText, ...]:
    return tuple(read(path) for path in sorted(FOLDER.glob("*.md")))


def read(path: Path) -> DemoText:
    _start, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    fields = {name: value.strip() for name, value in (line.split(":", 1) for line in head.splitlines())}
    return DemoText(
        key=fields["key"],
        space=fields["space"],
        parent=fields["parent"],
        title=fields["title"],
        language=fields["language"],
        kind=fields["kind"],
        author=int(fields["author"]),
        days_ago=int(fields["days_ago"]),
        labels=tuple(fields["labels"].split()),
        body=body.strip() + "\n",
    )
