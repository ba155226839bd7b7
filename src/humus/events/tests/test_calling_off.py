"""An event is called off, and on again: page, lists, calendar file, and a mail to each who registered, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import icalendar
import pytest
import time_machine
from django.test import Client

from humus.events import calling_off
from humus.events.models import Admission, Event, Registration
from humus.events.registrations import domain, reminding
from humus.events.tests.planted import link_in, make_event, texts_to, utc
from humus.kit.errors import DeedError
from humus.kit.richtext import empty
from humus.pages.domain.planting import plant
from humus.people.models import Person

SignIn = Callable[[Person], Client]
WHY = "The speaker is ill."
ROOM = "https://meet.example.org/ROOMSECRET"
NOW = utc(2031, 3, 1)


@pytest.fixture
def event(cast: SimpleNamespace) -> Event:
    """One place, taken by the member; the stranger waits."""
    plant(space=cast.public, slug="front", texts={"en": ("Front", empty())})
    with time_machine.travel(NOW, tick=False):
        event = make_event(cast.public, "webinar", in_days=29, hours=(13, 17), zone="Europe/Paris")
        Admission.objects.create(event=event, capacity=1, link=ROOM)
        for person in (cast.member, cast.stranger):
            domain.register(actor=person, event=event, answers=[])
    return event


@pytest.fixture
def off(event: Event, cast: SimpleNamespace) -> Event:
    with time_machine.travel(NOW, tick=False):
        calling_off.call_off(actor=cast.secretary, event=event, why=WHY)
    return Event.objects.select_related("page__space").get(pk=event.pk)


def worked(at: timedelta = timedelta(0)) -> None:
    with time_machine.travel(NOW + at, tick=False):
        reminding.run()


def entry_of(event: Event) -> icalendar.Event:
    file = Client().get(f"/events/{event.page.key}/calendar.ics").content
    return icalendar.Calendar.from_ical(file).walk("VEVENT")[0]


@time_machine.travel(NOW, tick=False)
def test_secretariat_calls_it_off_by_a_form_and_on_again(event: Event, cast: SimpleNamespace, sign_in: SignIn) -> None:
    client, address = sign_in(cast.secretary), event.page.get_absolute_url()
    asked = client.get(f"/events/{event.page.key}/call-off/").content.decode()
    assert "Cancel the event?" in asked
    assert client.post(f"/events/{event.page.key}/call-off/", {"was": "on", "why": WHY}).status_code == 302
    page = client.get(address).content.decode()
    assert WHY in page
    assert "It takes place after all" in page
    asked = client.get(f"/events/{event.page.key}/call-off/").content.decode()
    assert "None" not in asked
    client.post(f"/events/{event.page.key}/call-off/", {"was": "off"})
    assert WHY not in client.get(address).content.decode()


@time_machine.travel(NOW, tick=False)
def test_second_press_of_the_same_page_undoes_nothing(event: Event, cast: SimpleNamespace, sign_in: SignIn) -> None:
    for _again in range(2):
        sign_in(cast.secretary).post(f"/events/{event.page.key}/call-off/", {"was": "on", "why": WHY})
    assert Event.objects.get(pk=event.pk).cancelled


def test_everyone_registered_is_told_once_and_why(off: Event, cast: SimpleNamespace) -> None:
    for minutes in (1, 2):
        worked(timedelta(minutes=minutes))
    for person in (cast.member, cast.stranger):
        last = texts_to(person)[-1]
        assert (len(texts_to(person)), str(last.subject)) == (2, "Cancelled: Webinar")
        assert WHY in last.body
        assert "13:00 – 17:00 (Paris, France, UTC+2)" in last.body


def test_called_off_and_on_within_a_minute_nobody_is_written_to(off: Event, cast: SimpleNamespace) -> None:
    calling_off.call_on(actor=cast.secretary, event=off)
    worked()
    assert len(texts_to(cast.member)) == 1


def test_who_was_told_that_it_is_off_is_told_that_it_is_on_again(off: Event, cast: SimpleNamespace) -> None:
    worked()
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        calling_off.call_on(actor=cast.secretary, event=off)
    worked(timedelta(hours=1))
    worked(timedelta(hours=2))
    assert [str(text.subject) for text in texts_to(cast.member)][1:] == [
        "Cancelled: Webinar",
        "It takes place after all: Webinar",
    ]
    assert Registration.objects.get(person=cast.member).state == "seated"


def test_cancelled_event_reminds_nobody_and_opens_no_room(off: Event, cast: SimpleNamespace, sign_in: SignIn) -> None:
    worked()
    with time_machine.travel(utc(2031, 3, 30, 10, 30), tick=False):
        reminding.run()
        page = sign_in(cast.member).get(off.page.get_absolute_url()).content.decode()
    assert len(texts_to(cast.member)) == 2
    assert ROOM not in page


def test_place_given_back_meanwhile_is_filled_only_when_it_takes_place(off: Event, cast: SimpleNamespace) -> None:
    with time_machine.travel(NOW, tick=False):
        domain.cancel(registration=Registration.objects.get(person=cast.member))
        assert Registration.objects.get(person=cast.stranger).state == "waiting"
        calling_off.call_on(actor=cast.secretary, event=off)
    assert Registration.objects.get(person=cast.stranger).state == "seated"


@time_machine.travel(NOW, tick=False)
def test_nobody_registers_for_a_cancelled_event(off: Event, cast: SimpleNamespace, sign_in: SignIn) -> None:
    with pytest.raises(DeedError, match="cancelled"):
        domain.register(actor=cast.leader, event=off, answers=[])
    answer = sign_in(cast.leader).post(f"/events/{off.page.key}/register/")
    assert (answer.status_code, Registration.objects.filter(person=cast.leader).count()) == (422, 0)


@time_machine.travel(NOW, tick=False)
def test_calendar_programs_and_lists_tell_it(off: Event, cast: SimpleNamespace) -> None:
    entry = entry_of(off)
    assert str(entry["status"]) == "CANCELLED"
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        calling_off.call_on(actor=cast.secretary, event=off)
        again = entry_of(off)
    assert str(again["status"]) == "CONFIRMED"
    assert again["sequence"] > entry["sequence"]


@time_machine.travel(NOW, tick=False)
def test_next_event_shown_large_is_one_that_takes_place(off: Event, cast: SimpleNamespace) -> None:
    later = make_event(cast.public, "later", in_days=40)
    page = Client().get("/events/").content.decode()
    assert page.index(later.page.get_absolute_url()) < page.index(off.page.get_absolute_url())
    assert WHY in page
    month = Client().get("/calendar/?month=2031-03").content.decode()
    assert "<s>Webinar</s>" in month


@time_machine.travel(NOW, tick=False)
def test_guest_reads_it_by_the_link(event: Event, cast: SimpleNamespace) -> None:
    Admission.objects.update(who="anyone")
    domain.ask(event=event, email="g@example.net", name="G", answers=[], language="en", zone="UTC")
    link = link_in(texts_to("g@example.net")[0])
    calling_off.call_off(actor=cast.secretary, event=event, why=WHY)
    page = Client().get(link).content.decode()
    assert "The event is cancelled" in page
    assert "Yes, I will come" not in page
    assert Client().post(link, {"deed": "confirm"}).status_code == 422


def test_only_who_may_change_the_page_calls_it_off(event: Event, cast: SimpleNamespace, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        answer = sign_in(cast.stranger).post(f"/events/{event.page.key}/call-off/", {"was": "on"})
    assert answer.status_code in (403, 404)
    assert not Event.objects.get(pk=event.pk).cancelled


def test_event_that_is_over_is_not_called_off(event: Event, cast: SimpleNamespace) -> None:
    with time_machine.travel(utc(2031, 4, 1), tick=False), pytest.raises(DeedError, match="over"):
        calling_off.call_off(actor=cast.secretary, event=event)
