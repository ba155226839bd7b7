"""Blocks that read other pages: links by key, includes, children; and the table of contents of this one."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit.direction import direction

from .. import attributes
from ..blocks import Block, Dynamic, Need, Node
from ..context import PageRef
from ..outline import Heading
from ..plain import to_text
from ..plain_html import from_plain_html
from ..scope import Scope
from ..writer import Compiled, Writer


class PageLink(Dynamic):
    """The address inside ``<a ...>`` of a link to a page; a page one may not see is plain text."""

    name, inline, part = "pageLink", True, True
    attributes = {"page": attributes.key("page"), "anchor": attributes.text(200)}

    def needs(self, attrs: dict[str, Any], owner: str) -> Iterable[Need]:
        return (("pages", attrs["page"]),)

    def view(self, attrs: dict[str, Any], scope: Scope) -> str:
        page = scope.page(attrs["page"])
        if page and page.url:
            anchor = f"#{attrs['anchor']}" if attrs.get("anchor") else ""
            return f' href="{escape(page.url + anchor)}"'
        if scope.context.may_edit and scope.context.target == "page":
            return f' class="link-broken" title="{escape(_("This page was not found, or you may not see it."))}"'
        return ""


class Include(Dynamic):
    name, label = "include", gettext_lazy("Include a page")
    attributes = {"page": attributes.key("page")}
    attribute_labels = {"page": gettext_lazy("Page")}
    # The anchors of each are its own.
    alike = False

    def needs(self, attrs: dict[str, Any], owner: str) -> Iterable[Need]:
        return (("bodies", attrs["page"]),)

    def view(self, attrs: dict[str, Any], scope: Scope) -> str:
        found = self._found(attrs, scope)
        if isinstance(found, str):
            return scope.problem(found)
        page = scope.pages[attrs["page"]]
        language = language_attributes(page.language, scope.context.language)
        return f'<div class="included"{language}>{scope.included(page.key, found)}</div>'

    def words(self, attrs: dict[str, Any], scope: Scope) -> str:
        found = self._found(attrs, scope)
        return "" if isinstance(found, str) else to_text(from_plain_html(scope.included(attrs["page"], found)))

    def _found(self, attrs: dict[str, Any], scope: Scope) -> Compiled | str:
        """What is included, or why nothing is."""
        reason = scope.reason_against(attrs["page"])
        found = None if reason else self.choose(scope.body(attrs["page"]), attrs)
        return found or reason or _("The included page has no excerpt of this name.")

    def choose(self, body: Compiled | None, attrs: dict[str, Any]) -> Compiled | None:
        return body


class IncludeExcerpt(Include):
    name, label = "includeExcerpt", gettext_lazy("Include an excerpt")
    attributes = {"page": attributes.key("page"), "name": attributes.text(60)}
    attribute_labels = {"page": gettext_lazy("Page"), "name": gettext_lazy("Name of the excerpt (may stay empty)")}

    def choose(self, body: Compiled | None, attrs: dict[str, Any]) -> Compiled | None:
        return body.excerpts.get(attrs.get("name", "")) if body else None


def language_attributes(language: str, around: str) -> str:
    if not language or language == around:
        return ""
    return f' lang="{escape(language)}" dir="{direction(language)}"'


class Children(Dynamic):
    """The pages below the one in which it stands, or below another."""

    name, label = "children", gettext_lazy("List of child pages")
    attributes = {"page": attributes.key("page", required=False)}
    attribute_labels = {"page": gettext_lazy("Page")}

    def needs(self, attrs: dict[str, Any], owner: str) -> Iterable[Need]:
        return (("children", attrs.get("page") or owner),)

    def view(self, attrs: dict[str, Any], scope: Scope) -> str:
        links = [f'<a href="{escape(page.url)}">{escape(page.title)}</a>' for page in self._below(attrs, scope)]
        if not links:
            return scope.problem(_("There are no pages below this one yet."))
        return f'<ul class="children"><li>{"</li><li>".join(links)}</li></ul>'

    def words(self, attrs: dict[str, Any], scope: Scope) -> str:
        return "\n".join(f"- {page.title}" for page in self._below(attrs, scope))

    def _below(self, attrs: dict[str, Any], scope: Scope) -> list[PageRef]:
        return [page for page in scope.children.get(attrs.get("page") or scope.owner, ()) if page.visible]


class TableOfContents(Block):
    name, label = "toc", gettext_lazy("Table of contents")
    attributes = {"depth": attributes.integer(1, 5, 2)}
    attribute_labels = {"depth": gettext_lazy("Levels of headings")}

    def write(self, node: Node, out: Writer) -> None:
        deepest = node.get("attrs", {}).get("depth", 2) + 1
        headings = [heading for heading in out.headings if heading.level <= deepest and heading.text]
        if headings:
            out.raw(
                f'<nav class="contents" aria-label="{escape(_("Table of contents"))}">{nested_list(headings)}</nav>'
            )

    def text(self, node: Node, inner: str) -> str:
        return ""


def nested_list(headings: list[Heading]) -> str:
    """Headings as lists within lists; a level that is skipped is not drawn."""
    out: list[str] = []
    levels: list[int] = []
    for heading in headings:
        while levels and levels[-1] > heading.level and len(levels) > 1:
            out.append("</li></ol>")
            levels.pop()
        if levels and levels[-1] > heading.level:
            levels[-1] = heading.level
        if not levels or levels[-1] < heading.level:
            out.append("<ol>")
            levels.append(heading.level)
        else:
            out.append("</li>")
        out.append(f'<li><a href="#{escape(heading.anchor)}">{escape(heading.text)}</a>')
    return "".join(out) + "</li></ol>" * len(levels)


BLOCKS = (PageLink(), Include(), IncludeExcerpt(), Children(), TableOfContents())
