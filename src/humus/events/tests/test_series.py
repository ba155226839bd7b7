"""Series, agenda and what is left of an event."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from humus.events import hours
from humus.events.models import Event
from humus.events.recordings import link_at, seconds_of
from humus.events.tests.planted import make_event
from humus.kit.richtext import empty
from humus.pages import domain as pages
from humus.pages.domain.planting import plant
from humus.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def event(cast: SimpleNamespace) -> Event:
    plant(space=cast.public, slug="front", texts={"en": ("Front", empty())})
    return make_event(cast.public, "call", starts="2031-10-13", zone="Africa/Casablanca")


def change(client: Client, event: Event, **fields: str) -> Any:
    form = {"zone": event.zone, "sessions-0-day": "2031-10-14", "sessions-0-start": "15:00"} | fields
    return client.post(f"/events/{event.page.key}/change/", form)


def local(event: Event) -> list[str]:
    zone = ZoneInfo(Event.objects.get(pk=event.pk).zone)
    return [f"{one.starts_at.astimezone(zone):%m-%d %H:%M}" for one in event.sessions.all()]


def test_series_keeps_the_hour_of_its_place_over_changes_of_the_clocks(
    event: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    rule = {"zone": "Europe/Paris", "repeats": "weekly", "until": "2031-11-04", "without": "2031-10-21"}
    assert change(sign_in(cast.secretary), event, **rule).status_code == 302
    assert local(event) == ["10-14 15:00", "10-28 15:00", "11-04 15:00"]
    assert {one.starts_at.hour for one in event.sessions.all()} == {13, 14}


def test_changing_a_series_keeps_its_exceptions_and_the_sessions_added_by_hand(
    event: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    secretary = sign_in(cast.secretary)
    moved = {"sessions-1-day": "2031-10-22", "sessions-1-start": "09:00"}
    rule = {"repeats": "weekly", "until": "2031-10-28", "without": "2031-10-21"} | moved
    change(secretary, event, **rule)
    before = local(event)
    form = secretary.get(f"/events/{event.page.key}/change/").context["form"]
    assert [row["day"] for row in form.initial["sessions"]] == ["2031-10-14", "2031-10-22"]
    assert (form.initial["repeats"], form.initial["without"]) == ("weekly", "21 Oct 2031")
    change(secretary, event, **rule)
    assert local(event) == before == ["10-14 15:00", "10-22 09:00", "10-28 15:00"]


def test_many_sessions_are_folded_behind_the_next_ones(event: Event, cast: SimpleNamespace, sign_in: SignIn) -> None:
    secretary, page = sign_in(cast.secretary), event.page.get_absolute_url()
    change(secretary, event, repeats="daily", until="2031-10-21")
    assert secretary.get(page).content.decode().count("timetable__session") == 8
    change(secretary, event, repeats="daily", until="2031-10-22")
    shown, folded = secretary.get(page).content.decode().split("All 9 sessions")
    assert (shown.count("timetable__session"), folded.count("timetable__session")) == (5, 9)
    with time_machine.travel(datetime(2031, 10, 20, 12, tzinfo=UTC)):
        days = [one.day for one in hours.in_zone(Event.objects.get(pk=event.pk), "")["near"]]
    assert days == ["Monday, 20 October 2031", "Tuesday, 21 October 2031", "Wednesday, 22 October 2031"]
    with time_machine.travel(datetime(2031, 12, 1, tzinfo=UTC)):
        assert len(hours.in_zone(Event.objects.get(pk=event.pk), "")["near"]) == 5


@pytest.mark.parametrize("without", ["21/10/2031", "21 October", "21 octobre 2031", "October 21, 2031"])
def test_days_left_out_are_typed_as_one_writes_days_and_come_back_so(
    event: Event, cast: SimpleNamespace, sign_in: SignIn, without: str
) -> None:
    secretary = sign_in(cast.secretary)
    change(secretary, event, repeats="weekly", until="2031-10-28", without=without)
    assert local(event) == ["10-14 15:00", "10-28 15:00"]
    assert secretary.get(f"/events/{event.page.key}/change/").context["form"].initial["without"] == "21 Oct 2031"


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("fortnightly", ["10-14", "10-28", "11-11"]),
        ("monthly_weekday", ["10-14", "11-11"]),
        ("monthly_day", ["10-14", "11-14"]),
    ],
)
def test_rules_of_a_series(event: Event, cast: SimpleNamespace, sign_in: SignIn, rule: str, days: list[str]) -> None:
    change(sign_in(cast.secretary), event, repeats=rule, until="2031-11-20")
    assert [day.split(" ")[0] for day in local(event)] == days


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"repeats": "weekly"}, "Say until which day it repeats."),
        ({"repeats": "weekly", "until": "2031-10-01"}, "It repeats until a day after the first session."),
        ({"repeats": "weekly", "until": "2031-12-01", "without": "soon"}, "Write days as 14/10/2031 or 14 Oct 2031"),
        (
            {"repeats": "weekly", "until": "2031-12-01", "without": "15/10"},
            "15 Oct 2031 is no day of this series.",
        ),
        ({"repeats": "daily", "until": "2039-12-01"}, "A series has at most 120 sessions."),
        (
            {"zone": "Europe/Paris", "sessions-0-day": "2031-03-30", "sessions-0-start": "02:30"},
            "02:30 on 30 Mar 2031 does not exist in Paris, France.",
        ),
    ],
)
def test_series_that_makes_no_sense_is_refused_in_words(
    event: Event, cast: SimpleNamespace, sign_in: SignIn, wrong: dict[str, str], words: str
) -> None:
    refused = change(sign_in(cast.secretary), event, place="PLACEWORD", **wrong)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert "PLACEWORD" in refused.content.decode()
    assert not event.sessions.exists()


def test_agenda_is_shown_with_speakers_and_files_and_comes_back_with_its_version(
    event: Event, cast: SimpleNamespace, sign_in: SignIn, client: Client
) -> None:
    file = pages.upload(
        actor=cast.secretary, page=event.page, uploaded=SimpleUploadedFile("Slides.txt", b"Slides of the day")
    )
    secretary, address = sign_in(cast.secretary), f"/events/{event.page.key}/agenda/"
    rows = {
        "points-0-day": "2031-10-14",
        "points-0-start": "15:00",
        "points-0-title": "Opening",
        "points-0-speakers": "Ngozi Okafor",
        "points-0-file": file.key,
        "points-1-title": "Discussion",
    }
    assert secretary.post(address, rows).status_code == 302
    shown = client.get(event.page.get_absolute_url()).content.decode()
    order = [shown.index(word) for word in ("Opening", "Ngozi Okafor", "Slides.txt", "Discussion")]
    assert order == sorted(order)
    version = event.page.versions.order_by("-number")[0]
    assert secretary.post(address, {"points-0-title": "Changed"}).status_code == 302
    pages.restore(actor=cast.secretary, version=version)
    points = Event.objects.get(pk=event.pk).agenda.all()
    assert [(point.title, point.speakers, point.file) for point in points] == [
        ("Opening", "Ngozi Okafor", file),
        ("Discussion", "", None),
    ]


def test_agenda_moves_with_its_sessions(event: Event, cast: SimpleNamespace, sign_in: SignIn) -> None:
    secretary, address = sign_in(cast.secretary), f"/events/{event.page.key}/agenda/"
    second = {"sessions-1-day": "2031-10-16", "sessions-1-start": "09:00"}
    change(secretary, event, **second)
    points = (("2031-10-14", "15:00", "Opening"), ("2031-10-14", "16:30", "Coffee"), ("2031-10-16", "09:15", "Soil"))
    rows = {
        f"points-{number}-{name}": value
        for number, point in enumerate(points)
        for name, value in zip(("day", "start", "title"), point, strict=True)
    }
    assert secretary.post(address, rows | {"points-3-title": "No hour"}).status_code == 302

    def hours() -> list[str]:
        zone = ZoneInfo(Event.objects.get(pk=event.pk).zone)
        moments = [point.starts_at for point in Event.objects.get(pk=event.pk).agenda.all()]
        return [f"{at.astimezone(zone):%d %H:%M}" if at else "" for at in moments]

    change(
        secretary, event, **{"sessions-0-start": "17:00", "sessions-1-day": "2031-10-17", "sessions-1-start": "10:00"}
    )
    assert hours() == ["14 17:00", "14 18:30", "17 10:15", ""]
    # Where sessions come or go nobody knows which is which: the hours stay.
    change(secretary, event, **{"sessions-0-start": "12:00"})
    assert hours() == ["14 17:00", "14 18:30", "17 10:15", ""]


@pytest.mark.parametrize("wrong", [{"points-0-speakers": "Someone"}, {"points-0-title": "X", "points-0-start": "25"}])
def test_agenda_that_cannot_be_read_is_refused_and_shown_again(
    event: Event, cast: SimpleNamespace, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    refused = sign_in(cast.secretary).post(f"/events/{event.page.key}/agenda/", wrong | {"points-1-title": "KEPTWORD"})
    assert refused.status_code == 422
    assert "KEPTWORD" in refused.content.decode()
    assert not event.agenda.exists()


def test_recording_begins_at_its_offset_and_the_follow_up_is_shown_to_who_may_see_it(
    event: Event, cast: SimpleNamespace, sign_in: SignIn, client: Client
) -> None:
    plant(space=cast.force, slug="front", texts={"en": ("Front", empty())})
    closed = plant(space=cast.force, slug="notes", texts={"en": ("Closed notes", empty())})
    secretary, address = sign_in(cast.secretary), f"/events/{event.page.key}/after/"
    given = {"recording": "https://youtu.be/abc?t=3", "offset": "1:02:30", "page_url": closed.get_absolute_url()}
    assert secretary.post(address, given).status_code == 302
    shown = {
        name: reader.get(event.page.get_absolute_url()).content.decode()
        for name, reader in (("visitor", client), ("member", sign_in(cast.member)))
    }
    assert ["https://youtu.be/abc?t=3750" in text for text in shown.values()] == [True, True]
    assert ["Closed notes" in text for text in shown.values()] == [False, True]


@pytest.mark.parametrize(
    "wrong",
    [
        {"recording": "javascript:alert(1)"},
        {"recording": "https://x.example/v", "offset": "12:99"},
        {"page_url": "https://elsewhere.example/x"},
        {"page_url": "/s/ndcs/nothing/"},
    ],
)
def test_recording_or_page_that_is_none_is_refused(
    event: Event, cast: SimpleNamespace, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    assert sign_in(cast.secretary).post(f"/events/{event.page.key}/after/", wrong).status_code == 422
    assert sign_in(cast.stranger).post(f"/events/{event.page.key}/after/", {}).status_code == 403


def test_offset_is_a_time_or_a_fragment() -> None:
    assert seconds_of("12:30") == 750
    assert link_at("https://www.youtube.com/watch?v=a&t=1", 750) == "https://www.youtube.com/watch?v=a&t=750"
    assert link_at("https://video.example.org/a.mp4", 750) == "https://video.example.org/a.mp4#t=750"
    assert link_at("https://video.example.org/a.mp4", 0) == "https://video.example.org/a.mp4"
