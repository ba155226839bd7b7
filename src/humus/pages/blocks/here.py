"""The section of a space's front that lists the pages of the space."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit.queries import Reading, answered
from humus.kit.richtext import RenderContext, attributes
from humus.kit.richtext.sections import Section
from humus.pages.loading import BELOW


class PagesHere(Section):
    """The pages below the front, in the order of their tree."""

    name, label = "spacePages", gettext_lazy("Pages of this space")
    attributes = {
        "title": attributes.text(80),
        "most": attributes.integer(1, BELOW, BELOW),
    }
    attribute_labels = {
        "title": gettext_lazy("Heading (optional)"),
        "most": gettext_lazy("How many at most"),
    }
    words_to_find = "contents list contenu liste páginas índice"

    def fits(self, context: RenderContext) -> bool:
        page = context.extra.get("page")
        return page is None or page.is_front

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        """What the page around it has found already; alone, as in the editor, its own reading."""
        around = context.extra.get("around") or {}
        page = context.extra.get("page")
        if "children" in around:
            pages: Sequence[Any] = around["children"]
        elif page is not None:
            pages = (yield from answered(context.children([page.key])))[page.key]
        else:
            pages = ()
        return {"pages": pages, "space": getattr(page, "space", None), "may_contribute": around.get("may_contribute")}

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        found = scope.data[self.name]
        if found["space"] is None or scope.context.target != "page":
            return "".join(f"<p>{escape(line)}</p>" for line in self._titles(attrs, scope))
        facts = {"title": attrs.get("title", ""), "most": attrs.get("most", BELOW)}
        return render_to_string("pages/parts/pages_here.html", found | facts)

    def _titles(self, attrs: dict[str, Any], scope: Any) -> list[str]:
        return [page.title for page in scope.data[self.name]["pages"][: attrs.get("most", BELOW)]]

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        return "\n".join([attrs.get("title") or _("Pages"), *(f"- {title}" for title in self._titles(attrs, scope))])
