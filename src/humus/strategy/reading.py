"""The strategy as one reader sees it, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from humus.kit import richtext
from humus.kit.queries import Reading, finish
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
    found = {page.pk: page for page in _pages(person, **where)}
    return _with_words(found, _words(found))


def _pages(person: Any, **where: Any) -> QuerySet[Page]:
    where.setdefault("kind__in", KINDS)
    return Page.objects.visible_to(person).published().filter(**where).select_related("space")


def _words(pages: dict[int, Page]) -> QuerySet[Text]:
    texts = Text.objects.filter(page__in=list(pages)).only("page_id", "language", "title", "body")
    return texts.best_for(get_language() or "en")


def _with_words(pages: dict[int, Page], texts: Iterable[Text]) -> dict[int, Page]:
    for text in texts:
        pages[text.page_id].shown_text = text  # type: ignore[attr-defined]
    return pages


def lines(objectives: list[Objective], pages: dict[int, Page], person: Any) -> list[Line]:
    """Objectives whose page one may see, with figures and task forces: two queries."""
    seen = [one for one in objectives if one.pk in pages]
    return _lines(seen, pages, *_facts(seen, person))


def _facts(seen: list[Objective], person: Any) -> tuple[QuerySet[TargetValue], QuerySet[Space]]:
    """The figures of these objectives, and their task forces."""
    codes = [one.code for one in seen if one.code]
    known = Space.objects.known_to(person).current().filter(kind="task_force", code__in=codes)
    figures_of = TargetValue.objects.current().filter(objective__in=[one.pk for one in seen])
    return figures_of, known.with_role_of(person).with_people()


def _lines(
    seen: list[Objective], pages: dict[int, Page], values: Iterable[TargetValue], known: Iterable[Space]
) -> list[Line]:
    rows: dict[int, list[TargetValue]] = {}
    for row in values:
        rows.setdefault(row.objective_id, []).append(row)
    forces = {force.code: force for force in known}
    found = []
    for one in seen:
        page, mine = pages[one.pk], rows.get(one.pk, [])
        text = getattr(page, "shown_text", None)
        wants = excerpt_text(text.body) if text else ""
        found.append(
            Line(one, page, wants, figures.series(mine), figures.statements(mine), forces.get(one.code or "-"))
        )
    return found


def lines_by_code(person: Any, codes: Collection[str]) -> Reading:
    """``dict[str, Line]`` of the objectives with these codes: five questions in two rounds."""
    coded = Objective.objects.filter(code__in=codes)
    objectives, rows = yield coded, _pages(person, pk__in=coded.order_by().values("pk"))
    pages = {page.pk: page for page in rows}
    seen = [one for one in objectives if one.pk in pages]
    texts, values, known = yield _words(pages), *_facts(seen, person)
    return {line.objective.code: line for line in _lines(seen, _with_words(pages, texts), values, known)}


def overview(person: Any) -> Overview:
    whole: Overview = finish(reading_of_all(person))
    return whole


def reading_of_all(person: Any) -> Reading:
    """The ``Overview``: seven questions in two rounds."""
    stated = StatedFigure.objects.standing().filter(what="objectives")[:1]
    by_path = Objective.objects.order_by("code", "page__path")
    rows, said, every_goal, every_one = yield _pages(person), stated, Goal.objects.all(), by_path
    pages = {page.pk: page for page in rows}
    goals = {goal.pk: goal for goal in every_goal if goal.pk in pages}
    objectives = [one for one in every_one if one.goal_id in goals]
    seen = [one for one in sorted(objectives, key=lambda one: (one.code == "", one.code)) if one.pk in pages]
    texts, values, known = yield _words(pages), *_facts(seen, person)
    _with_words(pages, texts)
    whole = Overview(stated=said[0] if said else None)
    whole.vision = next((page for page in pages.values() if page.kind == "vision"), None)
    whole.mission = next((page for page in pages.values() if page.kind == "mission"), None)
    by_goal: dict[int, list[Line]] = {pk: [] for pk in goals}
    for line in _lines(seen, pages, values, known):
        by_goal[line.objective.goal_id].append(line)
    ordered = sorted(goals.values(), key=lambda goal: goal.code)
    whole.goals = [(goal, pages[goal.pk], by_goal[goal.pk]) for goal in ordered]
    return whole


def objectives_of(person: Any, goal: Goal) -> list[Line]:
    """The objectives of one goal, for its page."""
    objectives = sorted(Objective.objects.filter(goal=goal), key=lambda one: (one.code == "", one.code))
    return lines(objectives, visible_pages(person, kind="objective"), person)
