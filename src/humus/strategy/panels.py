"""The objective of a task force, beside its front page."""

from __future__ import annotations

from typing import Any

from humus.spaces.models import Space
from humus.spaces.panels import Panel
from humus.strategy.models import Objective
from humus.strategy.reading import lines, visible_pages


def objective_panel(space: Space, person: Any) -> Panel | None:
    objective = Objective.objects.filter(code=space.code).first() if space.code else None
    if objective is None:
        return None
    found = lines([objective], visible_pages(person, pk=objective.pk), person)
    return Panel("strategy/parts/force_panel.html", {"line": found[0]}) if found else None
