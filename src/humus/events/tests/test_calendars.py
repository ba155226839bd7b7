"""The calendar as a page and as feeds: what is in it, at which hour, and for whose eyes."""

from collections.abc import Callable
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from humus.events.calendars.month import Month
from humus.events.models import Admission, Event, Feed, Session
from humus.events.registrations import domain
from humus.events.tests.planted import make_event, utc
from humus.kit.richtext import empty
from humus.pages import domain as pages
from humus.pages.domain.planting import plant
from humus.people.erasure import erase
from humus.people.models import Person

SignIn = Callable[[Person], Client]
FEEDS = "/me/calendar/feeds/"


@pytest.fixture
def space(cast: SimpleNamespace) -> SimpleNamespace:
    for place in (cast.public, cast.force):
        plant(space=place, slug="front", texts={"en": ("Front", empty())})
    return cast


def feed_of(client: Client, **fields: str) -> str:
    """The address of a new feed, as its owner is told it."""
    answer = client.post(FEEDS, {"scope": "site"} | fields)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.context["made"]).replace("http://testserver", "")


def titles(answer: object) -> list[str]:
    calendar = icalendar.Calendar.from_ical(answer.content)  # type: ignore[attr-defined]
    return sorted(str(entry["summary"]) for entry in calendar.walk("VEVENT"))


def test_month_shows_an_event_on_the_day_and_hour_of_the_readers_zone(space: SimpleNamespace, client: Client) -> None:
    event = make_event(space.public, "late-call", starts="2031-05-10", zone="America/Bogota")
    Session.objects.create(event=event, starts_at=utc(2031, 5, 11, 1), ends_at=utc(2031, 5, 11, 2))
    event.settle()
    for zone, day, hour in (("America/Bogota", "d10", "20:00"), ("Asia/Tokyo", "d11", "10:00")):
        shown = client.get(f"/calendar/?month=2031-05&zone={zone}").content.decode()
        assert f'id="{day}"' in shown
        assert hour in shown


def test_visitor_reads_in_the_zone_that_the_browser_said_and_a_member_in_their_own(
    space: SimpleNamespace, client: Client, sign_in: SignIn
) -> None:
    make_event(space.public, "call", hours=(12, 13))
    client.cookies["zone"] = "Africa/Casablanca"
    assert client.get("/calendar/").context["zone"] == "Africa/Casablanca"
    client.cookies["zone"] = "Mars/Olympus"
    assert client.get("/calendar/").context["zone"] == "UTC"
    space.member.time_zone = "Asia/Kathmandu"
    space.member.save()
    assert sign_in(space.member).get("/calendar/").context["zone"] == "Asia/Kathmandu"


@pytest.mark.parametrize("month", ["", "2026-13", "0000-01", "9999-12", "x", "2026-1"])
def test_month_that_is_none_is_the_one_of_today(db: None, client: Client, month: str) -> None:
    today = timezone.now().date()
    assert client.get(f"/calendar/?month={month}").context["month"] == Month(today.replace(day=1))


def test_event_of_several_days_stands_on_each_and_one_without_a_day_above(
    space: SimpleNamespace, client: Client
) -> None:
    make_event(space.public, "conference", starts="2031-05-30", ends="2031-06-01")
    make_event(space.public, "some-day", starts="2031-05")
    shown = client.get("/calendar/?month=2031-05&view=agenda").content.decode()
    assert [f'id="d{day}"' in shown for day in (29, 30, 31)] == [False, True, True]
    other = client.get("/calendar/?month=2031-06&zone=Asia/Kathmandu").content.decode()
    assert "Day not known yet" not in other
    assert shown.index("Day not known yet") < shown.index("Some day") < shown.index('id="d30"')


def test_calendar_of_a_space_and_ones_own_hold_their_events_only(space: SimpleNamespace, sign_in: SignIn) -> None:
    outside = make_event(space.public, "outside", in_days=0)
    make_event(space.force, "inside", in_days=0)
    member = sign_in(space.member)
    found = {
        address: [name for name in ("Outside", "Inside") if f">{name}</a>" in member.get(address).content.decode()]
        for address in ("/calendar/", "/calendar/ndcs/", "/me/calendar/")
    }
    assert found == {"/calendar/": ["Outside", "Inside"], "/calendar/ndcs/": ["Inside"], "/me/calendar/": ["Inside"]}
    Admission.objects.create(event=outside)
    domain.register(actor=space.member, event=outside, answers=[])
    assert ">Outside</a>" in member.get("/me/calendar/").content.decode()


def test_stranger_finds_neither_the_calendar_of_a_closed_space_nor_its_events(
    space: SimpleNamespace, sign_in: SignIn, client: Client
) -> None:
    make_event(space.force, "inside", in_days=0)
    assert sign_in(space.stranger).get("/calendar/ndcs/").status_code == 404
    assert client.get("/calendar/ndcs.ics").status_code == 404
    assert sign_in(space.member).get("/calendar/ndcs.ics").status_code == 404
    assert "Inside" not in sign_in(space.stranger).get("/calendar/").content.decode()


def test_public_feed_holds_what_everybody_sees(space: SimpleNamespace, client: Client) -> None:
    make_event(space.public, "open", hours=(9, 10))
    make_event(space.force, "closed", hours=(9, 10))
    assert titles(client.get("/calendar.ics")) == ["Open"]
    assert titles(client.get("/calendar/climate-soil.ics")) == ["Open"]


def test_private_feed_asks_for_the_rights_at_each_fetch(space: SimpleNamespace, sign_in: SignIn) -> None:
    closed, opened = make_event(space.force, "closed", hours=(9, 10)), make_event(space.public, "open", hours=(9, 10))
    address = feed_of(sign_in(space.member))
    assert titles(Client().get(address)) == ["Closed", "Open"]
    space.force.memberships.filter(person=space.member).update(ended_at=timezone.now())
    assert titles(Client().get(address)) == ["Open"]
    pages.to_bin(actor=space.secretary, page=opened.page)
    assert titles(Client().get(address)) == []
    assert titles(Client().get(feed_of(sign_in(space.leader)))) == [str(closed.page.slug).capitalize()]


def test_feed_of_a_space_one_has_left_is_not_there(space: SimpleNamespace, sign_in: SignIn) -> None:
    address = feed_of(sign_in(space.member), scope="space", space="ndcs")
    assert Client().get(address).status_code == 200
    space.force.memberships.filter(person=space.member).update(ended_at=timezone.now())
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("how", ["taken back", "suspended", "erased", "guessed", "none"])
def test_feed_ends_with_its_row_and_its_owner(space: SimpleNamespace, sign_in: SignIn, how: str) -> None:
    address = feed_of(sign_in(space.member))
    if how == "taken back":
        sign_in(space.member).post(f"{FEEDS}{Feed.objects.get().pk}/")
    elif how == "suspended":
        Person.objects.filter(pk=space.member.pk).update(suspended_at=timezone.now())
    elif how == "erased":
        erase(actor=space.member, person=space.member)
    elif how == "guessed":
        address = address[:-6] + "A.ics"
    assert Client().get(address).status_code == (200 if how == "none" else 404)


def test_token_is_told_once_and_kept_as_a_sum_only(space: SimpleNamespace, sign_in: SignIn) -> None:
    member = sign_in(space.member)
    token = feed_of(member).removeprefix("/calendar/feed/").removesuffix(".ics")
    assert token not in str(list(Feed.objects.values()))
    assert token not in member.get(FEEDS).content.decode()
    assert len(token) >= 43


def test_nobody_takes_back_the_feed_of_another_or_makes_one_of_a_space_they_do_not_see(
    space: SimpleNamespace, sign_in: SignIn
) -> None:
    feed_of(sign_in(space.member))
    feed, stranger = Feed.objects.get(), sign_in(space.stranger)
    assert stranger.post(f"{FEEDS}{feed.pk}/").status_code == 404
    assert stranger.post(FEEDS, {"scope": "space", "space": "ndcs"}).status_code == 422
    assert Feed.objects.get() == feed


def test_number_of_feeds_has_a_limit(space: SimpleNamespace, sign_in: SignIn) -> None:
    member = sign_in(space.member)
    for _number in range(20):
        feed_of(member)
    assert member.post(FEEDS, {"scope": "site"}).status_code == 422
    assert Feed.objects.count() == 20


def test_unchanged_feed_is_not_sent_again(space: SimpleNamespace, sign_in: SignIn) -> None:
    event = make_event(space.public, "open", hours=(9, 10))
    address = feed_of(sign_in(space.member))
    first = Client().get(address)
    again = {"If-None-Match": first.headers["ETag"]}
    assert Client().get(address, headers=again).status_code == 304
    Session.objects.filter(event=event).update(title="Opening")
    assert titles(Client().get(address, headers=again)) == ["Open – Opening"]


def test_hour_that_the_clock_shows_twice_is_told_as_a_moment(space: SimpleNamespace, client: Client) -> None:
    event = make_event(space.public, "night", starts="2031-10-26", zone="Europe/Paris")
    moments = [(utc(2031, 10, 26, 0, 30), utc(2031, 10, 26, 1, 30)), (utc(2031, 10, 26, 1, 30), utc(2031, 10, 26, 3))]
    for start, end in moments:
        Session.objects.create(event=event, starts_at=start, ends_at=end)
    event.settle()
    calendar = icalendar.Calendar.from_ical(client.get(f"/events/{event.page.key}/calendar.ics").content)
    found = [(entry.decoded("dtstart"), entry.decoded("dtend")) for entry in calendar.walk("VEVENT")]
    assert [(start.astimezone(ZoneInfo("UTC")), end.astimezone(ZoneInfo("UTC"))) for start, end in found] == moments


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize(("address", "queries"), [("/calendar/", 5), ("/me/calendar/", 5), ("feed", 5)])
def test_calendar_asks_the_same_for_one_event_and_for_three(
    space: SimpleNamespace,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    more: int,
    address: str,
    queries: int,
) -> None:
    for number in range(more + 1):
        make_event(space.force, f"meeting-{number}", in_days=0, hours=(9, 10))
    assert Event.objects.count() == more + 1
    client = sign_in(space.member)
    if address == "feed":
        address = feed_of(client)
        client = Client()
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
