"""Vision, mission, goals and objectives as pages, with every figure and its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from humus.kit import richtext
from humus.pages.domain import front
from humus.pages.domain.planting import plant
from humus.pages.models import Page
from humus.portal.loading.files import LANGUAGES, read
from humus.spaces.models import Space
from humus.strategy.models import Goal, Objective, TargetValue

Texts = dict[str, tuple[str, dict[str, Any]]]
LONG = ("problem", "consequences", "activities", "obstacles", "success_factors")


def body(text: str, *, excerpt: bool = True) -> dict[str, Any]:
    """Plain words as a document; as an excerpt, so that other pages can include them."""
    doc = richtext.paragraphs(text)
    if excerpt and text:
        doc = {"type": "doc", "content": [{"type": "excerpt", "content": doc["content"]}]}
    return richtext.clean(doc)


def texts(title: dict[str, str], words: dict[str, str] | None) -> Texts:
    known = [code for code in LANGUAGES if title.get(code)]
    return {code: (title[code], body((words or {}).get(code, ""))) for code in known}


def load() -> int:
    data, space = read("strategy"), Space.objects.get(slug="strategy")
    top = front(space)
    for kind in ("vision_2050", "mission_2030"):
        one = data[kind]
        words = texts(one["title"], one["text"])
        plant(space=space, parent=top, slug=kind.replace("_", "-"), kind=kind[:-5], texts=words)
    goals = {one["code"]: _goal(space, top, one) for one in data["goals"]}
    for number, one in enumerate(data["objectives"], 1):
        _objective(space, goals[one["goal"]], one, number)
    return 2 + len(goals) + len(data["objectives"])


def _goal(space: Space, top: Page | None, one: dict[str, Any]) -> Goal:
    def row(page: Page) -> None:
        Goal.objects.create(page=page, code=one["code"])

    slug = f"goal-{one['code'].lower()}"
    words = texts(one["name"], one["text"])
    page = plant(space=space, parent=top, slug=slug, kind="goal", texts=words, save_detail=row)
    return Goal.objects.select_related("page").get(page=page)


def _objective(space: Space, goal: Goal, one: dict[str, Any], number: int) -> None:
    """An objective of which only the code is known gets the code as its title and no words."""
    title = one["short_name"] or dict.fromkeys(LANGUAGES[:1], one["code"] or f"{goal.code}?")
    slug = f"objective-{one['code'].lower()}" if one["code"] else f"objective-{goal.code.lower()}-{number}"
    page = plant(
        space=space,
        parent=goal.page,
        slug=slug,
        kind="objective",
        texts=texts(title, one["description"]),
        save_detail=_row(goal, one),
    )
    _figures(Objective.objects.get(page=page), one)


def _row(goal: Goal, one: dict[str, Any]) -> Callable[[Page], None]:
    causes = {code: "\n".join(cause[code] for cause in one["causes"]) for code in LANGUAGES if one["causes"]}
    long = {name: lined(one[name]) for name in LONG}

    def save(page: Page) -> None:
        Objective.objects.create(
            page=page,
            goal=goal,
            code=one["code"] or "",
            code_uncertain=one["code_uncertain"],
            facility=one["facility"] or "",
            core_facility=one["core_facility"] or "",
            causes=causes,
            **long,
        )

    return save


def lined(value: Any) -> dict[str, str]:
    """A translated text, or a list of them as lines."""
    if isinstance(value, list):
        return {code: "\n".join(item[code] for item in value) for code in LANGUAGES if value}
    return value or {}


def _figures(objective: Objective, one: dict[str, Any]) -> None:
    source = one["sources"][0] if one["sources"] else ""
    for horizon, field in (("baseline", "baseline_2020"), ("2030", "target_2030"), ("2050", "target_2050")):
        if one[field]:
            TargetValue.objects.create(objective=objective, horizon=horizon, text=one[field], **sourced(source))
    earlier: dict[str, list[TargetValue]] = {}
    for row in sorted(one["numbers"], key=lambda row: row["revision"]):
        figure = TargetValue.objects.create(objective=objective, **_figure(row))
        if row["superseded"]:
            earlier.setdefault(row["horizon"], []).append(figure)
        elif row["revision"] > 1:
            figure.replaces.set(earlier.get(row["horizon"], []))


def sourced(source: str) -> dict[str, str]:
    """An address as a source is named by its site."""
    if source.startswith("http"):
        return {"source": source.split("/")[2], "source_url": source}
    return {"source": source, "source_url": ""}


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "horizon": row["horizon"],
        "measure": row["measure"],
        "label": row["label"],
        "value": row["value"],
        "out_of": row.get("out_of"),
        "bound": row["bound"] or "",
        "unit": row["unit"],
        "year": row["year"],
        "stated_on": (row["stated"] or {}).get("date", ""),
        "note": row["note"] or {},
    } | sourced(row["source"])
