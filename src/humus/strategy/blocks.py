"""Blocks for pages: the figures of an objective, and the task forces one may join."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from humus.kit.richtext import RenderContext, attributes, blocks
from humus.strategy.models import Objective
from humus.strategy.reading import Line, lines, overview, visible_pages


class StrategyTargets(blocks.Dynamic):
    """Baseline and targets of one objective, by its code."""

    name, label = "strategyTargets", _("Figures of an objective")
    attributes = {"code": attributes.text(8, required=True)}
    attribute_labels = {"code": _("Code of the objective, for example A1")}
    words_to_find = "target baseline strategy cible objectif meta objetivo estrategia"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> dict[str, Line]:
        codes = {use["code"] for use in uses}
        objectives = list(Objective.objects.filter(code__in=codes))
        pages = visible_pages(context.person, pk__in=[one.pk for one in objectives])
        return {line.objective.code: line for line in lines(objectives, pages, context.person)}

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

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Any:
        return overview(context.person)

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        lines = self._lines(scope)
        return render_to_string("strategy/parts/block_join.html", {"lines": lines})

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        return "\n".join(f"- {line.objective.code} {line.page.title}" for line in self._lines(scope))

    def _lines(self, scope: Any) -> list[Line]:
        return [line for _goal, _page, lines in scope.data[self.name].goals for line in lines if line.force]


def register() -> None:
    blocks.register(StrategyTargets(), JoinTaskForces())
