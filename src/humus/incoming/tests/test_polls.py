"""Voting by a plain reply, over LMTP."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail as outbox

from humus.discussions.models import Ballot, Comment, Topic
from humus.discussions.topics import domain, voting
from humus.incoming.tests.writing import posted, written
from humus.kit import answering
from humus.notifications.models import Habits
from humus.notifications.notices import fanning, letters
from humus.pages.models import Page
from humus.spaces.domain import end

pytestmark = pytest.mark.django_db(transaction=True)
ME = "Mona Member <mona.member@example.org>"


@pytest.fixture
def poll(cast: SimpleNamespace, page: Page) -> Topic:
    given: dict[str, Any] = {"title": "Which day?", "text": "For the call.", "kind": "poll", "several": True}
    return domain.start_discussion(
        actor=cast.leader, space=cast.force, choices=["Monday", "Tuesday", "3. Friday"], **given
    )


@pytest.fixture
def ballot_box(cast: SimpleNamespace, poll: Topic) -> str:
    return answering.address("v", cast.member.pk, poll.page.key)


def votes(cast: SimpleNamespace, poll: Topic) -> list[int]:
    found = Ballot.objects.filter(person=cast.member).first()
    return [choice.position for choice in poll.poll.choices.all() if found and choice.pk in found.choices]


@pytest.mark.parametrize(
    ("text", "chosen", "said"),
    [
        ("2", [2], ""),
        ("2.\n\nOn Mon, 4 May 2026, Humus wrote:\n> 1. Monday\n> 2. Tuesday", [2], ""),
        ("1 et 3\n\nCordialement,\nMona", [1, 3], ""),
        ("١ و٢", [1, 2], ""),
        ("tuesday", [2], ""),
        ("1. Monday\n2) Tuesday\n", [1, 2], ""),
        ("Friday", [], "Friday"),
        ("3. Friday\n\nMornings are best.", [3], "Mornings are best."),
        ("2 days would be better.", [], "2 days would be better."),
    ],
)
def test_vote_is_counted_and_the_rest_is_said(
    cast: SimpleNamespace, poll: Topic, ballot_box: str, text: str, chosen: list[int], said: str
) -> None:
    outbox.outbox.clear()
    row = posted(written(ME, ballot_box, text))
    assert row.state == "done", row.why
    assert votes(cast, poll) == chosen
    assert [one.plain for one in Comment.objects.all()] == ([said] if said else [])
    answer = next(one.body for one in outbox.outbox if one.to == [cast.member.email])
    assert all(poll.poll.choices.get(position=place).label in answer for place in chosen or [1, 2, 3])


def test_mind_is_changed_until_the_poll_is_closed(cast: SimpleNamespace, poll: Topic, ballot_box: str) -> None:
    posted(written(ME, ballot_box, "1"))
    posted(written(ME, ballot_box, "3"))
    assert votes(cast, poll) == [3]
    voting.close(actor=cast.leader, poll=poll.poll)
    assert posted(written(ME, ballot_box, "2")).state == "refused"
    assert votes(cast, poll) == [3]


def test_no_ballot_for_what_cannot_be_chosen_or_by_whom_it_is_not(
    cast: SimpleNamespace, poll: Topic, ballot_box: str
) -> None:
    assert posted(written(ME, ballot_box, "7")).state == "refused"
    assert posted(written("evil@x.example", ballot_box, "1")).state == "held"
    assert posted(written(ME, ballot_box, "1", Auto_Submitted="auto-replied")).state == "dropped"
    end(actor=cast.secretary, membership=cast.force.memberships.get(person=cast.member), reason="Test")
    assert posted(written(ME, ballot_box, "1")).state == "refused"
    assert Ballot.objects.count() == 0
    assert Comment.objects.count() == 0


def test_letter_about_a_poll_shows_its_choices_and_takes_the_vote(
    cast: SimpleNamespace, page: Page, ballot_box: str, poll: Topic
) -> None:
    Habits.objects.create(person=cast.member, cadence="at_once")
    given = {"title": "Which week?", "text": "@Mona Member, tell us.", "kind": "poll", "choices": ["First", "Second"]}
    other = domain.start_discussion(actor=cast.leader, space=cast.force, **given)
    fanning.tell_all()
    assert letters.write_due() == 1
    letter = outbox.outbox[-1]
    text = str(letter.body)
    assert all(words in text for words in ("1. First", "2. Second", "the number of your choice", "tell us"))
    answer = written(ME, letter.reply_to[0], "2\n\n" + "\n".join(f"> {line}" for line in text.split("\n")))
    assert posted(answer).state == "done"
    assert [choice.label for choice in other.poll.choices.filter(pk__in=Ballot.objects.get().choices)] == ["Second"]
