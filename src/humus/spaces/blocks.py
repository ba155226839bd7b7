"""The block that shows the people of a space."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit.queries import Reading
from humus.kit.questions import question
from humus.kit.richtext import RenderContext, attributes, blocks
from humus.people.models import Person
from humus.spaces.models import Membership, Space

MOST = 60
MOST_SPACES = 30


class People(blocks.Dynamic):
    """Who is in a space that the reader may see, as far as the reader may know them."""

    name, label = "people", gettext_lazy("People of a space")
    attributes = {"space": attributes.space(), "role": attributes.text(30), "most": attributes.integer(1, MOST, 24)}
    attribute_labels = {
        "space": gettext_lazy("Another space (optional)"),
        "role": gettext_lazy("Only this role (optional)"),
        "most": gettext_lazy("How many at most"),
    }
    words_to_find = "members team membres équipe miembros equipo personnes personas"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        here = getattr(context.extra.get("page"), "space", None)
        slugs = [slug for use in uses if (slug := use.get("space") or getattr(here, "slug", ""))]
        rows = yield members(context.person, spaces=list(dict.fromkeys(slugs))[:MOST_SPACES])
        found: dict[str, list[Membership]] = {"": []}
        for row in rows:
            found.setdefault(row.space.slug, []).append(row)
        return found | {"": found.get(getattr(here, "slug", ""), [])}

    def _found(self, attrs: dict[str, Any], scope: Any) -> list[Membership]:
        role = attrs.get("role", "").casefold()
        rows = scope.data[self.name].get(attrs.get("space", ""), [])
        kept = [row for row in rows if not role or role in (row.role, str(row.role_label).casefold())]
        return list({row.person_id: row for row in kept}.values())[: attrs.get("most", 24)]

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        lines = "".join(
            f'<li><a class="line__name" href="{escape(row.person.get_absolute_url())}">{escape(str(row.person))}</a> '
            f'<span class="line__note">{escape(str(row.role_label))}</span></li>'
            for row in self._found(attrs, scope)
        )
        return (
            f'<ul class="lines">{lines}</ul>'
            if lines
            else f'<p class="unknown">{escape(_("Nobody to show here."))}</p>'
        )

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        return "\n".join(f"- {row.person}, {row.role_label}" for row in self._found(attrs, scope))


@question
def members(person: Any, spaces: Collection[str]) -> Any:
    """The people of spaces that the person may see, as far as they may be known."""
    listed = Membership.objects.active().filter(
        space__in=Space.objects.visible_to(person).filter(slug__among=spaces),
        person__in=Person.objects.visible_to(person).active().exclude(name=""),
    )
    shown = listed.select_related("person", "space").order_by(F("space_id"), "person__name", "pk")
    return shown.only("role", "space__slug", "space__kind", "person__key", "person__name", "person__erased_at")[
        : MOST * MOST_SPACES
    ]


def register() -> None:
    blocks.register(People())
