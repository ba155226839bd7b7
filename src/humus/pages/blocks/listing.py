"""Many lists of pages with two queries: one for which pages stand in which list, one for their words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value, Window
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from humus.kit.queries import Reading, united
from humus.kit.richtext import RenderContext, attributes
from humus.kit.translated import pick
from humus.pages.loading import address
from humus.pages.models import Page, Text

# More different lists of one kind than this on one page are left out, so that a page stays a page.
MOST_LISTS = 30
WHERE = attributes.choice(
    "below", "everywhere", labels={"": _("In this space"), "below": _("Below this page"), "everywhere": _("Everywhere")}
)


@dataclass(frozen=True)
class Wanted:
    """One list: which pages, in which order, how many after how many."""

    where: str = ""
    space: str = ""
    label: str = ""
    kind: str = ""
    # "title", "changed", "created", or the short name of a property.
    order: str = "title"
    backward: bool = False
    most: int = 10
    skip: int = 0
    # The short name of a property and words that it must hold.
    filtered: str = ""
    words: str = ""
    # Only pages that have properties at all.
    with_facts: bool = False


@dataclass
class Row:
    """A page as a line of a list."""

    key: str
    title: str
    url: str
    space: str
    space_url: str
    changed_at: Any
    # By short name: those of the page's own language, and over them those of the words that the reader gets.
    properties: dict[str, Any] = field(default_factory=dict)
    # The short names in the words that the reader gets, in the order of their page.
    named: tuple[str, ...] = ()


def rows(context: RenderContext, lists: Collection[Wanted], *, properties: bool = False) -> Reading:
    """``dict[Wanted, list[Row]]``: the pages of every list, as the reader may see them; one more than asked for where
    there are more.
    """
    lists = list(dict.fromkeys(lists))[:MOST_LISTS]
    found: dict[Wanted, list[Row]] = {wanted: [] for wanted in lists}
    if not lists:
        return found
    placed = yield united([_query(context, wanted, number) for number, wanted in enumerate(lists)])
    texts = yield _words(context, {row["pk"] for row in placed}, properties)
    words = {text["page_id"]: text for text in texts}
    for row in sorted(placed, key=lambda row: (row["list"], row["place"])):
        text = words.get(row["pk"])
        if text is not None:
            found[lists[row["list"]]].append(_row(row, text))
    return found


def _query(context: RenderContext, wanted: Wanted, number: int) -> Any:
    by = _order(wanted)
    ordered = [by.desc(nulls_last=True) if wanted.backward else by.asc(nulls_last=True), F("pk").asc()]
    pages = narrowed(Page.objects.visible_to(context.person).published(), context, wanted)
    listed = pages.order_by(*ordered).annotate(list=Value(number), place=Window(RowNumber(), order_by=ordered))
    names = {"space_slug": F("space__slug"), "space_name": F("space__name")}
    found = listed.values("list", "place", "pk", "key", "slug", "depth", "changed_at", **names)
    return found[wanted.skip : wanted.skip + wanted.most + 1]


def narrowed(pages: Any, context: RenderContext, wanted: Wanted) -> Any:
    """The pages of the list among those given."""
    here = context.extra.get("page")
    if wanted.space:
        pages = pages.filter(space__slug=wanted.space)
    elif wanted.where == "" and here is not None:
        pages = pages.filter(space=here.space_id)
    elif wanted.where == "below" and here is not None:
        pages = pages.filter(path__startswith=here.path, depth__gt=here.depth)
    if wanted.label:
        pages = pages.filter(labels__name=wanted.label)
    if wanted.kind:
        pages = pages.filter(kind=wanted.kind)
    if wanted.with_facts:
        own = Text.objects.filter(page=OuterRef("pk"), language=OuterRef("language"))
        pages = pages.filter(Exists(own.filter(compiled__has_key="properties").exclude(compiled__properties={})))
    if wanted.filtered:
        pages = pages.annotate(held=_property(wanted.filtered, "words")).filter(held__icontains=wanted.words)
    return pages


def _order(wanted: Wanted) -> Any:
    if wanted.order in ("changed", "created"):
        return F(f"{wanted.order}_at")
    return _of_text(F("title")) if wanted.order == "title" else _property(wanted.order, "sort")


def _of_text(value: Any) -> Subquery:
    """Something of the page's words in its own language."""
    own = Text.objects.filter(page=OuterRef("pk"), language=OuterRef("language"))
    return Subquery(own.annotate(wanted=value).values("wanted")[:1], output_field=CharField())


def _property(name: str, part: str) -> Subquery:
    return _of_text(KeyTextTransform(part, KeyTransform(name, KeyTransform("properties", "compiled"))))


def _words(context: RenderContext, pages: set[int], properties: bool) -> Any:
    texts = Text.objects.filter(page__in=pages).best_for(context.language)
    if properties:
        own = Text.objects.filter(page=OuterRef("page_id"), language=OuterRef("page__language"))
        kept = KeyTransform("properties", "compiled")
        texts = texts.annotate(properties=kept, own=Subquery(own.annotate(kept=kept).values("kept")[:1]))
    names = ("page_id", "title", *(["properties", "own"] if properties else []))
    return texts.values(*names)


def _row(row: dict[str, Any], text: dict[str, Any]) -> Row:
    own, best = text.get("own") or {}, text.get("properties") or {}
    return Row(
        key=row["key"],
        title=text["title"] or row["slug"],
        url=address(row["depth"], row["space_slug"], row["slug"]),
        space=pick(row["space_name"]) or row["space_slug"],
        space_url=f"/s/{row['space_slug']}/",
        changed_at=row["changed_at"],
        properties=own | best,
        named=tuple(sorted(best or own, key=lambda name: (best or own)[name].get("place", 0))),
    )
