"""What the worker writes to those who registered: reminders and new hours, each once, in their language and hour."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine

from humus.conftest import make_person
from humus.events.models import Admission, Event, Registration, Session
from humus.events.registrations import domain, reminding
from humus.events.tests.planted import make_event, texts_to, utc
from humus.kit.richtext import empty
from humus.notifications.dressing import LINK, in_html
from humus.pages import domain as pages
from humus.pages.domain.planting import plant

BEGINS = utc(2031, 3, 30, 11)
ROOM = "https://meet.example.org/ROOMSECRET"


@pytest.fixture
def event(cast: SimpleNamespace) -> Event:
    """At 13:00 of the day on which Paris sets its clocks forward."""
    with time_machine.travel(utc(2031, 3, 1), tick=False):
        plant(space=cast.public, slug="front", texts={"en": ("Front", empty())})
        event = make_event(cast.public, "webinar", in_days=29, hours=(13, 17), zone="Europe/Paris")
        Admission.objects.create(event=event, link=ROOM)
        domain.register(actor=person_in("Kathmandu", "Asia/Kathmandu", "fr"), event=event, answers=[])
    assert event.sessions.get().starts_at == BEGINS
    return event


def person_in(name: str, zone: str, language: str) -> object:
    return make_person(name, time_zone=zone, language=language)


def at(moment: datetime) -> list[str]:
    """The subjects that the worker writes at this moment."""
    before = len(texts_to("kathmandu@example.org"))
    with time_machine.travel(moment, tick=False):
        reminding.run()
        reminding.run()
    return [str(message.subject) for message in texts_to("kathmandu@example.org")[before:]]


def test_one_reminder_a_day_before_and_one_an_hour_before(event: Event) -> None:
    assert at(BEGINS - timedelta(hours=25)) == []
    assert len(at(BEGINS - timedelta(hours=24))) == 1
    assert at(BEGINS - timedelta(hours=2)) == []
    assert len(at(BEGINS - timedelta(minutes=60))) == 1
    assert at(BEGINS + timedelta(minutes=1)) == []


def test_reminder_tells_the_readers_hour_and_only_the_last_one_opens_the_room(event: Event) -> None:
    at(BEGINS - timedelta(hours=24))
    at(BEGINS - timedelta(minutes=60))
    first, last = texts_to("kathmandu@example.org")[-2:]
    assert "16:45 – 20:45 (Katmandou, Népal)" in first.body
    assert "13:00 – 17:00 (Paris, France, UTC+2)" in first.body
    assert [ROOM in text.body for text in (first, last)] == [False, True]


def test_who_registers_an_hour_before_is_not_reminded_of_what_was_just_told(
    event: Event, cast: SimpleNamespace
) -> None:
    with time_machine.travel(BEGINS - timedelta(minutes=30), tick=False):
        domain.register(actor=cast.member, event=event, answers=[])
        reminding.run()
    assert len(texts_to(cast.member)) == 1


def test_waiting_and_cancelled_people_get_no_reminder(event: Event, cast: SimpleNamespace) -> None:
    with time_machine.travel(utc(2031, 3, 2), tick=False):
        domain.open_(actor=cast.secretary, event=event, capacity=1)
        domain.register(actor=cast.stranger, event=event, answers=[])
        row = domain.register(actor=cast.member, event=event, answers=[])
        domain.cancel(registration=row)
    at(BEGINS - timedelta(hours=24))
    assert [len(texts_to(one)) for one in (cast.stranger, cast.member)] == [1, 1]


def test_days_in_a_row_are_one_reminder_and_weeks_apart_are_one_each(event: Event) -> None:
    for days in (1, 14):
        begins = BEGINS + timedelta(days=days)
        Session.objects.create(event=event, starts_at=begins, ends_at=begins + timedelta(hours=1))
    event.settle()
    at(utc(2031, 3, 2))
    assert len(at(BEGINS - timedelta(hours=24))) == 1
    assert at(BEGINS) == []
    assert len(at(BEGINS + timedelta(days=13))) == 1


def test_moved_event_is_told_once_to_everyone_who_registered_however_it_was_moved(
    event: Event, cast: SimpleNamespace
) -> None:
    assert at(utc(2031, 3, 3)) == []
    event.sessions.update(starts_at=BEGINS + timedelta(days=2), ends_at=BEGINS + timedelta(days=2, hours=4))
    Event.objects.get(pk=event.pk).settle()
    assert len(at(utc(2031, 3, 3))) == 1
    assert "mar. 1 avr. 2031, 13:00 – 17:00" in texts_to("kathmandu@example.org")[-1].body
    assert at(utc(2031, 3, 4)) == []
    assert len(at(BEGINS + timedelta(days=1))) == 1


def test_event_taken_back_from_readers_reminds_nobody(event: Event, cast: SimpleNamespace) -> None:
    with time_machine.travel(utc(2031, 3, 5), tick=False):
        pages.to_bin(actor=cast.secretary, page=event.page)
    assert at(BEGINS - timedelta(hours=24)) == []


def test_person_who_left_the_space_is_not_reminded(cast: SimpleNamespace) -> None:
    with time_machine.travel(utc(2031, 3, 1), tick=False):
        inner = make_event(cast.force, "inner", in_days=29, hours=(13, 17), zone="Europe/Paris")
        Admission.objects.create(event=inner)
        for person in (cast.member, cast.leader):
            domain.register(actor=person, event=inner, answers=[])
        cast.force.memberships.filter(person=cast.member).update(ended_at=utc(2031, 3, 2))
    with time_machine.travel(BEGINS - timedelta(hours=24), tick=False):
        reminding.run()
    assert [len(texts_to(one)) for one in (cast.member, cast.leader)] == [1, 2]


def test_address_that_nobody_confirmed_is_forgotten_and_a_guest_after_a_year(event: Event) -> None:
    Admission.objects.update(who="anyone")
    for number in (1, 2):
        with time_machine.travel(utc(2031, 3, 2), tick=False):
            address = f"x{number}@example.net"
            domain.ask(event=event, email=address, name="X", answers=[], language="en", zone="UTC")
    with time_machine.travel(utc(2031, 3, 3), tick=False):
        domain.confirm(registration=Registration.objects.get(email="x1@example.net"))
    rows = Registration.objects.filter(person=None)
    for moment, kept in (
        (utc(2031, 3, 3), ["x1@example.net", "x2@example.net"]),
        (utc(2031, 3, 5), ["x1@example.net"]),
        (utc(2032, 3, 28), ["x1@example.net"]),
        (utc(2032, 3, 31), [""]),
    ):
        with time_machine.travel(moment, tick=False):
            reminding.forget()
        assert sorted(rows.values_list("email", flat=True)) == kept
    assert rows.get().state == "seated"


def test_an_arabic_mail_is_arabic_to_its_last_word_and_reads_from_the_right(event: Event) -> None:
    with time_machine.travel(BEGINS - timedelta(days=2), tick=False):
        domain.register(actor=person_in("Amina", "Africa/Casablanca", "ar"), event=event, answers=[])
    at(BEGINS - timedelta(hours=24))
    at(BEGINS - timedelta(minutes=60))
    mails = texts_to("amina@example.org")
    assert len(mails) == 3
    for mail in mails:
        said = LINK.sub("", f"{mail.subject}\n{mail.body}")
        latin = set(re.findall(r"[A-Za-z]+", said))
        assert latin <= {"Amina", "Webinar", "Europe", "Paris", "UTC", "Africa", "Casablanca"}
        assert '<html lang="ar" dir="rtl">' in in_html(str(mail.body), str(mail.subject))
