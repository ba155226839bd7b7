"""Blocks for pages: the figures of an objective, and the task forces one may join."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from humus.kit.queries import Reading
from humus.kit.richtext import RenderContext, attributes, blocks
from humus.strategy.reading import Line, lines_by_code, reading_of_all


class StrategyTargets(blocks.Dynamic):
    """Baseline and targets of one objective, by its code."""

    name, label = "strategyTargets", _("Figures of an objective")
    attributes = {"code": attributes.text(8, required=True)}
    attribute_labels = {"code": _("Code of the objective, for example A1")}
    words_to_find = "target baseline strategy cible objectif meta objetivo estrategia"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        return lines_by_code(context.person, {use["code"] for use in uses})

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        line = scope.data[self.name].get(attrs["code"])
        if line is None:
            return str(scope.problem(_("There is no objective with this code, or readers may not see it.")))
        return render_to_string("strategy/parts/block_targets.html", {"line": line})

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        line = scope.data[self.name].get(attrs["code"])
        return f"{line.objective.code} {line.page.title}" if line else ""


class JoinTaskForces(blocks.Dynamic):
    """The goals with their task forces, each with the way to join."""

    name, label = "joinTaskForces", _("Join the task forces")
    words_to_find = "groups working group groupe de travail grupo de trabajo rejoindre unirse"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        return reading_of_all(context.person)

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        lines = self._lines(scope)
        return render_to_string(
            "strategy/parts/block_join.html", {"lines": lines, "pressed": scope.context.target == "page"}
        )

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        return "\n".join(f"- {line.objective.code} {line.page.title}" for line in self._lines(scope))

    def _lines(self, scope: Any) -> list[Line]:
        return [line for _goal, _page, lines in scope.data[self.name].goals for line in lines if line.force]


def register() -> None:
    blocks.register(StrategyTargets(), JoinTaskForces())
