"""What a rendering may read: the reader, the target and resolvers that answer through the reader's rights."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from humus.kit.queries import Reading

if TYPE_CHECKING:
    from .writer import Compiled

Target = Literal["page", "mail", "pdf"]


@dataclass(frozen=True, kw_only=True)
class PageRef:
    """A page as its reader may see it. Give ``compiled`` (cheap) or ``body`` for pages that are included."""

    key: str
    title: str = ""
    url: str = ""
    visible: bool = True
    language: str = ""
    body: dict[str, Any] | None = None
    compiled: Compiled | None = None
    # Why it cannot be shown, for editors only: "deleted", "restricted", "archived", "draft"; "" when all is well.
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonRef:
    key: str
    name: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class FileRef:
    key: str
    name: str
    url: str
    media_type: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    # A smaller picture for the page; ``url`` is the original.
    preview_url: str = ""


def _no_pages(keys: Collection[str], bodies: Collection[str]) -> Mapping[str, PageRef]:
    return {}


def _nothing(keys: Collection[str]) -> Mapping[str, Any]:
    return {}


@dataclass(kw_only=True)
class RenderContext:
    """Each resolver is called at most once per level of inclusion, with all keys, and answers only what the reader
    may see: a key left out is missing or forbidden, and the two look alike. Those below ``pages`` may answer with a
    reading (``kit.queries``), which is asked together with all others.

    ``pages(keys, bodies)``: PageRef by key; those in ``bodies`` (a part of ``keys``) need ``compiled`` or ``body``.
    ``people(keys)``, ``files(keys)``: PersonRef and FileRef by key.
    ``children(keys)``: the list of child PageRefs by the key of their parent.
    """

    person: Any = None
    language: str = "en"
    target: Target = "page"
    page: str = ""
    may_edit: bool = False
    # Pictures wait until the reader asks for each.
    saving: bool = False
    # Marks the words of an included text, which has this language, that can be explained.
    explain: Callable[[str, Compiled], Compiled] | None = None
    # What it explains by: the same objects while it explains alike.
    explained_by: Sequence[Any] = ()
    # A last look at the HTML.
    finish: Callable[[str], str] | None = None
    # What else drawing looks at (``extra``, ``finish``); None: what is drawn is not kept.
    alike: Hashable = None
    # For visitors: while this is the same nothing they may see has changed, and nothing is asked.
    standstill: Hashable = None
    pages: Callable[[Collection[str], Collection[str]], Mapping[str, PageRef]] = _no_pages
    people: Callable[[Collection[str]], Mapping[str, PersonRef] | Reading] = _nothing
    files: Callable[[Collection[str]], Mapping[str, FileRef] | Reading] = _nothing
    children: Callable[[Collection[str]], Mapping[str, Sequence[PageRef]] | Reading] = _nothing
    # Free room for blocks of higher floors (their own resolvers or limits).
    extra: dict[str, Any] = field(default_factory=dict)
