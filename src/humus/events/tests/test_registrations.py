"""Registering for an event, seats and the waiting list, with and without an account."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from humus.conftest import make_person
from humus.events import calling_off
from humus.events.models import Admission, Event, Registration
from humus.events.registrations import domain
from humus.events.tests.planted import link_in, make_event, texts_to
from humus.kit.errors import DeedError
from humus.kit.richtext import empty
from humus.pages.domain.planting import plant
from humus.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def event(cast: SimpleNamespace) -> Event:
    plant(space=cast.public, slug="front", texts={"en": ("Front", empty())})
    return make_event(cast.public, "webinar", hours=(13, 17), zone="Europe/Paris")


def open_for(event: Event, who: str = "members", **fields: Any) -> Admission:
    return Admission.objects.create(event=event, who=who, **fields)


def guest_form(**fields: str) -> dict[str, str]:
    return {"name": "Ngozi Guest", "email": "ngozi@example.net", "zone": "Africa/Lagos"} | fields


def test_member_registers_and_cancels_with_one_click_each(event: Event, cast: SimpleNamespace, sign_in: SignIn) -> None:
    open_for(event)
    member = sign_in(cast.stranger)
    assert "Register</button>" in member.get(event.page.get_absolute_url()).content.decode()
    member.post(f"/events/{event.page.key}/register/")
    assert Registration.objects.get().state == "seated"
    assert "You are registered" in member.get(event.page.get_absolute_url()).content.decode()
    member.post(f"/events/{event.page.key}/cancel/")
    assert Registration.objects.get().state == "cancelled"
    assert "You are registered: Webinar" in texts_to(cast.stranger)[0].subject


def test_registering_twice_gives_one_seat(event: Event, cast: SimpleNamespace, sign_in: SignIn) -> None:
    open_for(event)
    for _again in range(2):
        sign_in(cast.stranger).post(f"/events/{event.page.key}/register/")
    assert Registration.objects.count() == 1


def test_who_comes_too_late_waits_and_moves_up_when_a_place_is_free(event: Event, cast: SimpleNamespace) -> None:
    open_for(event, capacity=1)
    first, second, third = (
        domain.register(actor=person, event=event, answers=[]) for person in (cast.leader, cast.member, cast.stranger)
    )
    assert [row.state for row in (first, second, third)] == ["seated", "waiting", "waiting"]
    domain.cancel(registration=first)
    rows = [Registration.objects.get(pk=row.pk).state for row in (second, third)]
    assert rows == ["seated", "waiting"]
    assert [text.subject for text in texts_to(cast.member)] == [
        "On the waiting list: Webinar",
        "A place is free, it is yours: Webinar",
    ]
    assert len(texts_to(cast.stranger)) == 1


def test_more_places_move_the_waiting_up_in_their_order(event: Event, cast: SimpleNamespace) -> None:
    open_for(event, capacity=1)
    for person in (cast.leader, cast.member, cast.stranger):
        domain.register(actor=person, event=event, answers=[])
    domain.open_(actor=cast.secretary, event=event, capacity=2)
    seated = Registration.objects.seated().order_by("pk")
    assert [row.person for row in seated] == [cast.leader, cast.member]


def test_questions_are_asked_and_a_missing_answer_is_refused(
    event: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    asked = {"who": "members", "link_minutes": "60", "questions": "Your institute *\nLunch: with meat, vegetarian"}
    assert sign_in(cast.secretary).post(f"/events/{event.page.key}/registration/", asked).status_code == 302
    member, address = sign_in(cast.stranger), f"/events/{event.page.key}/register/"
    refused = member.post(address, {"question_0": "", "question_1": "vegetarian"})
    assert refused.status_code == 422
    assert member.post(address, {"question_0": "INRAE", "question_1": "fish"}).status_code == 422
    assert not Registration.objects.exists()
    assert member.post(address, {"question_0": "INRAE", "question_1": "vegetarian"}).status_code == 302
    assert Registration.objects.get().answers == [
        {"question": "Your institute", "answer": "INRAE"},
        {"question": "Lunch", "answer": "vegetarian"},
    ]


def test_visitor_registers_by_a_mail_and_cancels_by_its_link(event: Event, client: Client) -> None:
    open_for(event, "anyone")
    answer = client.post(f"/events/{event.page.key}/register/", guest_form())
    assert "We wrote to ngozi@example.net" in answer.content.decode()
    row = Registration.objects.get()
    assert (row.state, Registration.objects.active().count()) == ("asked", 0)
    link = link_in(texts_to("ngozi@example.net")[-1])
    assert "Yes, I will come" in client.get(link).content.decode()
    assert Registration.objects.get().state == "asked"
    client.post(link, {"deed": "confirm"})
    assert Registration.objects.get().state == "seated"
    assert "13:00 – 17:00 (Paris, France, UTC+1)" in texts_to("ngozi@example.net")[-1].body
    assert "Your time: 13:00 – 17:00 (Lagos, Nigeria)" in texts_to("ngozi@example.net")[-1].body
    client.post(link, {"deed": "cancel"})
    assert Registration.objects.get().state == "cancelled"
    assert "Your registration is cancelled" in client.get(link).content.decode()


def test_link_of_a_mail_confirms_in_a_browser_that_says_where_it_comes_from(event: Event, client: Client) -> None:
    """Without a referrer a browser sends ``Origin: null``, which the guard against forged posts refuses."""
    open_for(event, "anyone")
    client.post(f"/events/{event.page.key}/register/", guest_form())
    link = link_in(texts_to("ngozi@example.net")[-1])
    browser = Client(enforce_csrf_checks=True)
    shown = browser.get(link)
    assert shown.headers["Referrer-Policy"] == "same-origin"
    key = re.search('csrfmiddlewaretoken" value="([^"]+)"', shown.content.decode())
    assert key
    form = {"deed": "confirm", "csrfmiddlewaretoken": key[1]}
    assert browser.post(link, form, headers={"origin": "null"}).status_code == 403
    assert browser.post(link, form, headers={"origin": "http://testserver"}).status_code == 302


def test_members_only_event_asks_a_visitor_to_sign_in(event: Event, client: Client) -> None:
    open_for(event)
    answer = client.post(f"/events/{event.page.key}/register/", guest_form())
    assert answer.headers["Location"].startswith("/account/login/?next=/s/")
    assert not Registration.objects.exists()


def test_answer_does_not_tell_whether_an_address_is_registered_or_has_an_account(
    event: Event, cast: SimpleNamespace, client: Client
) -> None:
    open_for(event, "anyone")
    EmailAddress.objects.create(user=cast.member, email=cast.member.email, verified=True, primary=True)
    domain.register(actor=cast.member, event=event, answers=[])
    known, new = (
        client.post(f"/events/{event.page.key}/register/", guest_form(email=email))
        for email in (cast.member.email, "new@example.net")
    )
    plain = [
        answer.content.decode().replace(email, "X")
        for answer, email in ((known, cast.member.email), (new, "new@example.net"))
    ]
    assert (known.status_code, plain[0]) == (new.status_code, plain[1])
    assert Registration.objects.filter(person=cast.member).get().name == ""


def test_confirmed_address_of_a_member_counts_as_the_member(
    event: Event, cast: SimpleNamespace, client: Client
) -> None:
    open_for(event, "anyone")
    EmailAddress.objects.create(user=cast.member, email=cast.member.email, verified=True, primary=True)
    client.post(f"/events/{event.page.key}/register/", guest_form(email=cast.member.email))
    client.post(link_in(texts_to(cast.member)[-1]), {"deed": "confirm"})
    assert Registration.objects.get().person == cast.member
    assert domain.register(actor=cast.member, event=event, answers=[]) == Registration.objects.get()


def test_nobody_registers_another_by_name_or_takes_their_place_away(
    event: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    open_for(event, "anyone")
    stranger = sign_in(cast.stranger)
    stranger.post(f"/events/{event.page.key}/register/", {"person": str(cast.member.pk), "email": cast.member.email})
    assert [row.person for row in Registration.objects.all()] == [cast.stranger]
    stranger.post(f"/events/{event.page.key}/cancel/")
    domain.register(actor=cast.member, event=event, answers=[])
    assert stranger.post(f"/events/{event.page.key}/cancel/").status_code == 404
    assert Registration.objects.get(person=cast.member).state == "seated"


def test_answers_of_those_who_wait_are_shown_to_who_runs_the_event(
    event: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    admission = open_for(event, capacity=0)
    answers = [{"question": "Lunch", "answer": "vegetarian"}]
    Registration.objects.create(
        admission=admission, name="Rosa", email="rosa@example.net", confirmed_at=timezone.now(), answers=answers
    )
    page = sign_in(cast.secretary).get(f"/events/{event.page.key}/people/").content.decode()
    listed = page[page.index("Waiting list") :]
    assert "guest" in listed
    assert "vegetarian" in listed


@pytest.mark.parametrize("state", ["seated", "waiting", "none", "guest"])
def test_link_is_shown_to_those_with_a_place_once_it_is_open(
    event: Event, cast: SimpleNamespace, sign_in: SignIn, state: str
) -> None:
    room = "https://meet.example.org/ROOMSECRET"
    open_for(event, link=room, link_minutes=525600, capacity=0 if state == "waiting" else None)
    if state in ("seated", "waiting"):
        domain.register(actor=cast.stranger, event=event, answers=[])
    reader = Client() if state == "guest" else sign_in(cast.stranger)
    pages_read = [event.page.get_absolute_url(), f"/events/{event.page.key}/calendar.ics", "/events/"]
    pages_read += [f"/p/{event.page.key}/history/", f"/p/{event.page.key}/versions/1/"]
    shown = ["ROOMSECRET" in reader.get(address).content.decode() for address in pages_read]
    assert shown == [state == "seated", False, False, False, False]


def test_link_is_not_shown_before_its_hour_and_always_to_who_runs_the_event(
    event: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    open_for(event, link="https://meet.example.org/ROOMSECRET", link_minutes=60)
    domain.register(actor=cast.stranger, event=event, answers=[])
    shown = sign_in(cast.stranger).get(event.page.get_absolute_url()).content.decode()
    assert "ROOMSECRET" not in shown
    assert "The link to the online room is shown here from" in shown
    assert "ROOMSECRET" in sign_in(cast.secretary).get(event.page.get_absolute_url()).content.decode()


def test_link_of_a_mail_is_nothing_once_its_holder_may_no_longer_see_the_event(
    cast: SimpleNamespace, client: Client
) -> None:
    event = make_event(cast.force, "inner", hours=(9, 10))
    open_for(event)
    domain.register(actor=cast.member, event=event, answers=[])
    link = link_in(texts_to(cast.member)[-1])
    assert client.get(link).status_code == 200
    cast.force.memberships.filter(person=cast.member).update(ended_at=timezone.now())
    assert client.get(link).status_code == 404
    assert client.post(link, {"deed": "cancel"}).status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b:c", "InFyc3R1diI:1abcde:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_guessed_link_opens_nothing(event: Event, client: Client, token: str) -> None:
    open_for(event, "anyone")
    assert client.get(f"/registrations/{token}/").status_code == 404
    assert client.post(f"/registrations/{token}/", {"deed": "cancel"}).status_code == 404


def test_one_inbox_is_not_flooded(event: Event, client: Client) -> None:
    open_for(event, "anyone")
    answers = [client.post(f"/events/{event.page.key}/register/", guest_form()).status_code for _n in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert len(texts_to("ngozi@example.net")) == 3
    assert client.post(f"/events/{event.page.key}/register/", guest_form(email="b@example.net")).status_code == 200


def test_registration_closes_and_a_late_confirmation_is_refused_in_words(event: Event, client: Client) -> None:
    admission = open_for(event, "anyone")
    client.post(f"/events/{event.page.key}/register/", guest_form())
    admission.closes_at = timezone.now() - timedelta(minutes=1)
    admission.save()
    link = link_in(texts_to("ngozi@example.net")[-1])
    refused = client.post(link, {"deed": "confirm"})
    assert (refused.status_code, "Registration for this event is closed." in refused.content.decode()) == (422, True)
    with pytest.raises(DeedError):
        domain.ask(event=event, email="x@example.net", name="X", answers=[], language="en", zone="UTC")


def test_list_of_who_comes_is_for_those_who_run_the_event(event: Event, cast: SimpleNamespace, sign_in: SignIn) -> None:
    open_for(event)
    domain.register(actor=cast.member, event=event, answers=[])
    for address in ("people/", "registration/"):
        assert sign_in(cast.stranger).get(f"/events/{event.page.key}/{address}").status_code == 403
        assert sign_in(cast.secretary).get(f"/events/{event.page.key}/{address}").status_code == 200
    table = f"/events/{event.page.key}/people.csv"
    assert [sign_in(one).post(table).status_code for one in (cast.stranger, cast.secretary)] == [403, 200]
    assert cast.member.email not in sign_in(cast.stranger).get(event.page.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1+1"])
def test_table_of_who_comes_holds_no_formula(event: Event, cast: SimpleNamespace, sign_in: SignIn, name: str) -> None:
    open_for(event)
    answers = [{"question": "=HYPERLINK()", "answer": name}]
    domain.register(actor=make_person("Plain Person"), event=event, answers=answers)
    text = sign_in(cast.secretary).post(f"/events/{event.page.key}/people.csv").content.decode()
    assert "'" + name in text
    assert "'=HYPERLINK()" in text
    assert "Plain Person,plain.person@example.org,seated" in text


@pytest.fixture
def came(event: Event, cast: SimpleNamespace) -> Registration:
    open_for(event, link="https://meet.example.org/ROOMWORD")
    domain.register(actor=cast.stranger, event=event, answers=[])
    return domain.register(actor=cast.member, event=event, answers=[])


def mark_present(client: Client, row: Registration) -> str:
    """What the list of who comes says when one marks who was there."""
    rows = Registration.objects.filter(admission=row.admission)
    shown = {"shown": [one.key for one in rows], "present": [row.key]}
    return client.post(f"/events/{row.admission.event.page.key}/people/", shown, follow=True).content.decode()


def test_who_was_there_gets_a_certificate_and_who_was_not_gets_none(
    came: Registration, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    event = came.admission.event
    with time_machine.travel(event.begins_at + timedelta(hours=1)):
        assert "1 person was there." in mark_present(sign_in(cast.secretary), came)
        answer = sign_in(cast.member).get(f"/events/{event.page.key}/certificate.pdf")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
        assert sign_in(cast.stranger).get(f"/events/{event.page.key}/certificate.pdf").status_code == 404
        link = link_in(texts_to(cast.member)[0])
        assert Client().get(f"{link}certificate.pdf").status_code == 200
        calling_off.call_off(actor=cast.secretary, event=event)
        assert sign_in(cast.member).get(f"/events/{event.page.key}/certificate.pdf").status_code == 404


def test_nobody_was_there_before_the_event_begins(came: Registration, cast: SimpleNamespace, sign_in: SignIn) -> None:
    secretary = sign_in(cast.secretary)
    shown = secretary.get(f"/events/{came.admission.event.page.key}/people/").content.decode()
    assert 'name="present"' not in shown
    assert "Once the event has begun" in shown
    assert "The event has not begun yet." in mark_present(secretary, came)
    assert not Registration.objects.exclude(attended_at=None).exists()


def test_room_of_a_cancelled_event_is_closed_for_all(
    came: Registration, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    page = came.admission.event.page
    assert "ROOMWORD" in sign_in(cast.secretary).get(page.get_absolute_url()).content.decode()
    calling_off.call_off(actor=cast.secretary, event=came.admission.event)
    assert "ROOMWORD" not in sign_in(cast.secretary).get(page.get_absolute_url()).content.decode()


def test_certificate_in_arabic_is_set_in_a_face_for_it(came: Registration) -> None:
    with time_machine.travel(came.admission.event.begins_at):
        Registration.objects.filter(pk=came.pk).update(attended_at=timezone.now())
    link = link_in(texts_to(came.person)[0])
    made = Client().get(f"{link}certificate.pdf", headers={"accept-language": "ar"}).content
    fonts = PdfReader(BytesIO(made)).pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}
    assert any(name.startswith("NotoSansArabic") for name in names)
    assert not any(name.startswith("DejaVu") for name in names)


def test_erased_person_gives_the_place_back_and_leaves_no_name(event: Event, cast: SimpleNamespace) -> None:
    from humus.people.erasure import erase

    open_for(event, capacity=1)
    domain.register(actor=cast.stranger, event=event, answers=[{"question": "Diet", "answer": "DIETWORD"}])
    domain.register(actor=cast.member, event=event, answers=[])
    erase(actor=cast.stranger, person=cast.stranger)
    gone = Registration.objects.get(person=cast.stranger)
    assert (gone.state, gone.answers, gone.email) == ("cancelled", [], "")
    assert Registration.objects.get(person=cast.member).state == "seated"


@pytest.mark.parametrize("more", [0, 2])
def test_page_of_an_event_asks_the_same_for_one_who_comes_and_for_three(
    event: Event,
    cast: SimpleNamespace,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    more: int,
) -> None:
    open_for(event)
    for number in range(more + 1):
        domain.register(actor=make_person(f"P {number}"), event=event, answers=[])
    secretary = sign_in(cast.secretary)
    with django_assert_num_queries(6):
        secretary.get(f"/events/{event.page.key}/people/")
    stranger = sign_in(cast.stranger)
    stranger.get(event.page.get_absolute_url())
    with django_assert_num_queries(13):
        stranger.get(event.page.get_absolute_url())


def test_mail_written_before_the_right_was_taken_is_not_sent(cast: SimpleNamespace) -> None:
    from humus.people import mails

    event = make_event(cast.force, "inner", hours=(9, 10))
    open_for(event)
    row = domain.register(actor=cast.member, event=event, answers=[])
    key = f"event-{row.key}-day-1:{cast.member.email}"
    assert mails.may_still_go(key)
    cast.force.memberships.filter(person=cast.member).update(ended_at=timezone.now())
    assert not mails.may_still_go(key)
