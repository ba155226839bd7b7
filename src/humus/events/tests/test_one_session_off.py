"""One session of an event of several does not take place: the page says so, and the registered get a letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client

from humus.conftest import make_person
from humus.events.models import Admission, Event
from humus.events.registrations import domain, reminding
from humus.events.tests.planted import make_event, texts_to, utc
from humus.kit.richtext import empty
from humus.pages.domain.planting import plant

SignIn = Callable[..., Client]
DAYS = ("2031-10-06", "2031-10-13", "2031-10-20")


def form(*days: str, start: str = "13:00") -> dict[str, str]:
    fields = {"zone": "Europe/Paris", "starts": days[0], "ends": days[-1]}
    for number, day in enumerate(days):
        fields |= {f"sessions-{number}-day": day, f"sessions-{number}-start": start, f"sessions-{number}-end": "15:00"}
    return fields


@pytest.fixture
def changed(cast: SimpleNamespace, sign_in: SignIn) -> Callable[..., Event]:
    """An event of three sessions with somebody registered, then changed by its form; told of what was written."""
    plant(space=cast.public, slug="front", texts={"en": ("Front", empty())})
    event = make_event(cast.public, "webinar", starts=DAYS[0])
    client = sign_in(cast.secretary)

    def change(*days: str, **more: Any) -> Event:
        client.post(f"/events/{event.page.key}/change/", form(*days, **more))
        reminding.run()
        return Event.objects.get(pk=event.pk)

    change(*DAYS)
    Admission.objects.create(event=event)
    domain.register(actor=make_person("Odile", time_zone="America/Bogota", language="fr"), event=event, answers=[])
    return change


@pytest.mark.parametrize("left", [(DAYS[0], DAYS[2]), (DAYS[1], DAYS[2]), (DAYS[0], DAYS[1])])
def test_registered_are_told_which_session_is_off_and_the_page_says_it(
    changed: Callable[..., Event], left: tuple[str, str]
) -> None:
    event = changed(*left)
    mail = texts_to("odile@example.org")[-1]
    (gone,) = set(DAYS) - set(left)
    day = int(gone[-2:])
    assert " ".join(mail.subject.split()) == "Une séance est annulée : Webinar"
    assert f"lun. {day} oct. 2031, 13:00 (Paris, France)" in mail.body.split("Le reste")[0]
    shown = Client().get(event.page.get_absolute_url()).content.decode()
    assert "Cancelled:" in shown
    assert re.search(rf"Monday,? {day} October 2031|Monday, October {day}, 2031", shown)
    assert "New date." not in shown


def test_session_that_moves_is_no_cancelled_one(changed: Callable[..., Event]) -> None:
    changed("2031-10-07", *DAYS[1:])
    assert "annulée" not in texts_to("odile@example.org")[-1].subject


def test_session_that_is_over_is_taken_out_without_a_word_of_it(changed: Callable[..., Event]) -> None:
    with time_machine.travel(utc(2031, 10, 8), tick=False):
        changed(*DAYS[1:])
    assert "annulée" not in texts_to("odile@example.org")[-1].subject
