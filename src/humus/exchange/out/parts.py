"""A large tree, set in parts and joined to one document, so that it needs no more memory than one of its parts.

Each part is laid out twice, by typesetters that give their memory back: to measure it, which tells the first page of
each part and where everything stands, and to be set. A part that cannot be set gives its words alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import structlog

from humus.exchange.book import Chapter
from humus.exchange.out import joining, sheets, typesetting
from humus.exchange.out.desk import Desk
from humus.exchange.out.quoting import quoted
from humus.exchange.out.typesetting import WAYS, NotSet
from humus.exchange.out.typst_blocks import Blocks, Heading
from humus.exchange.trees import tree

log = structlog.get_logger(__name__)
# Bytes: what is set in one piece, and what a part of more than that may weigh.
WHOLE, PART = 150_000_000, 110_000_000
# Shares of the time, when everything is measured and when it is set.
MEASURED, SET = 0.45, 0.9
FRONT = "front"


@dataclass(kw_only=True)
class Part:
    """``places`` are where its labels stand: the page within the part, then points from its left and upper edge."""

    number: int
    chapters: list[Chapter]
    headings: list[Heading] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)
    plain: bool = False
    pages: int = 0
    places: dict[str, list[float]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"part-{self.number}"

    @property
    def above(self) -> int:
        """The pages before its first, which hold the headings over it."""
        return 1 if self.chapters[0].depth else 0


def needed(desk: Desk) -> bool:
    return desk.book.tree and len(desk.weights) > 1 and sum(desk.weights) > WHOLE


def typeset(desk: Desk, name: str) -> set[str]:
    parts = [Part(number=number, chapters=chapters) for number, chapters in enumerate(_groups(desk))]
    _tell_sheets(desk, parts, front=0, pages={})
    for part in parts:
        _measure(desk, part)
        desk.book.told(MEASURED * (part.number + 1) / len(parts))
    places = _places(desk, parts)
    front = _measure_front(desk, parts, places)
    _tell_sheets(desk, parts, front, {label: number for label, (number, *_point) in places.items()})
    names, ways = [FRONT, *(part.name for part in parts)], set()
    for done, one in enumerate(names, 1):
        ways.add(typesetting.typeset(desk.folder, one))
        desk.book.told(MEASURED + (SET - MEASURED) * done / len(names))
    way = max(ways, key=list(WAYS).index)
    joining.join(desk.folder, name, _plan(parts, front, places, way))
    return {way, *_plainness(parts)}


def _groups(desk: Desk) -> Iterator[list[Chapter]]:
    """Chapters one after the other, about as heavy each time."""
    total = sum(desk.weights)
    most = total / math.ceil(total / PART)
    group: list[Chapter] = []
    held = 0
    for chapter, weight in zip(desk.book.chapters, desk.weights, strict=True):
        if group and held + weight > most:
            yield group
            group, held = [], 0
        group.append(chapter)
        held += weight
    yield group


def _tell_sheets(desk: Desk, parts: list[Part], front: int, pages: dict[str, int]) -> None:
    """What a part must know of the others: it is read from beside the sheets, which are written only once."""
    numbers = {label: front + number for label, number in pages.items()}
    facts = {"total": front + sum(part.pages for part in parts), "pages": numbers}
    facts["starts"] = [front + 1 + before for before in _before(parts)]
    (desk.folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")


def _before(parts: list[Part]) -> list[int]:
    """The pages of the parts before each."""
    return [sum(one.pages for one in parts[:number]) for number in range(len(parts))]


def _measure(desk: Desk, part: Part) -> None:
    try:
        _laid_out(desk, part)
    except NotSet as error:
        log.warning("part not typeset", part=part.number, why=str(error))
        part.plain = True
        _laid_out(desk, part)


def _laid_out(desk: Desk, part: Part) -> None:
    blocks = Blocks(desk.pictures, desk.owners, series=part.name)
    desk.write(part.name, _sheet(desk, part, blocks), blocks.drawings)
    part.headings, part.linked = blocks.headings, blocks.linked
    measured = typesetting.measure(desk.folder, part.name)
    part.pages, part.places = measured["pages"], measured["places"]


def _sheet(desk: Desk, part: Part, blocks: Blocks) -> str:
    book = desk.book
    if part.plain:
        body = sheets.plain(part.chapters, blocks)
    else:
        body = sheets.NEW_PAGE.join(sheets.chapter(book, one, tree(book, one), blocks) for one in part.chapters)
    linked = (
        (f"facts.pages.at({quoted(label)}, default: 1)", _spoken(desk, desk.owners[label], Heading(1, label, '"…"')))
        for label in sorted(blocks.linked - blocks.given)
    )
    pieces = [
        'let facts = json("facts.json")',
        f"above({part.chapters[0].depth})",
        f"counter(page).update(facts.starts.at({part.number}))",
        body,
        f"measured({part.above}, {_listed(map(quoted, sorted(blocks.given)))})",
        f"elsewhere(0, {_listed(f'({number}, {heading})' for number, heading in linked)})",
    ]
    return sheets.document(book, "\n".join(pieces), total='() => json("facts.json").total')


def _spoken(desk: Desk, key: str, heading: Heading) -> str:
    """A heading on a page that is taken out, in its language: what is said of links to it depends on that."""
    return sheets.spoken(desk.book, desk.chapters[key], str(heading))


def _listed(items: Any) -> str:
    return f"({''.join(f'{item}, ' for item in items)})"


def _places(desk: Desk, parts: list[Part]) -> dict[str, tuple[int, float, float]]:
    """Every label with its page, counted from the first part's first, and its point; what is lost is its chapter."""
    found: dict[str, tuple[int, float, float]] = {}
    for part, before in zip(parts, _before(parts), strict=True):
        found |= {label: (before + int(page) + 1, x, y) for label, (page, x, y) in part.places.items()}
    for label in set[str]().union(*(part.linked for part in parts)) - found.keys():
        found[label] = found[desk.owners[label]]
    return found


def _measure_front(desk: Desk, parts: list[Part], places: dict[str, tuple[int, float, float]]) -> int:
    """Cover and contents, for which every heading stands with its page; how many pages they are."""
    listed = _listed(
        f"({places[one.label][0]}, {spoken})" for one, spoken in _headings(desk, parts) if one.label in places
    )
    first = 'locate(label("humus-measured")).page()'
    pieces = [sheets.front(desk.book), "measured(0, ())", f"context elsewhere({first}, {listed})"]
    total = f"() => {first} + {sum(part.pages for part in parts)}"
    desk.write(FRONT, sheets.document(desk.book, "\n".join(pieces), total=total))
    return int(typesetting.measure(desk.folder, FRONT)["pages"])


def _headings(desk: Desk, parts: list[Part]) -> Iterator[tuple[Heading, str]]:
    """Every heading, and the same in its language."""
    for part in parts:
        key = ""
        for heading in part.headings:
            key = heading.label if heading.label in desk.chapters else key
            yield heading, _spoken(desk, key, heading)


def _plan(parts: list[Part], front: int, places: dict[str, tuple[int, float, float]], way: str) -> dict[str, Any]:
    """What the joining must know: the pages to keep of each file, and for each label its page in the whole."""
    files = [{"name": FRONT, "first": 0, "pages": front}]
    files += [{"name": part.name, "first": part.above, "pages": part.pages} for part in parts]
    pointed = {label: [front + number - 1, x, y] for label, (number, x, y) in places.items()}
    return {"way": way, "files": files, "places": pointed}


def _plainness(parts: list[Part]) -> set[str]:
    if all(part.plain for part in parts):
        return {"plain"}
    return {"partly plain"} if any(part.plain for part in parts) else set()
