"""The strategy as one reader sees it, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from humus.kit import richtext
from humus.organisations.models import StatedFigure
from humus.pages.models import Page, Text
from humus.spaces.models import Space
from humus.strategy import figures
from humus.strategy.models import Goal, Objective, TargetValue

KINDS = ("vision", "mission", "goal", "objective")


@dataclass
class Line:
    """One objective in the overview."""

    objective: Objective
    page: Page
    wants: str = ""
    series: list[figures.Series] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)
    force: Space | None = None

    @property
    def known(self) -> bool:
        return bool(self.wants or self.series)

    @property
    def drawn(self) -> figures.Series | None:
        """The one series that says most in a bar."""
        return max(self.series, key=lambda one: (one.drawable, one.known), default=None)

    @property
    def said(self) -> dict[str, Any] | None:
        """Where no number is stated: the target for 2030 in words, else whatever horizon has words."""
        told = [one for one in self.statements if one["text"]]
        return next((one for one in told if one["horizon"] == "2030"), told[0] if told else None)


@dataclass
class Overview:
    vision: Page | None = None
    mission: Page | None = None
    goals: list[tuple[Goal, Page, list[Line]]] = field(default_factory=list)
    stated: StatedFigure | None = None

    @property
    def entered(self) -> int:
        return sum(line.known for _goal, _page, lines in self.goals for line in lines)

    @property
    def listed(self) -> int:
        return sum(len(lines) for _goal, _page, lines in self.goals)

    @property
    def lacking(self) -> int:
        return max(0, (self.stated.value or 0) - self.entered) if self.stated else 0

    @property
    def unlisted(self) -> int:
        """How many of the stated objectives do not even have a page here."""
        return max(0, (self.stated.value or 0) - self.listed) if self.stated else 0


def excerpt_text(body: dict[str, Any]) -> str:
    """What an objective wants, in plain words: the excerpt of its page, else the whole."""
    return richtext.to_text(richtext.excerpt(body) or body)


def visible_pages(person: Any, **where: Any) -> dict[int, Page]:
    """Published pages of the strategy with their words in the reader's language, by id: two queries."""
    where.setdefault("kind__in", KINDS)
    pages = Page.objects.visible_to(person).published().filter(**where).select_related("space")
    found = {page.pk: page for page in pages}
    texts = Text.objects.filter(page__in=list(found)).only("page_id", "language", "title", "body")
    for text in texts.best_for(get_language() or "en"):
        found[text.page_id].shown_text = text
    return found


def lines(objectives: list[Objective], pages: dict[int, Page], person: Any) -> list[Line]:
    """Objectives whose page one may see, with figures and task forces: two queries."""
    seen = [one for one in objectives if one.pk in pages]
    rows: dict[int, list[TargetValue]] = {}
    for row in TargetValue.objects.current().filter(objective__in=[one.pk for one in seen]):
        rows.setdefault(row.objective_id, []).append(row)
    codes = [one.code for one in seen if one.code]
    known = Space.objects.known_to(person).current().filter(kind="task_force", code__in=codes)
    forces = {force.code: force for force in known.with_role_of(person).with_people()}
    found = []
    for one in seen:
        page, mine = pages[one.pk], rows.get(one.pk, [])
        text = getattr(page, "shown_text", None)
        wants = excerpt_text(text.body) if text else ""
        found.append(
            Line(one, page, wants, figures.series(mine), figures.statements(mine), forces.get(one.code or "-"))
        )
    return found


def overview(person: Any) -> Overview:
    pages = visible_pages(person)
    whole = Overview(stated=StatedFigure.objects.newest("objectives"))
    whole.vision = next((page for page in pages.values() if page.kind == "vision"), None)
    whole.mission = next((page for page in pages.values() if page.kind == "mission"), None)
    goals = {goal.pk: goal for goal in Goal.objects.filter(page__in=list(pages))}
    objectives = Objective.objects.filter(goal__in=list(goals)).order_by("code", "page__path")
    by_goal: dict[int, list[Line]] = {pk: [] for pk in goals}
    for line in lines(sorted(objectives, key=lambda one: (one.code == "", one.code)), pages, person):
        by_goal[line.objective.goal_id].append(line)
    ordered = sorted(goals.values(), key=lambda goal: goal.code)
    whole.goals = [(goal, pages[goal.pk], by_goal[goal.pk]) for goal in ordered]
    return whole


def objectives_of(person: Any, goal: Goal) -> list[Line]:
    """The objectives of one goal, for its page."""
    objectives = sorted(Objective.objects.filter(goal=goal), key=lambda one: (one.code == "", one.code))
    return lines(objectives, visible_pages(person, kind="objective"), person)
