"""What was answered as before is not drawn again; so whatever is drawn may depend on nothing but what is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from humus.kit import queries, richtext
from humus.kit.richtext import blocks
from humus.kit.richtext.drawn import BESIDE, Drawn, drawn
from humus.kit.richtext.scope import Scope
from humus.pages import domain, reading
from humus.pages.models import Page
from humus.people.models import Person
from tests.access.world import World, build
from tests.screens.blocks import every_block, kinds

pytestmark = pytest.mark.django_db
NOON = timezone.now().replace(hour=12, minute=0)
WITH_LISTS = """:::recentChanges most=3

:::labelledPages label=soil

:::organisations most=3
"""


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    drawn.clear()


class Replay:
    """What the first reader was answered is told to the second as well."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: list[Any] = []
        self.pages: list[Any] = []
        self.again = False
        self.said = queries.said
        monkeypatch.setattr(queries, "said", self.say)

    def say(self, asked: Any) -> Any:
        return self._told(self.answers, lambda: self.said(asked))

    def _told(self, kept: list[Any], ask: Callable[[], Any]) -> Any:
        if not self.again:
            kept.append(ask())
            return kept[-1]
        kept.append(kept.pop(0))
        return kept[-1]

    def draw(self, person: Any, page: Page, node: dict[str, Any]) -> str:
        compiled = richtext.compile({"type": "doc", "content": [node]}, language="en")
        context = reading.context(person, Page.objects.get(pk=page.pk), "en")
        find = context.pages
        context.pages = lambda keys, bodies: self._told(self.pages, lambda: find(keys, bodies))
        scope = Scope(context)
        scope.prefetch(compiled)
        with CaptureQueriesContext(connection) as asked:
            html = scope.assemble(compiled)
        # What asks while it is drawn looks at more, whatever it is answered.
        return f"{html} {uuid4()}" if len(asked) else html


def differing(monkeypatch: pytest.MonkeyPatch, world: World, page: Page, nodes: list[Any]) -> list[str]:
    """Blocks that two readers see otherwise though they were answered the same, some hours apart."""
    found = []
    for node in nodes:
        named = [block for name in kinds(node) if (block := blocks.dynamic(name))]
        later = timedelta(hours=0 if any(block.by_the_clock for block in named) else 9)
        with monkeypatch.context() as patch:
            replay = Replay(patch)
            with time_machine.travel(NOON, tick=False):
                first = replay.draw(world.people["member"], page, node)
            replay.again = True
            with time_machine.travel(NOON + later, tick=False):
                second = replay.draw(world.people["secretariat"], page, node)
        if first != second and all(block.told for block in named):
            found.append(node["type"])
    return found


def test_every_kind_is_drawn_from_what_it_was_told_alone(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    page = world.pages["public"]
    assert differing(monkeypatch, world, page, every_block(world, page)["content"]) == []


@pytest.fixture
def register() -> Iterator[Callable[[blocks.Dynamic], None]]:
    known = dict(blocks._registry)
    yield blocks.register
    blocks._registry.clear()
    blocks._registry.update(known)


class ByRights(blocks.Dynamic):
    name = "byRights"

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        return "all of it" if scope.context.person.is_secretariat else "a part"


class ByHours(blocks.Dynamic):
    name = "byHours"

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        return str(timezone.now().hour)


def test_block_that_looks_at_more_is_found(
    monkeypatch: pytest.MonkeyPatch, world: World, register: Callable[[blocks.Dynamic], None]
) -> None:
    register(ByRights())
    register(ByHours())
    nodes = [{"type": "byRights"}, {"type": "byHours"}]
    assert differing(monkeypatch, world, world.pages["public"], nodes) == ["byRights", "byHours"]
    monkeypatch.setattr(ByRights, "told", False)
    monkeypatch.setattr(ByHours, "by_the_clock", True)
    assert differing(monkeypatch, world, world.pages["public"], nodes) == []


@pytest.fixture
def page(world: World) -> Page:
    page = world.pages["public"]
    publish(world, page, "Lists", richtext.from_markdown(WITH_LISTS))
    return page


def publish(world: World, page: Page, title: str, body: dict[str, Any]) -> None:
    domain.publish(actor=world.people["author"], page=page, language="en", title=title, body=body)


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    view = Scope._view_anew

    def counted(self: Scope, block: blocks.Dynamic, attrs: dict[str, Any]) -> str:
        seen.append(block.name)
        return view(self, block, attrs)

    monkeypatch.setattr(Scope, "_view_anew", counted)
    return seen


def look(world: World, role: str, page: Page, query: str = "") -> str:
    return str(world.clients[role].get(Page.objects.get(pk=page.pk).get_absolute_url() + query).content.decode())


def test_readers_who_are_answered_the_same_share_one_drawing(world: World, page: Page, drawings: list[str]) -> None:
    shown = [look(world, role, page) for role in ("member", "outsider", "member")]
    assert drawings == ["recentChanges", "labelledPages", "organisations"]
    assert all(len(one.split('class="lines"')) == 3 for one in shown)
    look(world, "member", page, "?anything=else")
    assert len(drawings) == 3


def test_whoever_may_see_more_is_drawn_more(world: World, page: Page, drawings: list[str]) -> None:
    hidden = domain.create(actor=world.people["author"], space=page.space, title="For some")
    publish(world, hidden, "For some", richtext.paragraphs("Few."))
    assert ["For some" in look(world, role, page) for role in ("anonymous", "member")] == [True, True]
    allowed = [world.people["author"], world.people["editor"]]
    domain.restrict(actor=world.people["author"], page=hidden, mode="view", people=allowed)
    for _time in range(2):
        seen = ["For some</a> <span" in look(world, role, page) for role in ("anonymous", "member", "editor")]
        assert seen == [False, False, True]


def test_another_answer_is_drawn_at_once(world: World, page: Page, drawings: list[str]) -> None:
    look(world, "member", page)
    other = domain.create(actor=world.people["author"], space=page.space, title="Quite new")
    publish(world, other, "Quite new", richtext.paragraphs("New."))
    assert "Quite new</a> <span" in look(world, "member", page)
    type(page).objects.filter(pk=other.pk).update(slug="renamed-by-hand")
    assert "renamed-by-hand" in look(world, "member", page)


def test_text_with_a_block_that_looks_at_more_is_drawn_each_time(
    world: World, page: Page, drawings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(blocks.dynamic("organisations")), "told", False)
    for _time in range(2):
        look(world, "member", page)
    assert len(drawings) == 6


def test_block_that_failed_is_tried_again(world: World, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = type(blocks.dynamic("organisations"))
    with monkeypatch.context() as patch:
        patch.setattr(kind, "view", lambda *_given: 1 // 0)
        broken = look(world, "member", page)
    assert look(world, "member", page) != broken


def test_day_and_minute_make_another_drawing(
    world: World, page: Page, drawings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    member = Person.objects.get(pk=world.people["member"].pk)

    def draw(at: Any) -> None:
        found = reading.context(member, page, "en")
        found.alike = "the page"
        with time_machine.travel(at, tick=False):
            richtext.render(compiled, found)

    compiled = richtext.compile(richtext.from_markdown(":::organisations most=3"))
    for hours in (0, 1, 11, 13):
        draw(NOON + timedelta(hours=hours))
    assert len(drawings) == 2
    monkeypatch.setattr(type(blocks.dynamic("organisations")), "by_the_clock", True)
    for minutes in (0, 0.5, 1):
        draw(NOON + timedelta(minutes=minutes))
    assert len(drawings) == 4


def test_what_is_kept_stays_within_its_letters() -> None:
    small = Drawn(most=3 * (BESIDE + 10))
    for number in range(5):
        small.put(number, "x" * 10)
        small.get(0)
    assert [number for number in range(5) if small.get(number)] == [0, 3, 4]
    assert small.letters == 3 * (BESIDE + 10)
    small.put("gone", "", seconds=-1.0)
    assert small.get("gone") is None
