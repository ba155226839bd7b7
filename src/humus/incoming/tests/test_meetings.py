"""Registering for an event and giving the place back by a plain reply, over LMTP."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from humus.discussions.models import Comment
from humus.events import calling_off
from humus.events import domain as planning
from humus.events.models import Admission, Event, Registration
from humus.events.registrations import domain
from humus.events.tests.planted import make_event, texts_to
from humus.incoming.tests.writing import posted, written
from humus.kit import answering
from humus.notifications.models import Habits
from humus.notifications.notices import fanning, letters
from humus.pages import domain as pages
from humus.pages.models import Page
from humus.people import domain as people
from humus.spaces.domain import end

pytestmark = pytest.mark.django_db(transaction=True)
ME = "Mona Member <mona.member@example.org>"
GUEST = "Ngozi Guest <ngozi@example.net>"
ASKED = [
    {"label": "Your institute", "required": True, "choices": []},
    {"label": "Lunch", "required": False, "choices": ["with meat", "vegetarian"]},
]


@pytest.fixture
def event(cast: SimpleNamespace, page: Page) -> Event:
    event = make_event(cast.force, "call", title="The call", hours=(13, 17), zone="Europe/Paris")
    Admission.objects.create(event=event)
    return event


@pytest.fixture
def way(cast: SimpleNamespace, event: Event) -> str:
    return answering.address("e", cast.member.pk, event.page.key)


def mine(cast: SimpleNamespace) -> str:
    row = Registration.objects.filter(person=cast.member).order_by("-pk").first()
    return row.state if row else ""


def said() -> list[str]:
    return [one.plain for one in Comment.objects.all()]


@pytest.mark.parametrize(
    "word", ["yes", "Oui.\n\nOn Mon, 4 May 2026, Humus wrote:\n> x", "Sí", "sim", "نعم", "YES!", "Yes\n\nMona"]
)
def test_plain_yes_registers_and_is_confirmed(cast: SimpleNamespace, event: Event, way: str, word: str) -> None:
    assert posted(written(ME, way, word)).state == "done"
    assert (mine(cast), said()) == ("seated", [])
    assert [str(text.subject) for text in texts_to(cast.member)] == ["You are registered: The call"]


def test_plain_no_to_the_confirmation_gives_the_place_back(cast: SimpleNamespace, event: Event) -> None:
    domain.register(actor=cast.member, event=event, answers=[])
    text = texts_to(cast.member)[0]
    assert "one word: no" in text.body
    assert posted(written(ME, text.reply_to[0], "Non merci")).state == "done"
    assert mine(cast) == "cancelled"
    assert "given back" in texts_to(cast.member)[-1].body


def test_second_yes_keeps_one_place_and_says_so(cast: SimpleNamespace, event: Event, way: str) -> None:
    for words in ("yes", "Yes\n"):
        posted(written(ME, way, words))
    assert Registration.objects.count() == 1
    assert len(texts_to(cast.member)) == 2


def test_full_event_puts_on_the_waiting_list(cast: SimpleNamespace, event: Event, way: str) -> None:
    Admission.objects.update(capacity=1)
    domain.register(actor=cast.leader, event=event, answers=[])
    posted(written(ME, way, "yes"))
    assert mine(cast) == "waiting"


@pytest.mark.parametrize("words", ["The date is wrong.", "No, the date is wrong.", "Yes, I shall bring my data."])
def test_other_words_are_said_and_change_no_place(cast: SimpleNamespace, event: Event, way: str, words: str) -> None:
    domain.register(actor=cast.member, event=event, answers=[])
    assert posted(written(ME, way, words)).state == "done"
    assert (mine(cast), said()) == ("seated", [words])
    assert len(texts_to(cast.member)) == (1 if words.startswith("The") else 2)


def test_answers_stand_below_the_yes_and_the_rest_is_said(cast: SimpleNamespace, event: Event, way: str) -> None:
    Admission.objects.update(questions=ASKED)
    posted(written(ME, way, "yes\nyour institute: INRAE\n2. Vegetarian\nI come late."))
    kept = {one["question"]: one["answer"] for one in Registration.objects.get().answers}
    assert kept == {"Your institute": "INRAE", "Lunch": "vegetarian"}
    assert said() == ["I come late."]


@pytest.mark.parametrize("words", ["yes", "yes\nLunch: vegetarian", "yes\nYour institute: INRAE\nLunch: fish"])
def test_who_does_not_answer_what_is_asked_learns_how(
    cast: SimpleNamespace, event: Event, way: str, words: str
) -> None:
    Admission.objects.update(questions=ASKED)
    assert posted(written(ME, way, words)).state == "done"
    assert mine(cast) == ""
    assert "Your institute: … *\nLunch: with meat / vegetarian" in texts_to(cast.member)[-1].body


def test_closed_or_cancelled_event_takes_nobody(cast: SimpleNamespace, event: Event, way: str) -> None:
    calling_off.call_off(actor=cast.secretary, event=event)
    row = posted(written(ME, way, "yes"))
    assert (row.state, row.why, mine(cast)) == ("refused", "This event is cancelled.", "")


def test_right_is_asked_for_when_the_yes_comes(cast: SimpleNamespace, event: Event, way: str) -> None:
    end(actor=cast.secretary, membership=cast.force.memberships.get(person=cast.member))
    assert posted(written(ME, way, "yes")).state == "refused"
    assert mine(cast) == ""


def test_nobody_registers_another_or_takes_their_place_away(cast: SimpleNamespace, event: Event, way: str) -> None:
    domain.register(actor=cast.member, event=event, answers=[])
    for words in ("yes", "no"):
        assert posted(written("Lena Leader <lena.leader@example.org>", way, words)).state == "held"
    assert (mine(cast), Registration.objects.count()) == ("seated", 1)


def test_suspended_person_registers_for_nothing(cast: SimpleNamespace, event: Event, way: str) -> None:
    people.suspend(actor=cast.secretary, person=cast.member, reason="Test")
    outbox.outbox.clear()
    assert posted(written(ME, way, "yes")).state == "refused"
    assert mine(cast) == ""
    assert not any("The call" in f"{text.subject}{text.body}" for text in texts_to(cast.member))


@pytest.fixture
def asking(cast: SimpleNamespace, page: Page) -> Any:
    """The mail by which a guest is asked to confirm."""
    event = make_event(cast.public, "open-day", hours=(9, 10), zone="UTC")
    Admission.objects.create(event=event, who="anyone")
    domain.ask(event=event, email="ngozi@example.net", name="Ngozi", answers=[], language="fr", zone="Africa/Lagos")
    return texts_to("ngozi@example.net")[0]


def test_guest_confirms_and_cancels_by_one_word_each(asking: Any) -> None:
    way = asking.reply_to[0]
    assert posted(written(GUEST, way, "oui")).state == "done"
    assert Registration.objects.get().state == "seated"
    assert "Open day" in str(texts_to("ngozi@example.net")[1].subject)
    assert posted(written(GUEST, way, "non")).state == "done"
    assert Registration.objects.get().state == "cancelled"


def test_guest_is_confirmed_by_nobody_else_and_by_no_other_word(asking: Any) -> None:
    way = asking.reply_to[0]
    assert posted(written("evil@x.example", way, "oui")).state == "held"
    assert posted(written(GUEST, way, "peut-être")).state == "refused"
    assert Registration.objects.get().state == "asked"


def test_guest_of_an_event_that_was_closed_to_the_public_is_told_nothing_of_it(asking: Any) -> None:
    page = Event.objects.select_related("page__space").get().page
    type(page.space).objects.filter(pk=page.space.pk).update(visibility="members")
    row = posted(written(GUEST, asking.reply_to[0], "oui"))
    assert (row.state, Registration.objects.get().state) == ("refused", "asked")
    assert "Open day" not in texts_to("ngozi@example.net")[-1].body


def test_page_of_the_event_offers_the_address(cast: SimpleNamespace, event: Event, sign_in: Any, way: str) -> None:
    assert way in sign_in(cast.member).get(event.page.get_absolute_url()).content.decode()
    assert "mailto:reply" not in Client().get(event.page.get_absolute_url()).content.decode()


def test_letter_that_tells_of_the_event_is_answered_by_yes(cast: SimpleNamespace, event: Event) -> None:
    Habits.objects.create(person=cast.member, cadence="at_once")
    pages.watch(actor=cast.member, page=event.page)
    planning.change(actor=cast.leader, event=event, save_facts=lambda page: None)
    fanning.tell_all()
    assert letters.write_due() == 1
    letter = outbox.outbox[-1]
    assert "yes to take part" in str(letter.body)
    assert posted(written(ME, letter.reply_to[0], "yes")).state == "done"
    assert mine(cast) == "seated"
