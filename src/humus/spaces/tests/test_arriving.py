"""A visitor joins an open space: name and address, a code, and they are in."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from humus.organisations.models import Affiliation, Application, Colleague, Organisation
from humus.people.models import Person
from humus.spaces import domain, partnership
from humus.spaces.models import Membership, Space


@pytest.fixture(autouse=True)
def plain_mails(settings: Any, db: None) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


def code() -> str:
    found = re.search(r"\b([B-Z]{4}-[B-Z]{4})\b", mail.outbox[-1].body)
    assert found
    return found[1]


def register(client: Client, space: str) -> Any:
    """What a browser does: send name and address to the space, follow the 307 with the same body, type the code."""
    typed = {"role": "member", "name": "Nora New", "email": "nora@example.org"}
    sent = client.post(f"/s/{space}/join/", typed)
    assert sent.status_code == 307
    assert client.post(sent.headers["Location"], typed).status_code == 302
    return client.post("/account/confirm-email/", {"code": code()}, follow=True)


def test_newcomer_without_organisation_is_in_the_community_after_typing_the_code(
    cast: SimpleNamespace, client: Client
) -> None:
    page = register(client, "climate-soil")
    assert page.redirect_chain[-1][0] == "/s/climate-soil/"
    assert "Welcome! You are in" in page.content.decode()
    row = Membership.objects.current().get(person__email="nora@example.org")
    assert (row.space, row.role) == (cast.public, "member")


def test_space_that_closed_meanwhile_lets_nobody_in(cast: SimpleNamespace, client: Client) -> None:
    typed = {"role": "member", "name": "Nora New", "email": "nora@example.org"}
    sent = client.post("/s/climate-soil/join/", typed)
    client.post(sent.headers["Location"], typed)
    Space.objects.filter(pk=cast.public.pk).update(joining="request")
    client.post("/account/confirm-email/", {"code": code()})
    assert Person.objects.get(email="nora@example.org").last_login is not None
    assert not Membership.objects.filter(person__email="nora@example.org").exists()


@pytest.mark.parametrize("space", ["ndcs", "nowhere"])
def test_visitor_is_led_to_sign_in_or_finds_nothing_where_one_must_be_asked(
    cast: SimpleNamespace, client: Client, space: str
) -> None:
    answer = client.post(f"/s/{space}/join/", {"role": "member", "email": "nora@example.org"})
    assert answer.status_code == (302 if space == "ndcs" else 404)
    assert "space_to_join" not in client.session


def test_visitor_cannot_come_in_as_a_leader(cast: SimpleNamespace, client: Client) -> None:
    Space.objects.filter(pk=cast.force.pk).update(joining="open", visibility="public")
    answer = client.post("/s/ndcs/join/?role=leader", {"role": "leader", "email": "nora@example.org"})
    assert answer.headers["Location"].startswith("/account/login/")


def test_those_who_manage_are_told_and_the_person_gets_the_answer_with_its_reason(cast: SimpleNamespace) -> None:
    asked = domain.join(actor=cast.stranger, space=cast.force, statement="I farm")
    assert [(message.to, "I farm" in message.body) for message in mail.outbox] == [([cast.leader.email], True)]
    domain.answer(actor=cast.leader, request=asked, accept=False, reason="We are complete.")
    assert mail.outbox[-1].to == [cast.stranger.email]
    assert "We are complete." in mail.outbox[-1].body


def test_leaving_by_oneself_sends_no_mail_and_being_removed_says_why(cast: SimpleNamespace) -> None:
    row = Membership.objects.get(space=cast.force, person=cast.member)
    domain.end(actor=cast.leader, membership=row, reason="Moved on")
    assert [(message.to, "Moved on" in message.body) for message in mail.outbox] == [([cast.member.email], True)]
    domain.end(actor=cast.representative, membership=Membership.objects.get(person=cast.representative))
    assert len(mail.outbox) == 1


class TestWayOut:
    """What a person is told who cannot lead yet."""

    def test_confirmed_partner_needs_none(self, cast: SimpleNamespace) -> None:
        assert partnership.of(cast.leader) == partnership.Partnership(confirmed=True)

    def test_waiting_colleague_hears_of_the_focal_point(self, cast: SimpleNamespace) -> None:
        Colleague.objects.create(organisation=cast.partner, person=cast.stranger)
        assert partnership.of(cast.stranger) == partnership.Partnership(waiting=[cast.partner])

    def test_colleague_of_a_friend_hears_that_it_is_no_partner(self, cast: SimpleNamespace) -> None:
        friend = Organisation.objects.create(slug="friend", name="A Friend")
        Affiliation.objects.create(organisation=friend, kind="friend")
        Colleague.objects.create(organisation=friend, person=cast.stranger, confirmed_at="2026-01-01T00:00:00Z")
        assert partnership.of(cast.stranger) == partnership.Partnership(outside=[friend])

    def test_applicant_hears_how_the_application_stands(self, cast: SimpleNamespace, client: Client) -> None:
        asked = Application.objects.create(applicant=cast.stranger, name="Field Lab", state="submitted")
        assert partnership.of(cast.stranger) == partnership.Partnership(application=asked)
        client.force_login(cast.stranger)
        shown = client.get("/join/").content.decode()
        assert f"/join/partner/{asked.key}/" in shown
