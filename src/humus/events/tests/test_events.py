"""Events on screen, in a calendar and in a version."""

from collections.abc import Callable
from types import SimpleNamespace

import icalendar
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from humus.activity.models import Activity
from humus.events import moves
from humus.events.models import Event
from humus.events.tests.planted import make_event, utc
from humus.kit.richtext import empty
from humus.pages import domain as pages
from humus.pages.domain.planting import plant
from humus.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def space(cast: SimpleNamespace) -> SimpleNamespace:
    for place in (cast.public, cast.force):
        plant(space=place, slug="front", texts={"en": ("Front", empty())})
    return cast


def form(**fields: str) -> dict[str, str]:
    return {
        "space": "climate-soil",
        "title": "Soils and markets",
        "kind": "cop_webinar",
        "zone": "Europe/Paris",
        "sessions-0-day": "2030-10-29",
        "sessions-0-start": "13:00",
        "sessions-0-end": "17:00",
    } | fields


@pytest.mark.parametrize("address", ["/events/new/", "/times/new/", "/events/{}/change/", "/calendar/"])
def test_time_zone_is_sought_by_typing(space: SimpleNamespace, sign_in: SignIn, address: str) -> None:
    event = make_event(space.public, "meeting")
    shown = sign_in(space.secretary).get(address.format(event.page.key)).content.decode()
    assert 'data-seek="Search a city' in shown
    assert "/seek.js" in shown


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [("18/03/2031", "20 mars 2031", ("18 Mar 2031", "20 Mar 2031")), ("March 2031", "", ("March 2031", ""))],
)
def test_days_of_an_event_are_typed_as_one_writes_days(
    space: SimpleNamespace, sign_in: SignIn, starts: str, ends: str, shown: tuple[str, str]
) -> None:
    secretary, event = sign_in(space.secretary), make_event(space.public, "meeting")
    address = f"/events/{event.page.key}/change/"
    assert secretary.post(address, {"zone": "UTC", "starts": starts, "ends": ends}).status_code == 302
    form = secretary.get(address).context["form"]
    assert (form["starts"].value(), form["ends"].value()) == shown
    refused = secretary.post(address, {"zone": "UTC", "starts": "in spring"})
    assert refused.status_code == 422
    assert "Write a day as 18/03/2026" in refused.content.decode()
    assert 'value="in spring"' in refused.content.decode()


def test_kind_of_an_event_may_stay_open_and_says_so(space: SimpleNamespace, sign_in: SignIn) -> None:
    shown = sign_in(space.secretary).get("/events/new/").content.decode()
    assert '<option value="" selected>Of no kind named here</option>' in shown
    assert "---------" not in shown


def test_next_event_stands_before_later_ones_and_past_ones_are_the_archive(
    space: SimpleNamespace, client: Client
) -> None:
    make_event(space.public, "later", in_days=9)
    make_event(space.public, "sooner", in_days=2)
    make_event(space.public, "gone", in_days=-3)
    make_event(space.public, "some-day", in_days=None)
    shown = client.get("/events/").content.decode()
    order = [shown.index(f">{title}</a>") for title in ("Sooner", "Later", "Gone", "Some day")]
    assert order == sorted(order)
    assert shown.index('id="archive"') < shown.index(">Gone</a>")


def test_without_events_the_list_says_so(db: None, client: Client) -> None:
    assert "No event is announced" in client.get("/events/").content.decode()


def test_stranger_sees_no_event_of_a_members_only_space(space: SimpleNamespace, sign_in: SignIn) -> None:
    event = make_event(space.force, "secret-meeting")
    address = f"/events/{event.page.key}/calendar.ics"
    stranger, member = sign_in(space.stranger), sign_in(space.member)
    assert "Secret meeting" not in stranger.get("/events/").content.decode()
    assert stranger.get(address).status_code == 404
    assert "Secret meeting" in member.get("/events/").content.decode()
    assert member.get(address).status_code == 200


def test_member_announces_an_event_of_their_space(space: SimpleNamespace, sign_in: SignIn) -> None:
    member = sign_in(space.member)
    assert member.post("/events/new/", form()).status_code == 422
    member.post("/s/climate-soil/join/", {"role": "member"})
    assert member.post("/events/new/", form()).status_code == 302
    event = Event.objects.get()
    assert (event.starts, event.ends) == ("2030-10-29", "2030-10-29")
    assert event.sessions.get().starts_at == utc(2030, 10, 29, 12)
    assert event.over_at == utc(2030, 10, 29, 16)
    assert Activity.objects.filter(verb="event.planned", page=event.page).count() == 1


def test_what_an_event_is_about_is_read_as_markdown_and_keeps_its_lines(
    space: SimpleNamespace, sign_in: SignIn
) -> None:
    typed = "Welcome\r\nto **all**.\r\n\r\n* Talks\r\n* Posters"
    secretary = sign_in(space.secretary)
    assert secretary.post("/events/new/", form(text=typed)).status_code == 302
    shown = secretary.get(Event.objects.get().page.get_absolute_url()).content.decode()
    assert "<p>Welcome<br>to <strong>all</strong>.</p>" in shown
    assert "<ul><li>Talks</li><li>Posters</li></ul>" in shown


def test_text_of_an_event_that_is_too_much_to_read_is_refused_beside_its_field(
    space: SimpleNamespace, sign_in: SignIn
) -> None:
    answer = sign_in(space.secretary).post("/events/new/", form(text="a\n" * 9000))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["text"]
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"sessions-0-end": "12:00"},
        {"sessions-0-day": ""},
        {"sessions-0-start": "25:00"},
        {"starts": "2030-02-31"},
        {"starts": "2030-03-02", "ends": "2030-03-01"},
        {"zone": "Mars/Olympus"},
        {"title": ""},
    ],
)
def test_wrong_event_is_refused_and_shown_again(space: SimpleNamespace, sign_in: SignIn, wrong: dict[str, str]) -> None:
    answer = sign_in(space.secretary).post("/events/new/", form(organiser="The typed organiser", **wrong))
    assert answer.status_code == 422
    assert "The typed organiser" in answer.content.decode()
    assert not Event.objects.exists()


def test_only_those_who_may_edit_the_page_change_the_day(space: SimpleNamespace, sign_in: SignIn) -> None:
    event = make_event(space.public, "webinar", hours=(13, 17))
    address = f"/events/{event.page.key}/change/"
    changed = {"kind": "call", "zone": "UTC", "starts": "2031-01-01"}
    assert sign_in(space.stranger).post(address, changed).status_code == 403
    assert sign_in(space.secretary).get(address).status_code == 200
    assert sign_in(space.secretary).post(address, changed).status_code == 302
    event.refresh_from_db()
    assert (event.starts, event.sessions.count()) == ("2031-01-01", 0)
    assert Activity.objects.filter(verb="event.rescheduled").count() == 1


def test_a_moved_event_says_its_earlier_date_on_its_page_and_in_the_list(
    space: SimpleNamespace, client: Client, sign_in: SignIn
) -> None:
    event = make_event(space.public, "webinar", starts="2031-10-27", ends="2031-10-29")
    address = event.page.get_absolute_url()
    assert "New date." not in client.get(address).content.decode()
    move = {"zone": "UTC", "starts": "2031-11-03", "ends": "2031-11-05"}
    sign_in(space.secretary).post(f"/events/{event.page.key}/change/", move)
    for where in (address, "/events/", "/"):
        assert f"It was {event.days}; changed on" in Client().get(where).content.decode()


def test_a_date_that_is_only_known_better_is_not_called_moved(space: SimpleNamespace, sign_in: SignIn) -> None:
    event = make_event(space.public, "webinar", starts="2031-10")
    secretary = sign_in(space.secretary)
    secretary.post(f"/events/{event.page.key}/change/", {"zone": "UTC", "starts": "2031-10-27"})
    assert moves.of([Event.objects.get(pk=event.pk)]) == {}
    secretary.post(f"/events/{event.page.key}/change/", {"zone": "UTC", "starts": "2031-11-27"})
    assert moves.of([Event.objects.get(pk=event.pk)])[event.pk].days == "27 Oct 2031"


def test_an_event_moved_within_its_day_says_its_earlier_hour(space: SimpleNamespace, sign_in: SignIn) -> None:
    event = make_event(space.public, "webinar", starts="2031-10-27")
    hours = {
        "zone": "Europe/Paris",
        "starts": "2031-10-27",
        "sessions-0-day": "2031-10-27",
        "sessions-0-start": "13:00",
    }
    secretary = sign_in(space.secretary)
    secretary.post(f"/events/{event.page.key}/change/", hours)
    assert moves.of([Event.objects.get(pk=event.pk)]) == {}
    secretary.post(f"/events/{event.page.key}/change/", hours | {"sessions-0-start": "15:00"})
    assert "It began at 13:00 (Paris, France)" in secretary.get(event.page.get_absolute_url()).content.decode()


def test_a_change_is_a_version_that_can_be_brought_back(space: SimpleNamespace, sign_in: SignIn) -> None:
    event = make_event(space.public, "webinar", hours=(13, 17), place="Goiânia")
    sign_in(space.secretary).post(f"/events/{event.page.key}/change/", {"zone": "UTC", "starts": "2031-01-01"})
    first = event.page.versions.get(number=1)
    pages.restore(actor=space.secretary, version=first)
    back = Event.objects.get(pk=event.pk)
    assert (back.starts, back.place, back.sessions.count()) == (event.starts, "Goiânia", 1)


def test_reader_with_a_zone_reads_their_own_hour(space: SimpleNamespace, sign_in: SignIn) -> None:
    space.stranger.time_zone = "Asia/Kathmandu"
    space.stranger.save()
    event = make_event(space.public, "webinar", hours=(13, 17), zone="America/Bogota")
    shown = sign_in(space.stranger).get(event.page.get_absolute_url()).content.decode()
    assert "13:00" in shown
    assert "23:45" in shown


def test_visitor_gets_the_moment_for_the_clock_of_the_browser(space: SimpleNamespace, client: Client) -> None:
    event = make_event(space.public, "webinar", hours=(13, 17), zone="America/Bogota")
    shown = client.get(event.page.get_absolute_url()).content.decode()
    assert 'data-local="both"' in shown
    assert f'datetime="{event.sessions.get().starts_at:%Y-%m-%dT%H:%M}' in shown


def test_calendar_file_carries_the_zone_and_a_stable_identity(space: SimpleNamespace, client: Client) -> None:
    event = make_event(space.public, "webinar", hours=(13, 17), zone="Africa/Casablanca", place="Rabat", country="MA")
    answer = client.get(f"/events/{event.page.key}/calendar.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.content)
    (entry,) = calendar.walk("VEVENT")
    assert entry.decoded("dtstart") == event.sessions.get().starts_at
    assert entry["location"] == "Rabat, Morocco"
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Africa/Casablanca"]
    assert entry["uid"] == f"{event.page.key}-1@localhost"


def test_event_without_sessions_is_a_whole_day_in_the_calendar(space: SimpleNamespace, client: Client) -> None:
    event = make_event(space.public, "conference", starts="2031-05", ends="")
    calendar = icalendar.Calendar.from_ical(client.get(f"/events/{event.page.key}/calendar.ics").content)
    (entry,) = calendar.walk("VEVENT")
    assert str(entry.decoded("dtstart")) == "2031-05-01"
    assert str(entry.decoded("dtend")) == "2031-06-01"


@pytest.mark.parametrize("more", [0, 2])
def test_list_asks_the_same_for_one_event_and_for_three(
    space: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for number in range(more + 1):
        make_event(space.public, f"coming-{number}", hours=(9, 10))
        make_event(space.public, f"gone-{number}", in_days=-5, hours=(9, 10))
    client = sign_in(space.member)
    with django_assert_num_queries(11):
        client.get("/events/")


def test_who_is_sent_the_address_of_an_event_reads_when_and_where(space: SimpleNamespace, client: Client) -> None:
    event = make_event(space.public, "open-day", place="Nairobi", country="KE")
    shown = client.get(event.page.get_absolute_url()).content.decode()
    assert f'<meta property="og:description" content="{event.days}, Nairobi, Kenya. ' in shown
