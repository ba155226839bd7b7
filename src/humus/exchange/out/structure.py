"""The structure trees of several documents as one: what a screen reader follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

KEYS = ("/StructParents", "/StructParent")


class Structure:
    """Pages and links say by number which elements are theirs, and cells name their heads: both are counted on, so that
    none is said twice.
    """

    def __init__(self, whole: Pdf) -> None:
        self.whole = whole
        self.root = whole.Root.StructTreeRoot
        self.document = _document(self.root)
        self.language = whole.Root.Lang
        self.kids: list[Object] = []
        self.parents: list[Any] = []
        self.ids: dict[bytes, Object] = {}
        self.next = self.sources = 0

    def prepare(self, source: Pdf, dropped: Iterable[Page]) -> None:
        """Within the source, before its pages are taken: dropped pages have no elements, numbers are counted on."""
        root = source.Root.StructTreeRoot
        document = _document(root)
        gone = {page.obj.objgen for page in dropped}
        document.K = Array(kid for kid in document.K if _page(kid) not in gone)
        lost = {number for page in dropped for number in _numbers(page)}
        kept = [(int(number), of) for number, of in leaves(root.ParentTree, "/Nums") if int(number) not in lost]
        root.ParentTree = source.make_indirect(Dictionary(Nums=Array(_flat((self.next + key, of) for key, of in kept))))
        for one in source.objects:
            if isinstance(one, Dictionary | Stream):
                _count_on(one, self.next, b"%d-" % self.sources)
        self.next += int(root.ParentTreeNextKey)
        self.sources += 1

    def take(self, source: Pdf) -> None:
        """After its pages were taken."""
        root = source.Root.StructTreeRoot
        if source is not self.whole:
            root = self.whole.copy_foreign(root)
        if source.Root.Lang != self.language:
            raise ValueError(f"{source.Root.Lang} is not the language of the whole")
        for kid in _document(root).K:
            kid.P = self.document
            self.kids.append(kid)
        self.parents += _flat(leaves(root.ParentTree, "/Nums"))
        self.ids |= {bytes(one.ID): one for _name, one in leaves(root.get("/IDTree"), "/Names")}
        for role, meant in root.get("/RoleMap", Dictionary()).items():
            self.root.RoleMap[role] = meant

    def finish(self) -> None:
        self.document.K = Array(self.kids)
        self.root.ParentTree = self.whole.make_indirect(Dictionary(Nums=Array(self.parents)))
        self.root.ParentTreeNextKey = self.next
        if self.ids:
            names = _flat((String(name), self.ids[name]) for name in sorted(self.ids))
            self.root.IDTree = self.whole.make_indirect(Dictionary(Names=Array(names)))


def _document(root: Object) -> Object:
    """The one element that holds all others."""
    (only,) = root.K if isinstance(root.K, Array) else (root.K,)
    if Name.Document != only.S:
        raise ValueError(f"the structure begins with {only.S}")
    return only


def _page(element: Any) -> tuple[int, int] | None:
    """The first page on which something of the element stands."""
    if not isinstance(element, Dictionary):
        return None
    if "/Pg" in element:
        return element.Pg.objgen
    kids: Any = element.get("/K", ())
    found = (_page(kid) for kid in (kids if isinstance(kids, Array) else (kids,)))
    return next((page for page in found if page), None)


def _numbers(page: Page) -> Iterator[int]:
    for one in (page.obj, *page.obj.get("/Annots", ())):
        yield from (int(one[key]) for key in KEYS if key in one)


def _count_on(one: Any, by: int, series: bytes) -> None:
    for key in KEYS:
        if key in one:
            one[key] = int(one[key]) + by
    if one.get("/Type") != Name.StructElem:
        return
    if "/ID" in one:
        one.ID = String(series + bytes(one.ID))
    for about in one.get("/A", ()):
        if isinstance(about, Dictionary) and "/Headers" in about:
            about.Headers = Array(String(series + bytes(head)) for head in about.Headers)


def leaves(tree: Object | None, key: str) -> Iterator[tuple[Any, Any]]:
    """The pairs of a number or name tree."""
    if tree is None:
        return
    pairs = list(tree.get(key, ()))
    yield from zip(pairs[::2], pairs[1::2], strict=True)
    for branch in tree.get("/Kids", ()):
        yield from leaves(branch, key)


def _flat(pairs: Iterable[tuple[Any, Any]]) -> list[Any]:
    return [one for pair in pairs for one in pair]
