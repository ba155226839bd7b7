"""A page as one reader sees it: found through the person, in the best language there is, with few queries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from humus.kit import richtext
from humus.kit.queries import Reading
from humus.kit.questions import question
from humus.kit.richtext import Compiled, FileRef, PageRef, PersonRef, RenderContext
from humus.pages import anchors, kinds, loading
from humus.pages.models import Draft, File, FileVersion, Page, Text, Watch
from humus.pages.models.text import in_best
from humus.people.models import Person
from humus.spaces.models import Membership

MOST_LISTED = 200
# Lists of many pages turn theirs by what stands behind the ``?`` of the address under a name that begins so.
TURNING = "report-"


@dataclass(frozen=True)
class Explaining:
    """Marks the words of a published text that a higher floor can explain in its language; ``by`` answers the same
    object as long as it explains the same.
    """

    explain: Callable[[str, Compiled], Compiled]
    by: Callable[[], Any]


EXPLAINING: list[Explaining] = []


def with_reader(pages: Any, person: Any) -> Any:
    """Load with each page what its rights and its header ask: roles in the space, watching, own draft, languages."""
    pages = pages.select_related("space", "author").annotate(
        languages=ArraySubquery(Text.objects.filter(page=OuterRef("pk")).order_by("language").values("language"))
    )
    if not person.is_authenticated:
        return pages
    mine = Membership.objects.current().filter(person_id=person.pk, space=OuterRef("space"))
    return pages.annotate(
        my_roles=ArraySubquery(mine.values("role")),
        watched=Exists(Watch.objects.filter(page=OuterRef("pk"), person_id=person.pk)),
        has_draft=Exists(Draft.objects.filter(page=OuterRef("pk"), person_id=person.pk)),
    )


def find(person: Any, **where: Any) -> Page | None:
    """The one page that the person may see, or None."""
    return _first(Page.objects.visible_to(person), person, where)


def find_in_bin(person: Any, **where: Any) -> Page | None:
    """The one page in the bin that the person could see before, or None."""
    return _first(Page.objects.in_bin_of(person), person, where)


def _first(pages: Any, person: Any, where: dict[str, Any]) -> Page | None:
    page = with_reader(pages, person).filter(**where).first()
    if page is not None and hasattr(page, "my_roles"):
        page.space.loaded_roles = page.my_roles
    return page  # type: ignore[no-any-return]


def text_of(page: Page, language: str | None = None) -> Text | None:
    """The page's words for this reader; kept on the page as ``shown_text``."""
    text = Text.objects.filter(page=page).best_for(language or get_language() or "en").first()
    page.shown_text = text  # type: ignore[attr-defined]
    return text


def titled(pages: Iterable[Page], language: str | None = None) -> list[Page]:
    """The same pages, each with its title in the best language, for one query more."""
    pages = list(pages)
    return with_titles(pages, titles([page.pk for page in pages], language))


def titles(pages: Collection[int], language: str | None = None) -> QuerySet[Text]:
    """One text a page by its id, with its title alone."""
    texts = Text.objects.filter(page__in=pages).only("page_id", "title", "language")
    return texts.best_for(language or get_language() or "en")


def with_titles(pages: list[Page], texts: Iterable[Text]) -> list[Page]:
    best = {text.page_id: text for text in texts}
    for page in pages:
        page.shown_text = best.get(page.pk)  # type: ignore[attr-defined]
    return pages


def with_working_titles(pages: Iterable[Page], person: Any) -> list[Page]:
    """The same pages; those never published are called as the person's draft of them is."""
    pages = list(pages)
    nameless = {page.pk: page for page in pages if not page.title}
    drafts = Draft.objects.filter(page__in=nameless, person=person) if nameless else Draft.objects.none()
    for page, title in drafts.values_list("page_id", "title"):
        nameless[page].working_title = title  # type: ignore[attr-defined]
    return pages


@dataclass
class Resolvers:
    """What blocks may read, through the reader's own right to see."""

    person: Any
    language: str
    # Pages that were asked for before, and those of them that were found.
    asked: frozenset[str] = frozenset()
    linked: Mapping[str, loading.Target] = field(default_factory=dict)
    # A page whose text this person reviews: its files are seen before the page is.
    reviewed: int | None = None

    def pages(self, keys: Collection[str], bodies: Collection[str]) -> Mapping[str, PageRef]:
        rest = {key for key in keys if key not in self.asked} | set(bodies)
        rows = loading.targets(self.person, rest, bodies, self.language) if rest else []
        rows += [self.linked[key] for key in keys if key in self.linked and key not in rest]
        found = {row[0]: self._ref(*row) for row in rows}
        return found | self._missing(set(bodies) - found.keys())

    def _ref(
        self, key: str, depth: int, slug: str, space: str, status: str, title: Any, language: Any, compiled: Any
    ) -> PageRef:
        problem = {"archived": "archived", "draft": "draft"}.get(status, "")
        return PageRef(
            key=key,
            title=title or slug,
            url=loading.address(depth, space, slug),
            language=language or "",
            compiled=compiled,
            problem=problem if title else "draft",
        )

    def _missing(self, keys: Collection[str]) -> dict[str, PageRef]:
        """Why an include is broken, for those who may edit the page around it; never a title."""
        if not keys:
            return {}
        states = dict(Page.objects.filter(key__in=keys).values_list("key", "status"))
        reasons = {"binned": "deleted", "draft": "draft"}
        return {
            key: PageRef(
                key=key, visible=False, problem=reasons.get(states[key], "restricted") if key in states else "deleted"
            )
            for key in keys
        }

    def people(self, keys: Collection[str]) -> Reading:
        people, listed = yield accounts(self.person, keys=keys), known(self.person, keys=keys)
        return {
            p.key: PersonRef(key=p.key, name=str(p), url=p.get_absolute_url() if p.key in listed else "")
            for p in people
        }

    def files(self, keys: Collection[str]) -> Reading:
        reviewed = {"reviewed": self.reviewed} if self.reviewed else {}
        newest = yield newest_files(self.person, keys=keys, **reviewed)
        return {row.file__key: _file_ref(row.file__key, row.file__name, row) for row in newest}

    def children(self, keys: Collection[str]) -> Reading:
        lists: dict[str, list[PageRef]] = {key: [] for key in keys}
        found = yield children(self.person, tuple(kinds.apart()), parents=keys, language=self.language)
        for row in found:
            url = loading.address(row.depth, row.space__slug, row.slug)
            lists[row.parent__key].append(PageRef(key=row.key, title=row.title or "", url=url))
        return lists


@question
def accounts(person: Any, keys: Collection[str]) -> Any:
    """Those of people who may be gone from the directory, by their keys: to be named."""
    return Person.objects.active().filter(key__among=keys).only(*loading.PERSON_FIELDS)


@question
def known(person: Any, keys: Collection[str]) -> Any:
    return Person.objects.visible_to(person).filter(key__among=keys).values_list("key", flat=True)


@question
def newest_files(person: Any, keys: Collection[str], reviewed: int | None = None) -> Any:
    """The newest version of each file that the person may read, or that lies on a page which they review."""
    readable = Q(file__page__in=Page.objects.visible_to(person).order_by().values("pk"))
    within = readable | Q(file__page=reviewed) if reviewed else readable
    found = FileVersion.objects.filter(within, file__key__among=keys, file__deleted_at=None)
    shown = ("media_type", "size", "width", "height")
    newest = found.order_by("file_id", "-number").distinct("file_id")
    return newest.values_list("file__key", "file__name", *shown, named=True)


@question
def children(person: Any, apart: tuple[str, ...], parents: Collection[str], language: str) -> Any:
    pages = Page.objects.visible_to(person).published().exclude(kind__in=apart).filter(parent__key__among=parents)
    titled = pages.annotate(title=in_best(language, F("title")))
    return titled.values_list("title", "key", "slug", "depth", "space__slug", "parent__key", named=True)[:MOST_LISTED]


def file_ref(file: File) -> FileRef:
    """What the renderer needs of a file: always its newest version."""
    return _file_ref(file.key, file.name, max(file.versions.all(), key=lambda version: version.number))


def _file_ref(key: str, name: str, newest: Any) -> FileRef:
    url = f"/files/{key}/"
    smaller = newest.media_type == "application/pdf" or (newest.width and newest.width > 900)
    return FileRef(
        key=key,
        name=name,
        url=url,
        media_type=newest.media_type,
        size=newest.size,
        width=newest.width or 0,
        height=newest.height or 0,
        preview_url=f"{url}preview/" if smaller else "",
    )


def context(
    person: Any,
    page: Page,
    language: str,
    *,
    may_edit: bool = False,
    read: Resolvers | None = None,
    query: Mapping[str, str] | None = None,
    around: Mapping[str, Any] | None = None,
) -> RenderContext:
    """``query`` is what stands behind the ``?`` of the address; blocks are given of it what they turn their pages by.

    ``around`` is what ``finding.shell`` has found, for blocks that show the same.
    """
    read = read or Resolvers(person, language)
    return RenderContext(
        person=person,
        language=language,
        page=page.key,
        may_edit=may_edit,
        pages=read.pages,
        people=read.people,
        files=read.files,
        children=read.children,
        extra={"page": page, "query": turning(query or {}), "around": around or {}},
    )


def turning(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query[name] for name in query if name.startswith(TURNING)}


def compiled_of(text: Text) -> Compiled:
    """What was compiled at publication, or by an older version of the program: compiled anew."""
    ready: Compiled | None = getattr(text, "ready", None) or Compiled.from_json(text.compiled)
    return ready or richtext.compile(text.body, language=text.language)


def explained(language: str, compiled: Compiled) -> Compiled:
    for one in EXPLAINING:
        compiled = one.explain(language, compiled)
    return compiled


def linked_in(compiled: Compiled) -> frozenset[str]:
    """The keys of the pages that a body links to."""
    return frozenset(attrs["page"] for name, attrs in compiled.refs if name == "pageLink")


def context_around(
    person: Any, page: Page, compiled: Compiled, around: Mapping[str, Any], address: str = ""
) -> RenderContext:
    """To show a body to this reader; ``around`` is what ``finding.shell`` has found with its links.

    With its ``address``, which is linked beside each heading, what was drawn from the same is not drawn again.
    """
    language = get_language() or compiled.language
    read = Resolvers(person, language, linked_in(compiled), around["linked"])
    facts: dict[str, Any] = {"may_edit": around["may_edit"], "query": around["query"], "around": around}
    found = context(person, page, language, read=read, **facts)
    found.saving = around.get("saving", False)
    if around.get("explaining"):
        found.explain, found.explained_by = explained, [one.by() for one in EXPLAINING]
    if address:
        found.finish = partial(anchors.linked, address=address)
        found.alike = (page.as_found, address, tuple(found.extra["query"].items()))  # type: ignore[attr-defined]
        found.standstill = around["standstill"]
    return found
