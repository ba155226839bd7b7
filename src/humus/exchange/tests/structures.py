"""What a screen reader finds in a PDF, as plain values that can be compared."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf


class Read:
    """``pages`` are the numbers of the page objects from 0."""

    def __init__(self, content: bytes) -> None:
        self.pdf = Pdf.open(io.BytesIO(content))
        self.root = self.pdf.Root
        self.pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.names = {bytes(name): place for name, place in pairs(self.root.Names.Dests, "/Names")}

    def elements(self) -> Iterator[tuple[int, Object, int | None, str]]:
        """Every element with its depth, page and language, in reading order; then what it holds."""
        yield from self._below(self.root.StructTreeRoot.K[0], 0, None, str(self.root.Lang))

    def _below(self, one: Any, depth: int, page: int | None, language: str) -> Iterator[tuple[int, Any, Any, str]]:
        if isinstance(one, Dictionary):
            page = self.pages[one.Pg.objgen] if "/Pg" in one else page
            language = str(one.get("/Lang", language))
        yield depth, one, page, language
        if isinstance(one, Dictionary) and "/K" in one:
            for kid in one.K if isinstance(one.K, Array) else [one.K]:
                assert not isinstance(kid, Dictionary) or "/S" not in kid or one == kid.P
                yield from self._below(kid, depth + 1, page, language)

    def told(self) -> list[Any]:
        """What is told, in order: with names of cells numbered, as only their agreement matters."""
        cells: dict[bytes, int] = {}
        found = []
        for depth, one, page, language in self.elements():
            if (mark := number_of(one)) is not None:
                found.append((depth, mark, page, language))
            elif "/S" in one:
                named = [one.ID] if "/ID" in one else []
                named += [head for about in one.get("/A", []) for head in about.get("/Headers", [])]
                numbers = [cells.setdefault(bytes(name), len(cells)) for name in named]
                found.append((depth, str(one.S), str(one.get("/T", "")), str(one.get("/Alt", "")), numbers))
            else:
                # A place without a heading is only "page 9".
                words = re.sub(r"^[^“”]+, (?=\w+ \d+$)", "", str(one.Obj.Contents))
                found.append((depth, words, self.target(one.Obj), page))
        return found

    def target(self, link: Object) -> Any:
        """Where a link leads: an address, or a page and the points on it."""
        if "/A" in link:
            return str(link.A.URI)
        return self.place(link.Dest if isinstance(link.Dest, Array) else self.names[bytes(link.Dest)])

    def place(self, there: Object) -> tuple[int, int, int]:
        return self.pages[there[0].objgen], round(float(there[2])), round(float(there[3]))

    def bookmarks(self) -> list[tuple[int, str, tuple[int, int, int]]]:
        return list(self._bookmarks(self.root.Outlines, 0))

    def _bookmarks(self, above: Object, depth: int) -> Iterator[tuple[int, str, tuple[int, int, int]]]:
        item, last = above.get("/First"), None
        while item is not None:
            assert item.Parent == above
            yield depth, str(item.Title), self.place(item.Dest)
            yield from self._bookmarks(item, depth + 1)
            item, last = item.get("/Next"), item
        assert last is None or last.objgen == above.Last.objgen

    def faults(self) -> Iterator[str]:
        """What PDF/UA asks of the structure, where it is not so."""
        tree = {int(number): of for number, of in pairs(self.root.StructTreeRoot.ParentTree, "/Nums")}
        elements = [one for _depth, one, *_ in self.elements() if isinstance(one, Dictionary) and "/S" in one]
        held = Counter((page, number_of(one)) for _depth, one, page, _language in self.elements())
        for number, page in enumerate(self.pdf.pages):
            yield from (f"page {number}: {fault}" for fault in self._marks(page, tree, held, number))
            yield from (f"page {number}: {fault}" for fault in self._links(page.obj, tree))
        things = [one for page in self.pdf.pages for one in (page.obj, *page.obj.get("/Annots", []))]
        used = sorted(int(one[key]) for one in things for key in ("/StructParents", "/StructParent") if key in one)
        if used != list(tree) or self.root.StructTreeRoot.ParentTreeNextKey <= max(tree):
            yield "numbers of parents"
        if list(self.names) != sorted(self.names):
            yield "order of names"
        yield from self._cells(elements)
        for one in elements:
            if Name("/Figure") == one.S and "/Alt" not in one:
                yield "a figure without words"
            if str(one.S) not in STANDARD and one.S not in self.root.StructTreeRoot.RoleMap:
                yield f"role {one.S}"

    def _marks(self, page: Any, tree: dict[int, Any], held: Counter[Any], number: int) -> Iterator[str]:
        ids, bare = marked(page)
        yield from (f"{what} is not marked" for what in bare)
        parents = tree.get(int(page.obj.get("/StructParents", -1)), [])
        for mark in ids:
            holder = parents[mark] if mark < len(parents) else None
            if held[number, mark] != 1 or holder is None or mark not in map(number_of, holder.K):
                yield f"mark {mark} has {held[number, mark]} elements"

    def _links(self, page: Object, tree: dict[int, Any]) -> Iterator[str]:
        for link in page.get("/Annots", []):
            holder = tree[int(link.StructParent)]
            if not any(isinstance(kid, Dictionary) and kid.get("/Obj") == link for kid in holder.K):
                yield "a link without its element"
            if "/Contents" not in link:
                yield "a link without words"
            if page.get("/Tabs") != Name.S:
                yield "links are not in the order of the structure"

    def _cells(self, elements: list[Object]) -> Iterator[str]:
        ids = [bytes(name) for name, _one in pairs(self.root.StructTreeRoot.get("/IDTree"), "/Names")]
        named = [bytes(one.ID) for one in elements if "/ID" in one]
        if sorted(named) != ids or len(set(named)) != len(named):
            yield "names of cells"
        heads = {bytes(head) for one in elements for about in one.get("/A", []) for head in about.get("/Headers", [])}
        yield from (f"a cell names {head!r}, which is none" for head in heads - set(ids))


ROLES = """
Document Part Div P H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody Span Link Figure Formula TOC TOCI
Reference BlockQuote Caption Code Quote Note NonStruct
"""
STANDARD = {f"/{role}" for role in ROLES.split()}


def number_of(kid: Any) -> int | None:
    """The number of marked content, where it is such."""
    if isinstance(kid, Dictionary):
        return int(kid.MCID) if "/MCID" in kid else None
    return int(kid)


def marked(page: Any) -> tuple[list[int], list[str]]:
    """The numbers of the marked content of a page, and what is drawn outside of any mark."""
    ids, opened, bare = [], 0, []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                opened += 1
                if len(operands) > 1 and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                    ids.append(int(operands[1].MCID))
            case "EMC":
                opened -= 1
            case "Tj" | "TJ" | "Do" | "f" | "f*" | "S" | "B" as drawn if opened == 0:
                bare.append(drawn)
    assert len(ids) == len(set(ids))
    return ids, bare


def pairs(tree: Any, key: str) -> list[tuple[Any, Any]]:
    flat = list(tree[key]) if tree is not None else []
    return list(zip(flat[::2], flat[1::2], strict=True))
