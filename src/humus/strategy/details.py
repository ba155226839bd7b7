"""What the page kinds of the strategy keep in a version, bring back, and show around the words."""

from __future__ import annotations

from typing import Any

from humus.kit.access import may
from humus.pages.reading import titled
from humus.spaces.models import Space
from humus.strategy import figures
from humus.strategy.models import Goal, Objective
from humus.strategy.models.objective import TEXTS

PLAIN = ("code", "code_uncertain", "facility", "core_facility")


def snapshot_goal(page: Any) -> dict[str, Any]:
    goal = Goal.objects.filter(page=page).first()
    return {"code": goal.code} if goal else {}


def carried(kept: dict[str, Any]) -> dict[str, Any]:
    """What another goal or objective begins with: a code belongs to one alone."""
    return {name: value for name, value in kept.items() if value and not name.startswith("code")}


def restore_goal(page: Any, kept: dict[str, Any]) -> None:
    if kept.get("code") and not Goal.objects.filter(code=kept["code"]).exclude(page=page).exists():
        Goal.objects.update_or_create(page=page, defaults={"code": kept["code"]})


def snapshot_objective(page: Any) -> dict[str, Any]:
    objective = Objective.objects.select_related("goal").filter(page=page).first()
    if objective is None:
        return {}
    return {"goal": objective.goal.code} | {name: getattr(objective, name) for name in (*PLAIN, *TEXTS)}


def restore_objective(page: Any, kept: dict[str, Any]) -> None:
    """Bring back the fields; a code that another objective has meanwhile stays with that one."""
    goal = Goal.objects.filter(code=kept.get("goal", "")).first()
    if goal is None:
        return
    fields = {name: kept[name] for name in (*PLAIN, *TEXTS) if name in kept}
    if fields.get("code") and Objective.objects.filter(code=fields["code"]).exclude(page=page).exists():
        fields["code"] = ""
    Objective.objects.update_or_create(page=page, defaults=fields | {"goal": goal})


def objective_context(page: Any, person: Any) -> dict[str, Any]:
    """Header and footer of an objective: its figures, its reasons, its task force."""
    objective = Objective.objects.select_related("goal__page__space").filter(page=page).first()
    if objective is None:
        return {"objective": None}
    titled([objective.goal.page])
    rows = list(objective.figures.current())
    force = None
    if objective.code:
        forces = Space.objects.known_to(person).current().with_people()
        force = forces.filter(kind="task_force", code=objective.code).first()
    return {
        "objective": objective,
        "goal": objective.goal,
        "series": figures.series(rows),
        "statements": figures.statements(rows),
        "sections": objective.sections(),
        "missing": objective.missing(),
        "force": force,
        "may_record": person.is_authenticated and may("page.edit", person, page),
    }


def goal_context(page: Any, person: Any) -> dict[str, Any]:
    from humus.strategy.reading import objectives_of

    goal = Goal.objects.filter(page=page).first()
    return {"goal": goal, "objectives": objectives_of(person, goal) if goal else []}


def words(page: Any) -> str:
    """What search finds an objective by, beside its words."""
    objective = Objective.objects.filter(page=page).first()
    if objective is None:
        return ""
    return " ".join([objective.code, *(text for name in TEXTS for text in (getattr(objective, name) or {}).values())])
