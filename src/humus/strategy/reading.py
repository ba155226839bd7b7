"""The strategy as one reader sees it, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import get_language

from humus.kit import richtext
from humus.kit.queries import Reading, finish
from humus.kit.questions import question
from humus.kit.translated import pick
from humus.organisations.models import StatedFigure
from humus.pages.loading import address
from humus.pages.models import Page, Text
from humus.pages.models.text import in_best
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


def _seen(person: Any) -> Any:
    return _pages(person).order_by().select_related(None).values("pk")


def _stands(objectives: Any, language: str) -> Any:
    """Objectives with the address and the title of their page."""
    titled = objectives.annotate(title=in_best(language, F("title")))
    return titled.values_list("pk", "code", "title", "page__depth", "page__slug", "page__space__slug", named=True)


@question
def coded(person: Any, codes: Collection[str], language: str) -> Any:
    return _stands(Objective.objects.filter(code__among=codes, page__in=_seen(person)).order_by("pk"), language)


@question
def figures_of(person: Any, codes: Collection[str]) -> Any:
    seen = Objective.objects.filter(code__among=codes, page__in=_seen(person)).order_by().values("pk")
    return TargetValue.objects.current().filter(objective__in=seen)


@question
def listed(person: Any, language: str) -> Any:
    """The objectives of goals that the person may see, in the order of the overview."""
    seen = _seen(person)
    ordered = ("goal__code", "code", "page__path")
    return _stands(Objective.objects.filter(page__in=seen, goal__in=seen).exclude(code="").order_by(*ordered), language)


@question
def forces(person: Any) -> Any:
    known = Space.objects.known_to(person).current().filter(kind="task_force").exclude(code="")
    return known.values_list("code", "slug", "name", named=True)


@dataclass(frozen=True)
class Coded:
    """One objective with its figures, as a block shows it."""

    code: str
    title: str
    url: str
    series: list[figures.Series]
    statements: list[dict[str, Any]]


@dataclass(frozen=True)
class Joinable:
    """One objective with the task force that works for it."""

    code: str
    title: str
    url: str
    slug: str
    force: str


def _named(row: Any) -> dict[str, str]:
    url = address(row.page__depth, row.page__space__slug, row.page__slug)
    return {"code": row.code, "title": row.title or row.page__slug, "url": url}


def by_code(person: Any, codes: Collection[str]) -> Reading:
    """``dict[str, Coded]`` of the objectives with these codes."""
    found, values = yield coded(person, codes=codes, language=get_language() or "en"), figures_of(person, codes=codes)
    mine: dict[int, list[TargetValue]] = {}
    for value in values:
        mine.setdefault(value.objective_id, []).append(value)
    return {
        row.code: Coded(
            **_named(row),
            series=figures.series(mine.get(row.pk, [])),
            statements=figures.statements(mine.get(row.pk, [])),
        )
        for row in found
    }


def joinable(person: Any) -> Reading:
    """``list[Joinable]`` in the order of the goals."""
    objectives, known = yield listed(person, language=get_language() or "en"), forces(person)
    by_code = {force.code: force for force in known}
    return [
        Joinable(**_named(row), slug=force.slug, force=pick(force.name) or force.slug)
        for row in objectives
        if (force := by_code.get(row.code))
    ]


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
