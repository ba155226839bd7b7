"""The invented community: the same each time, marked, reachable at no real address. Needs no database."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from humus.kit.richtext import from_markdown, to_text
from humus.organisations.categories import AFFILIATIONS, CATEGORIES
from humus.people.models.person import SHOWABLE
from humus.portal.demo import DemoText, memberships, organisations, people, texts
from humus.portal.tests.test_initial_content import BAD_FRENCH
from humus.spaces.kinds import KINDS

INITIAL = Path(__file__).resolve().parents[1] / "initial"
SPACES = {space["key"]: space for space in json.loads((INITIAL / "spaces.json").read_text("utf-8"))["spaces"]}


def test_sixty_organisations_say_that_they_are_invented() -> None:
    found = organisations()
    assert len(found) == len({one.key for one in found}) == 60
    assert all(one.name.endswith(" (demo)") for one in found)
    assert {one.category for one in found} == set(CATEGORIES)
    assert {one.affiliation for one in found} == set(AFFILIATIONS)
    assert not any(one.category == "company" and one.affiliation == "member" for one in found)


def test_two_hundred_people_live_at_example_addresses() -> None:
    found = people()
    assert len(found) == len({one.email for one in found}) == len({one.name for one in found}) == 200
    assert all(one.email.endswith(".example") for one in found)
    assert all(one.email.isascii() for one in found)
    assert {one.organisation for one in found} <= {None, *(one.key for one in organisations())}
    assert all(ZoneInfo(one.time_zone) for one in found)
    assert {name for one in found for name in one.shown} <= set(SHOWABLE)


def test_an_organisation_has_at_most_one_focal_point() -> None:
    counts = Counter(one.organisation for one in people() if one.focal_point)
    assert set(counts.values()) == {1}


def test_generation_is_repeatable() -> None:
    first = (people(), memberships())
    people.cache_clear()
    memberships.cache_clear()
    assert (people(), memberships()) == first


def test_roles_exist_in_their_space_and_leaders_come_from_partners() -> None:
    leading = {one.key for one in organisations() if one.may_lead}
    for row in memberships():
        role = KINDS[SPACES[row.space]["kind"]].roles[row.role]
        assert not role.partner_only or people()[row.person].organisation in leading
        assert bool(row.region) is role.region


def test_every_titled_task_force_has_one_leader() -> None:
    leaders = Counter(row.space for row in memberships() if row.role == "leader")
    assert len(leaders) == 15
    assert set(leaders.values()) == {1}


def test_pages_and_conversations_are_in_three_languages() -> None:
    conversations = [one for one in texts() if one.kind == "discussion"]
    assert Counter(one.language for one in conversations) == {"en": 16, "fr": 12, "es": 12}
    assert len({one.key for one in texts()} - {one.key for one in conversations}) == 25
    assert {one.language for one in texts() if one.kind == "page"} == {"en", "fr", "es"}


def test_every_conversation_has_an_opening_and_an_answer() -> None:
    for one in texts():
        if one.kind == "discussion":
            assert len(one.said) >= 2
            assert all(len(words) > 10 and "**" not in words for words in one.said)


def test_a_text_stands_below_one_of_its_own_space() -> None:
    spaces = {one.key: one.space for one in texts()}
    assert all(one.parent == "" or spaces[one.parent] == one.space for one in texts())


@pytest.mark.parametrize("text", texts(), ids=lambda text: f"{text.key}.{text.language}")
def test_text_can_be_read_and_has_its_place(text: DemoText) -> None:
    assert SPACES[text.space]
    assert 0 <= text.author < 200
    assert len(to_text(from_markdown(text.body))) > 80
    if text.language == "fr":
        prose = [line for line in text.body.splitlines() if not line.startswith("> [!")]
        assert [line for line in [text.title, *prose] if BAD_FRENCH.search(line)] == []
