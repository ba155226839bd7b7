"""A small strategy to test with."""

from __future__ import annotations

from typing import Any

from humus.kit import richtext
from humus.pages.domain import front
from humus.pages.domain.planting import plant
from humus.pages.models import Page
from humus.spaces.models import Space
from humus.strategy.models import Goal, Objective, TargetValue


def excerpt(words: str) -> dict[str, Any]:
    inner = richtext.paragraphs(words)["content"]
    return richtext.clean({"type": "doc", "content": [{"type": "excerpt", "content": inner}] if words else []})


def make_goal(code: str = "A") -> Goal:
    space, _new = Space.objects.get_or_create(
        slug="strategy", defaults={"kind": "strategy", "name": {"en": "Strategy"}, "joining": "invitation"}
    )
    if front(space) is None:
        plant(space=space, slug="front", texts={"en": ("Strategy", richtext.empty())})

    def row(page: Page) -> None:
        Goal.objects.create(page=page, code=code)

    page = plant(
        space=space,
        slug=f"goal-{code.lower()}",
        kind="goal",
        texts={"en": (f"Goal {code}", richtext.paragraphs("Words of a goal"))},
        save_detail=row,
    )
    return Goal.objects.select_related("page__space").get(page=page)


def make_objective(goal: Goal, code: str, words: str = "Soil counts.", **fields: Any) -> Objective:
    def row(page: Page) -> None:
        Objective.objects.create(page=page, goal=goal, code=code, **fields)

    page = plant(
        space=goal.page.space,
        parent=goal.page,
        slug=f"objective-{code.lower()}",
        kind="objective",
        texts={"en": (f"Title of {code}", excerpt(words)), "fr": (f"Titre de {code}", excerpt("Le sol compte."))},
        save_detail=row,
    )
    return Objective.objects.select_related("page__space", "goal").get(page=page)


def make_figure(objective: Objective, horizon: str, value: Any, **fields: Any) -> TargetValue:
    given = {"measure": "plans", "label": {"en": "Plans"}, "unit": "count", "source": "A report"} | fields
    return TargetValue.objects.create(objective=objective, horizon=horizon, value=value, **given)
