"""The fronts of spaces, and of what else begins with one: which section always belongs to them, how they begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe

from humus.kit import richtext
from humus.kit.richtext import Compiled
from humus.kit.richtext.blocks import Node
from humus.kit.richtext.clean import is_empty_paragraph
from humus.kit.richtext.references import walk
from humus.kit.richtext.sections import holds, split
from humus.pages.models import Page

PAGES_HERE = "spacePages"


@dataclass
class Shown:
    """One part of a front as its reader sees it; text has no ``name``."""

    name: str
    html: SafeString


@dataclass(frozen=True, kw_only=True)
class Front:
    """``standing`` is the section that may be hidden but never taken out; ``before`` and ``after`` surround, by
    their names, the text of a page that was never arranged. ``initial`` answers title and body, or None; ``draw``
    shows it elsewhere than in its space: request, page, text, compiled, and ``preview`` (the way back).
    """

    standing: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    address: Callable[[Page], str]
    initial: Callable[[Page, str], tuple[str, Node] | None]
    draw: Callable[..., HttpResponse] | None = None
    # The blocks that are offered first.
    first: tuple[str, ...] = field(default=())


def _first_version(page: Page, language: str) -> tuple[str, Node] | None:
    found = page.versions.filter(language=language, number=1).first()
    return (found.title, found.body) if found else None


OF_SPACE = Front(
    standing=PAGES_HERE,
    after=(PAGES_HERE,),
    address=lambda page: page.get_absolute_url(),
    initial=_first_version,
    first=(PAGES_HERE,),
)
# Any other page: its parts can be moved as well, and none of them is the page's own.
PLAIN = Front(standing="", address=lambda page: page.get_absolute_url(), initial=_first_version)
_others: list[tuple[Callable[[Page], bool], Front]] = []


def register(is_it: Callable[[Page], bool], front: Front) -> None:
    """A front that another app shows in its own way."""
    _others.append((is_it, front))


def front_of(page: Page) -> Front:
    return next((front for is_it, front in _others if is_it(page)), OF_SPACE if page.is_front else PLAIN)


def address(page: Page) -> str:
    """Where the page is read: a front perhaps elsewhere than in its space."""
    return front_of(page).address(page)


def arranged(front: Front, compiled: Compiled) -> bool:
    """Whether people have arranged it; what they never touched shows what such a front shows by itself."""
    return holds(compiled, front.standing)


def completed(front: Front, body: Node) -> Node:
    """The body with what its front shows by itself written into it, so that it can be moved and hidden."""
    if any(node["type"] == front.standing for node in walk(body)):
        return body
    made = [
        [{"type": name, "attrs": {"id": f"front-{name}"[:32]}} for name in names]
        for names in (front.before, front.after)
    ]
    text = [node for node in body.get("content", ()) if not is_empty_paragraph(node)]
    return richtext.clean({"type": "doc", "content": [*made[0], *text, *made[1]]})


def parts(front: Front, compiled: Compiled, context: richtext.RenderContext) -> list[Shown]:
    """What a reader is shown, in order, with the queries of one text."""
    found = split(compiled)
    if not arranged(front, compiled):
        before, after = ([richtext.sections.alone(name) for name in names] for names in (front.before, front.after))
        found = [*before, *found, *after]
    drawn = richtext.render_each([part.compiled for part in found], context)
    return [Shown(part.name, html) for part, html in zip(found, drawn, strict=True) if html.strip()]


def whole(shown: list[Shown]) -> SafeString:
    return mark_safe("".join(part.html for part in shown))  # noqa: S308 - made by the renderer
