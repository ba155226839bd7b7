"""One document of several: their pages one after the other, links, bookmarks and what the document says of itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

from humus.exchange.out.structure import KEYS, Structure, leaves

# The typesetter lets a place be seen with a little of what is above it.
AIR = 10.0
NEAR = 1.0
Places = dict[str, tuple[int, float, float]]


class Joint:
    """``whole`` is the first of the documents, which becomes all of them; ``places`` are the labels' in the whole."""

    def __init__(self, whole: Pdf, way: str, places: Places) -> None:
        self.whole, self.way, self.places = whole, way, places
        # As the typesetter writes them, and as they are written here.
        self.labels = {name: label for label in places for name in (label.encode(), bytes(String(label)))}
        meant = {_point(place): self.labels[bytes(name)] for name, place in _named(whole)}
        self.bookmarks = [(item, meant[_point(item.Dest)]) for item in _items(whole.Root.get("/Outlines"))]
        self.structure = Structure(whole) if way != "untagged" else None
        # Links to places without a name: the link, the number of their page in the whole, and the rest of the place.
        self.unnamed: list[tuple[int, int, int, list[Any]]] = []

    def add(self, source: Pdf, first: int, pages: int) -> None:
        """Pages of the source, the first of all from the whole itself."""
        foreign = source is not self.whole
        before = len(self.whole.pages) if foreign else 0
        kept = list(source.pages[first : first + pages])
        self._check(source, kept, before)
        self._name_links(kept, before)
        if self.structure:
            self.structure.prepare(source, [*source.pages[:first], *source.pages[first + pages :]])
        if foreign:
            self.whole.pages.extend(kept)
        else:
            del self.whole.pages[pages:]
        if self.structure:
            self.structure.take(source)

    def _check(self, source: Pdf, kept: list[Page], before: int) -> None:
        """What has a name in the source stands where it was measured, or its page number would be wrong."""
        numbers = {page.obj.objgen: before + number for number, page in enumerate(kept)}
        for name, there in _named(source):
            if there[0].objgen in numbers:
                page, x, y = self.places[self.labels[bytes(name)]]
                meant = _place(there[0], x, y)
                near = all(abs(float(meant[at]) - float(there[at])) < NEAR for at in (2, 3))
                if numbers[there[0].objgen] != page or not near:
                    raise ValueError(f"{bytes(name)!r} does not stand where it was measured, on page {page} from 0")

    def _name_links(self, kept: list[Page], before: int) -> None:
        """Every link that names a place of the document names one that the whole has."""
        numbers = {page.obj.objgen: before + number for number, page in enumerate(kept)}
        for number, page in enumerate(kept, before):
            for index, link in enumerate(page.obj.get("/Annots", ())):
                place = link.get("/Dest")
                if isinstance(place, String):
                    link.Dest = String(self.labels[bytes(place)])
                elif isinstance(place, Array):
                    self.unnamed.append((number, index, numbers[place[0].objgen], list(place)[1:]))
                    del link.Dest

    def finish(self) -> None:
        root, pages = self.whole.Root, [page.obj for page in self.whole.pages]
        for number, index, target, rest in self.unnamed:
            pages[number].Annots[index].Dest = Array([pages[target], *rest])
        places = {label: _place(pages[page], x, y) for label, (page, x, y) in self.places.items()}
        for item, label in self.bookmarks:
            item.Dest = places[label]
        named = sorted((bytes(String(label)), place) for label, place in places.items())
        names = Array(one for name, place in named for one in (String(name), place))
        root.Names = Dictionary(Dests=self.whole.make_indirect(Dictionary(Names=names)))
        if self.structure:
            self.structure.finish()
        else:
            _untag(root, pages)
        root.Metadata.write(_described(root.Metadata.read_bytes(), len(pages), self.way))
        _share_pictures(pages)


def _place(page: Object, x: float, y: float) -> Array:
    left, _bottom, _right, top = map(float, page.MediaBox)
    return Array([page, Name.XYZ, round(left + x, 3), round(top - max(0.0, y - AIR), 3), 0])


def _point(place: Object) -> tuple[Any, ...]:
    return (place[0].objgen, round(float(place[2]), 2), round(float(place[3]), 2))


def _named(pdf: Pdf) -> Iterator[tuple[Any, Any]]:
    return leaves(pdf.Root.get("/Names", Dictionary()).get("/Dests"), "/Names")


def _items(outline: Object | None) -> Iterator[Object]:
    """Every bookmark, in reading order."""
    item = outline.get("/First") if outline is not None else None
    while item is not None:
        yield item
        yield from _items(item)
        item = item.get("/Next")


def _described(about: bytes, pages: int, way: str) -> bytes:
    """What the document says of itself, as it is now."""
    text = re.sub(r"(<xmpTPg:NPages>)\d+", rf"\g<1>{pages}", about.decode())
    if way != "accessible":
        text = re.sub(r"<pdfuaid:part>\d+</pdfuaid:part>", "", text)
    return text.encode()


def _untag(root: Object, pages: Sequence[Object]) -> None:
    for key in {"/StructTreeRoot", "/MarkInfo"} & set(root.keys()):
        del root[key]
    for one in (one for page in pages for one in (page, *page.get("/Annots", ()))):
        for key in {*KEYS, "/Tabs"} & set(one.keys()):
            del one[key]


def _share_pictures(pages: Sequence[Object]) -> None:
    """A picture that is shown in several parts is kept once."""
    kept: dict[Any, Object] = {}
    seen: dict[tuple[int, int], Object] = {}
    for page in pages:
        shown = page.Resources.get("/XObject", Dictionary())
        for name, picture in list(shown.items()):
            if picture.get("/Subtype") == Name.Image:
                if picture.objgen not in seen:
                    seen[picture.objgen] = kept.setdefault(_likeness(picture), picture)
                shown[name] = seen[picture.objgen]


def _likeness(picture: Object) -> tuple[Any, ...]:
    mask = picture.get("/SMask")
    facts = tuple(str(picture.get(key)) for key in ("/Width", "/Height", "/BitsPerComponent", "/Filter"))
    return (*facts, hashlib.sha256(picture.read_raw_bytes()).digest(), _likeness(mask) if mask is not None else None)
