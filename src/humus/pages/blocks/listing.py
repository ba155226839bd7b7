"""Lists of pages, each a question, asked together with all others of the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, F, Func, JSONField, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import StrIndex, Upper
from django.utils.translation import gettext_lazy as _

from humus.kit.queries import Reading
from humus.kit.questions import Asked, question
from humus.kit.richtext import RenderContext, attributes
from humus.kit.translated import pick
from humus.pages.loading import address
from humus.pages.models import Page, Text
from humus.pages.models.text import in_best

_SOME_FACTS = Func(
    F("properties"), Value("{}"), template="%(expressions)s", arg_joiner=" <> ", output_field=BooleanField()
)
# More different lists of one kind than this on one page are left out, so that a page stays a page.
MOST_LISTS = 30
OWN_ORDERS = ("title", "changed", "created")
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
    if not lists:
        return {}
    placed = yield tuple(_asked(context, wanted, properties) for wanted in lists)
    return {
        wanted: [_row(row, properties, context.language) for row in found if row.title is not None]
        for wanted, found in zip(lists, placed, strict=True)
    }


def _asked(context: RenderContext, wanted: Wanted, properties: bool) -> Asked:
    place, values = narrowing(context, wanted.where, wanted.space)
    given = {"label": wanted.label, "kind": wanted.kind}
    if wanted.filtered:
        values |= {"held": wanted.filtered, "words": wanted.words}
    if wanted.order not in OWN_ORDERS:
        values["by"] = wanted.order
    order = wanted.order if wanted.order in OWN_ORDERS else "property"
    values |= {name: value for name, value in given.items() if value}
    shape = (place, order, wanted.backward, wanted.skip, wanted.most, properties, wanted.with_facts)
    return listed(context.person, *shape, language=context.language, **values)


def narrowing(context: RenderContext, where: str, space: str) -> tuple[str, dict[str, Any]]:
    """Where the pages of a list stand: in which sense, and the values that say it."""
    here = context.extra.get("page")
    if space:
        return "named", {"space": space}
    if where == "" and here is not None:
        return "space", {"here": here.space_id}
    if where == "below" and here is not None:
        first, last = Page._get_children_path_interval(here.path)
        return "below", {"first": first, "last": last}
    return "everywhere", {}


def narrowed(pages: Any, place: str, values: Mapping[str, Any]) -> Any:
    if place == "named":
        return pages.filter(space__slug=values["space"])
    if place == "space":
        return pages.filter(space=values["here"])
    return pages.filter(path__range=(values["first"], values["last"])) if place == "below" else pages


@question
def listed(
    person: Any,
    place: str,
    order: str,
    backward: bool,
    skip: int,
    most: int,
    properties: bool,
    with_facts: bool,
    **values: Any,
) -> Any:
    """The pages of one list with their titles in the best language, one more than asked for where there are more."""
    by = _order(order, values)
    ordered = [by.desc(nulls_last=True) if backward else by.asc(nulls_last=True), F("pk").asc()]
    pages = narrowed(Page.objects.visible_to(person).published(), place, values)
    if "label" in values:
        pages = pages.filter(labels__name=values["label"])
    if "kind" in values:
        pages = pages.filter(kind=values["kind"])
    if with_facts:
        pages = pages.filter(_of_text(_SOME_FACTS, BooleanField()))
    if "held" in values:
        held = StrIndex(Upper(_property(values["held"], "words")), Upper(Value(values["words"])))
        pages = pages.annotate(found=held).filter(found__gt=0)
    shown = ["title", "key", "slug", "depth", "changed_at", "space__slug", "space__name"]
    pages = pages.annotate(title=in_best(values["language"], F("title")))
    if properties:
        kept = F("properties")
        # Whose own language is the reader's has only one text to read them from.
        own = _of_text(kept, JSONField(), besides=Q(language=values["language"]))
        pages = pages.annotate(best=in_best(values["language"], kept), own=own)
        shown += ["best", "own"]
    return pages.order_by(*ordered).values_list(*shown, named=True)[skip : skip + most + 1]


def _order(order: str, values: Mapping[str, Any]) -> Any:
    if order in ("changed", "created"):
        return F(f"{order}_at")
    return _of_text(F("title")) if order == "title" else _property(values["by"], "sort")


def _of_text(value: Any, kind: Any = None, besides: Q | None = None) -> Subquery:
    """Something of the page's words in its own language."""
    own = Text.objects.filter(page=OuterRef("pk"), language=OuterRef("language"))
    own = own.exclude(besides) if besides else own
    return Subquery(own.annotate(wanted=value).values("wanted")[:1], output_field=kind or TextField())


def _property(name: str, part: str) -> Subquery:
    path = (Value(name), Value(part))
    return _of_text(Func("properties", *path, function="jsonb_extract_path_text", output_field=TextField()))


def _row(row: Any, properties: bool, language: str) -> Row:
    own, best = (row.own or {}, row.best or {}) if properties else ({}, {})
    return Row(
        key=row.key,
        title=row.title or row.slug,
        url=address(row.depth, row.space__slug, row.slug),
        space=pick(row.space__name, language) or row.space__slug,
        space_url=f"/s/{row.space__slug}/",
        changed_at=row.changed_at,
        properties=own | best,
        named=tuple(sorted(best or own, key=lambda name: (best or own)[name].get("place", 0))),
    )
