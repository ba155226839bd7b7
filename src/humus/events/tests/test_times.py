"""Finding a time: asked in a space, answered by its people, shown against their clocks, chosen once."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from humus.conftest import make_person
from humus.events.models import Event, SlotAnswer, TimePoll
from humus.events.tests.planted import texts_to, utc
from humus.events.times import domain
from humus.events.times.showing import band, best, lines
from humus.kit.richtext import empty
from humus.pages.domain.planting import plant
from humus.people.models import Person
from humus.spaces.domain import grant

SignIn = Callable[[Person], Client]


@pytest.fixture
def poll(cast: SimpleNamespace) -> TimePoll:
    plant(space=cast.force, slug="front", texts={"en": ("Front", empty())})
    for person, zone in ((cast.member, "Asia/Tokyo"), (cast.representative, "Africa/Lagos")):
        Person.objects.filter(pk=person.pk).update(time_zone=zone)
    moments = [utc(2031, 5, 12, 8), utc(2031, 5, 12, 15)]
    fields = {"title": "Which projects next?", "minutes": 60, "zone": "Europe/Paris", "note": "NOTEWORD"}
    return domain.ask(actor=cast.leader, space=cast.force, moments=moments, tell=True, **fields)


def form(**fields: str) -> dict[str, str]:
    return {
        "title": "When?",
        "space": "ndcs",
        "minutes": "60",
        "zone": "Europe/Paris",
        "slots-0-day": "2031-05-12",
        "slots-0-start": "10:00",
    } | fields


def test_leader_asks_the_group_which_is_told_by_mail(cast: SimpleNamespace, sign_in: SignIn) -> None:
    plant(space=cast.force, slug="front", texts={"en": ("Front", empty())})
    assert sign_in(cast.leader).post("/times/new/", form(tell="on")).status_code == 302
    poll = TimePoll.objects.get()
    assert [slot.starts_at for slot in poll.slots.all()] == [utc(2031, 5, 12, 8)]
    people = (cast.member, cast.representative, cast.leader, cast.stranger)
    assert [len(texts_to(one)) for one in people] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"slots-0-day": ""},
        {"slots-0-day": "2020-01-01"},
        {"space": "climate-soil"},
        {"minutes": "7"},
        {"zone": "Mars/Olympus"},
    ],
)
def test_question_without_sense_is_refused_and_shown_again(
    cast: SimpleNamespace, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    refused = sign_in(cast.leader).post("/times/new/", form(note="NOTEWORD") | wrong)
    assert (refused.status_code, "NOTEWORD" in refused.content.decode()) == (422, True)
    assert not TimePoll.objects.exists()


def test_groups_are_not_flooded_with_questions(cast: SimpleNamespace, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    answers = [leader.post("/times/new/", form(tell="on")).status_code for _number in range(11)]
    assert answers == [302] * 10 + [422]
    assert len(texts_to(cast.member)) == 10


def test_people_of_the_space_answer_and_may_change_their_mind(
    poll: TimePoll, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    member, (first, second) = sign_in(cast.member), poll.slots.all()
    for value in ("yes", "maybe"):
        answers = {f"slot-{first.pk}": value, f"slot-{second.pk}": "no", "slot-999999": "yes", "slot-x": "yes"}
        assert member.post(poll.get_absolute_url(), answers).status_code == 302
    found = SlotAnswer.objects.order_by("slot__starts_at").values_list("person", "value")
    assert list(found) == [(cast.member.pk, "maybe"), (cast.member.pk, "no")]
    assert "NOTEWORD" in member.get(poll.get_absolute_url()).content.decode()


def test_stranger_finds_no_question_and_answers_none(poll: TimePoll, cast: SimpleNamespace, sign_in: SignIn) -> None:
    stranger, slot = sign_in(cast.stranger), poll.slots.all()[0]
    assert stranger.get(poll.get_absolute_url()).status_code == 404
    assert stranger.post(poll.get_absolute_url(), {f"slot-{slot.pk}": "yes"}).status_code == 404
    assert stranger.post(f"{poll.get_absolute_url()}choose/", {"slot": slot.pk}).status_code == 404
    assert poll.title not in stranger.get("/times/").content.decode()
    assert not SlotAnswer.objects.exists()


def test_clocks_of_the_group_are_shown_without_saying_whose(
    poll: TimePoll, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    morning, evening = lines(poll, cast.leader)
    assert [(place.zone, place.hours, place.band) for place in morning.places] == [
        ("Lagos, Nigeria", "09:00 – 10:00", "work"),
        ("Tokyo, Japan", "17:00 – 18:00", "edge"),
    ]
    assert [(place.hours, place.band) for place in evening.places] == [
        ("16:00 – 17:00", "work"),
        ("00:00 – 01:00", "night"),
    ]
    assert "Tokyo, Japan (1)" in sign_in(cast.leader).get(poll.get_absolute_url()).content.decode()


def test_band_of_a_meeting_is_that_of_all_its_hours() -> None:
    monday = utc(2031, 5, 12, 15)
    assert band(monday, monday.replace(hour=17), "UTC") == "work"
    assert band(monday, monday.replace(hour=18), "UTC") == "edge"
    assert band(monday, monday.replace(hour=23), "UTC") == "night"
    assert band(monday.replace(hour=23), utc(2031, 5, 13), "UTC") == "night"
    assert band(utc(2031, 5, 11, 10), utc(2031, 5, 11, 11), "UTC") == "edge"


def test_time_that_suits_most_becomes_an_event_and_everybody_who_answered_is_told(
    poll: TimePoll, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    first, second = poll.slots.all()
    domain.answer(actor=cast.member, poll=poll, values={first.pk: "no", second.pk: "yes"})
    domain.answer(actor=cast.representative, poll=poll, values={first.pk: "maybe", second.pk: "maybe"})
    found = best(lines(poll, cast.leader))
    assert found is not None
    assert found.slot == second
    assert sign_in(cast.member).post(f"{poll.get_absolute_url()}choose/", {"slot": second.pk}).status_code == 403
    assert not Event.objects.exists()
    answer = sign_in(cast.leader).post(f"{poll.get_absolute_url()}choose/", {"slot": second.pk})
    event = Event.objects.get()
    assert answer.headers["Location"] == event.page.get_absolute_url()
    assert [(one.starts_at, one.ends_at) for one in event.sessions.all()] == [(second.starts_at, utc(2031, 5, 12, 16))]
    assert [str(text.subject) for text in texts_to(cast.member)][1:] == ["The time is found: Which projects next?"]


def test_time_is_chosen_once_and_then_no_more_answered(poll: TimePoll, cast: SimpleNamespace, sign_in: SignIn) -> None:
    slot = poll.slots.all()[0]
    leader = sign_in(cast.leader)
    for _again in range(2):
        leader.post(f"{poll.get_absolute_url()}choose/", {"slot": slot.pk})
    assert Event.objects.count() == 1
    refused = sign_in(cast.member).post(poll.get_absolute_url(), {f"slot-{slot.pk}": "yes"})
    assert (refused.status_code, "The time is already chosen." in refused.content.decode()) == (409, True)


@pytest.mark.parametrize("more", [0, 2])
def test_question_asks_the_same_for_one_person_and_for_three(
    poll: TimePoll,
    cast: SimpleNamespace,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    more: int,
) -> None:
    for number in range(more + 1):
        person = make_person(f"P {number}", time_zone="Asia/Tokyo")
        grant(actor=None, space=cast.force, person=person, role="member")
        with time_machine.travel(utc(2031, 5, 1), tick=False):
            domain.answer(actor=person, poll=poll, values={slot.pk: "yes" for slot in poll.slots.all()})
    leader = sign_in(cast.leader)
    with django_assert_num_queries(7):
        leader.get(poll.get_absolute_url())


def test_event_is_in_the_language_in_which_the_time_was_asked_for(cast: SimpleNamespace, sign_in: SignIn) -> None:
    plant(space=cast.force, slug="front", texts={"en": ("Front", empty())})
    french = {"title": "Réunion", "note": "Les prairies."}
    sign_in(cast.leader).post("/times/new/", form(**french), headers={"accept-language": "fr"})
    poll = TimePoll.objects.get()
    sign_in(cast.leader).post(f"/times/{poll.key}/choose/", {"slot": poll.slots.get().pk})
    assert [(text.language, text.title) for text in Event.objects.get().page.texts.all()] == [("fr", "Réunion")]


def test_chosen_time_is_marked_whatever_suited_most(poll: TimePoll, cast: SimpleNamespace, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    first, second = poll.slots.all()
    leader.post(f"/times/{poll.key}/", {f"slot-{first.pk}": "yes"})
    leader.post(f"/times/{poll.key}/choose/", {"slot": second.pk})
    found = leader.get(f"/times/{poll.key}/").content.decode().split('<li class="slot')[1:]
    assert ["chosen</span>" in line for line in found] == [False, True]
    assert not any("suits most" in line for line in found)


def test_half_a_time_is_refused_as_a_time(cast: SimpleNamespace, sign_in: SignIn) -> None:
    plant(space=cast.force, slug="front", texts={"en": ("Front", empty())})
    refused = sign_in(cast.leader).post("/times/new/", form(**{"slots-1-start": "09:00"}))
    assert "Time 2 needs a day and an hour." in refused.content.decode()


def test_home_says_which_groups_wait_for_an_answer(poll: TimePoll, cast: SimpleNamespace, sign_in: SignIn) -> None:
    def waits(person: Person) -> bool:
        return poll.title in sign_in(person).get("/me/").content.decode()

    assert [waits(one) for one in (cast.member, cast.representative, cast.secretary, cast.stranger)] == [
        True, True, False, False,
    ]  # fmt: skip
    domain.answer(actor=cast.member, poll=poll, values={poll.slots.first().pk: "no"})
    assert [waits(one) for one in (cast.member, cast.representative)] == [False, True]
    with time_machine.travel(utc(2031, 5, 13)):
        assert not waits(cast.representative)
    domain.choose(actor=cast.leader, poll=poll, slot=poll.slots.select_related("poll").first())
    assert not waits(cast.representative)
