"""Blocks for pages: the figures of an objective, and the task forces one may join."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit.queries import Reading
from humus.kit.richtext import RenderContext, attributes, blocks
from humus.strategy.figures import YEARS, Series
from humus.strategy.reading import Joinable, by_code, joinable


class StrategyTargets(blocks.Dynamic):
    """Baseline and targets of one objective, by its code."""

    name, label = "strategyTargets", gettext_lazy("Figures of an objective")
    attributes = {"code": attributes.text(8, required=True)}
    attribute_labels = {"code": gettext_lazy("Code of the objective, for example A1")}
    words_to_find = "target baseline strategy cible objectif meta objetivo estrategia"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        return by_code(context.person, {use["code"] for use in uses})

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        line = scope.data[self.name].get(attrs["code"])
        if line is None:
            return str(scope.problem(_("There is no objective with this code, or readers may not see it.")))
        facts = {"line": line, "drawn": scope.context.target == "page", "years": YEARS.values()}
        return render_to_string("strategy/parts/block_targets.html", facts)

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        line = scope.data[self.name].get(attrs["code"])
        if line is None:
            return ""
        said = (f"{one['label']}: {one['text']}" for one in line.statements if one["text"])
        return "\n".join([f"{line.code} {line.title}", *said, *map(_told, line.series)])


def _told(one: Series) -> str:
    """A measure in a line: the years for which something is stated."""
    points = "; ".join(f"{point['year']}: {point['shown']}" for point in one.points if point["value"] is not None)
    return f"- {one.title}: {points}"


class JoinTaskForces(blocks.Dynamic):
    """The goals with their task forces, each with the way to join."""

    name, label = "joinTaskForces", gettext_lazy("Join the task forces")
    words_to_find = "groups working group groupe de travail grupo de trabajo rejoindre unirse"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        return joinable(context.person)

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        lines = "".join(_joining(line, scope.context.target) for line in scope.data[self.name])
        if not lines:
            return f'<p class="unknown">{escape(_("No task force to join yet."))}</p>'
        return f'<div class="block-join"><ul class="lines">{lines}</ul></div>'

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        return "\n".join(f"- {line.code} {line.title}" for line in scope.data[self.name])


def _joining(line: Joinable, target: str) -> str:
    words = f'<span class="objective__code">{escape(line.code)}</span> '
    words = f'<li><span>{words}<a href="/s/{escape(line.slug)}/">{escape(line.title)}</a></span>'
    if target != "page":
        return f"{words}</li>"
    join = f'{escape(_("Join"))}<span class="visually-hidden"> {escape(line.force)}</span>'
    address = reverse("space_join", args=[line.slug])
    return f'{words}<a class="button button--quiet button--small" href="{address}">{join}</a></li>'


def register() -> None:
    blocks.register(StrategyTargets(), JoinTaskForces())
