"""One rendering for one reader: fetch everything with few calls, then put the parts together."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from humus.kit import queries

from . import blocks
from .context import PageRef, RenderContext
from .drawn import SECONDS, Making, drawn
from .outline import PREFIX
from .writer import Compiled, compile

KINDS = ("people", "files", "children")
MAX_LEVELS = 5
MAX_INCLUDES = 100
MAX_LENGTH = 4_000_000

log = logging.getLogger(__name__)
Use = tuple[str, str, dict[str, Any]]


class Scope:
    """What blocks see while they are viewed: the context and everything that was fetched for them."""

    def __init__(self, context: RenderContext, making: Making | None = None) -> None:
        self.context = context
        self.pages: dict[str, PageRef] = {}
        self.people: dict[str, Any] = {}
        self.files: dict[str, Any] = {}
        self.children: dict[str, Any] = {}
        self.data: dict[str, Any] = {}
        self.stack: list[str] = [context.page]
        self._bodies: dict[str, Compiled | None] = {}
        self._included: dict[str, int] = {}
        self._length = 0
        # What was drawn already, by block, the page in whose text it stands, and its attributes.
        self._drawn: dict[tuple[str, str, str], str] = {}
        self.making = making
        self.failed = False

    @property
    def owner(self) -> str:
        """The key of the page whose text is being written: the page itself or one that it includes."""
        return self.stack[-1]

    def page(self, key: str) -> PageRef | None:
        """The page where the reader may see it."""
        found = self.pages.get(key)
        return found if found and found.visible else None

    def problem(self, message: str) -> str:
        """A note to those who can mend the page; readers see nothing."""
        if not self.context.may_edit or self.context.target != "page":
            return ""
        return f'<p class="block-problem">{escape(message)}</p>'

    def prefetch(self, compiled: Compiled) -> None:
        """Pages once per level of inclusion, everything else at the same time."""
        uses = [(self.context.page, name, attrs) for name, attrs in compiled.uses]
        level = uses
        for _level in range(MAX_LEVELS):
            bodies = self._fetch_pages(level)
            level = [use for key in bodies for use in self._uses_of(key)]
            uses += level
            if not level:
                break
        self._fetch_rest(uses)

    def _fetch_pages(self, uses: list[Use]) -> set[str]:
        needs = set(_needs(uses, self.context))
        bodies = {key for kind, key in needs if kind == "bodies"} - self._bodies.keys()
        keys = {key for kind, key in needs if kind == "pages"} - self.pages.keys() | bodies
        if keys:
            self.pages |= self.context.pages(frozenset(keys), frozenset(bodies))
        self._bodies |= dict.fromkeys(bodies)
        return bodies

    def _fetch_rest(self, uses: list[Use]) -> None:
        needs = set(_needs(uses, self.context))
        readings: dict[str, Any] = {}
        for kind in KINDS:
            keys = frozenset(key for wanted, key in needs if wanted == kind)
            if keys:
                readings[kind] = getattr(self.context, kind)(keys)
        by_block: dict[str, list[dict[str, Any]]] = {}
        for _owner, name, attrs in uses:
            by_block.setdefault(name, []).append(attrs)
        standing = {name: block for name in by_block if (block := blocks.dynamic(name))}
        for name, block in standing.items():
            readings[f"block {name}"] = block.load(by_block[name], self.context)
        if self.making:
            self.making.begins(self.pages.values(), readings, standing.values())
        gathered = queries.gather(readings, self.making.answered if self.making else None)
        if self.making and self.making.known is not None:
            return
        for name, found in gathered.items():
            if name in KINDS:
                setattr(self, name, dict(found))
            else:
                self.data[name.removeprefix("block ")] = found

    def _uses_of(self, key: str) -> Iterable[Use]:
        body = self.body(key)
        return [(key, name, attrs) for name, attrs in body.uses] if body else ()

    def body(self, key: str) -> Compiled | None:
        """The compiled body of a page that may be included."""
        page = self.page(key)
        if page is None or page.problem:
            return None
        if self._bodies.get(key) is None:
            compiled = page.compiled
            if compiled is None and page.body:
                compiled = compile(page.body, target=self.context.target, language=page.language)
            self._bodies[key] = compiled
        return self._bodies[key]

    def included(self, key: str, part: Compiled) -> str:
        """The text of another page, its anchors made unique; the caller has asked ``reason_against``."""
        times = self._included[key] = self._included.get(key, 0) + 1
        if self.context.explain:
            part = self.context.explain(self.pages[key].language, part)
        self.stack.append(key)
        html = self.assemble(part)
        self.stack.pop()
        for name in ('id="', 'href="#', 'aria-describedby="'):
            html = html.replace(f"{name}{PREFIX}", f"{name}{PREFIX}{key}-{f'{times}-' if times > 1 else ''}")
        return html

    def reason_against(self, key: str) -> str:
        """Why a page cannot be included, for those who edit; "" where it can."""
        page = self.pages.get(key)
        if key in self.stack:
            return _("This page includes itself, directly or through another page.")
        if page is None or not page.visible:
            return _REASONS.get(page.problem if page else "", _REASONS[""])()
        if page.problem:
            return _REASONS.get(page.problem, _REASONS[""])()
        if len(self.stack) > MAX_LEVELS or sum(self._included.values()) >= MAX_INCLUDES or self._length > MAX_LENGTH:
            return _("Too many pages are included here.")
        return ""

    def assemble(self, compiled: Compiled) -> str:
        out = [compiled.html[0]]
        for (name, attrs), part in zip(compiled.refs, compiled.html[1:], strict=True):
            out += (self._view(name, attrs), part)
        html = "".join(out)
        self._length += len(html)
        return html

    def _view(self, name: str, attrs: dict[str, Any]) -> str:
        block = blocks.dynamic(name)
        if block is None:
            return ""
        if not block.alike:
            return self._view_anew(block, attrs)
        use = name, self.owner, repr(attrs)
        if use not in self._drawn:
            self._drawn[use] = self._view_anew(block, attrs)
        return self._drawn[use]

    def _view_anew(self, block: blocks.Dynamic, attrs: dict[str, Any]) -> str:
        try:
            return block.view(attrs, self)
        except Exception:
            # One block that fails must not take the page with it.
            self.failed = True
            log.exception("block %s failed on page %s", block.name, self.owner)
            return self.problem(_("This block could not be shown."))


_REASONS = {
    "": lambda: _("The included page was not found, or you may not see it."),
    "deleted": lambda: _("The included page was deleted."),
    "restricted": lambda: _("The included page is restricted; readers of this page do not see it."),
    "archived": lambda: _("The included page is archived."),
    "draft": lambda: _("The included page is not published yet."),
}


def _needs(uses: list[Use], context: RenderContext) -> Iterable[blocks.Need]:
    for owner, name, attrs in uses:
        block = blocks.dynamic(name)
        if block:
            yield from block.needs(attrs, owner)


def render(compiled: Compiled, context: RenderContext) -> SafeString:
    """The HTML for one reader."""
    if context.alike is None:
        html = _drawn(compiled, Scope(context))
    elif context.standstill is None:
        html = _told(compiled, context)
    else:
        html = _standing_still(compiled, context)
    return mark_safe(html)  # noqa: S308 - every part is escaped where it is written


def _drawn(compiled: Compiled, scope: Scope) -> str:
    scope.prefetch(compiled)
    return _put_together(compiled, scope)


def _put_together(compiled: Compiled, scope: Scope) -> str:
    html = scope.assemble(compiled)
    return scope.context.finish(html) if scope.context.finish else html


def _told(compiled: Compiled, context: RenderContext) -> str:
    """Drawn where something was answered that was not answered before."""
    making = Making(compiled, context)
    scope = Scope(context, making)
    scope.prefetch(compiled)
    if making.known is not None:
        return making.known
    html = _put_together(compiled, scope)
    if making.key is not None and not scope.failed:
        drawn.put(making.key, html)
    return html


def _standing_still(compiled: Compiled, context: RenderContext) -> str:
    """Asked and drawn where something happened since it was, or a minute went by."""
    key = (Making(compiled, context).around, context.standstill)
    html = drawn.get(key)
    if html is None:
        scope = Scope(context)
        html = _drawn(compiled, scope)
        if not scope.failed:
            drawn.put(key, html, SECONDS)
    return html


def render_each(found: Sequence[Compiled], context: RenderContext) -> list[SafeString]:
    """Several texts for one reader, with the reading of one."""
    scope = Scope(context)
    refs = [ref for one in found for ref in one.refs]
    scope.prefetch(Compiled([""] * (len(refs) + 1), refs, context.target))
    return [mark_safe(scope.assemble(one)) for one in found]  # noqa: S308 - every part is escaped where it is written


def to_html(doc: dict[str, Any], context: RenderContext, *, base_url: str = "", language: str = "") -> SafeString:
    """Compile and render in one go, for previews, mail and exports; stored pages keep the compiled form."""
    return render(compile(doc, target=context.target, language=language, base_url=base_url), context)
