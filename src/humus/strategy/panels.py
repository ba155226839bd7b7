"""The objective of a task force, beside its front page."""

from __future__ import annotations

from typing import Any

from humus.pages.models import Page
from humus.pages.reading import titled
from humus.spaces.models import Space
from humus.spaces.panels import Panel
from humus.strategy import figures
from humus.strategy.models import Objective
from humus.strategy.reading import Line


def objective_panel(space: Space, person: Any) -> Panel | None:
    """Title and figures of the objective, where the person may see its page: three queries."""
    if not space.code:
        return None
    visible = Page.objects.visible_to(person).published()
    found = Objective.objects.select_related("page__space").filter(code=space.code, page__in=visible).first()
    if found is None:
        return None
    titled([found.page])
    line = Line(found, found.page, series=figures.series(found.figures.current()))
    return Panel("strategy/parts/force_panel.html", {"line": line})
