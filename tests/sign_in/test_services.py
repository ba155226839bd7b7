"""Coming in through another service: what it says is believed as far as it can be, and nobody is taken over."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from humus.people import domain
from humus.people.models import Person
from humus.people.tests.test_sign_in import code_in, come_in, confirmed, now_code, with_app
from tests.sign_in.provider import ORCID, Provider

pytestmark = pytest.mark.django_db
OIDC, ORCID_DOOR = "/account/connections/oidc/oidc/login/", "/account/connections/orcid/login/"


def answer_of(client: Client, door: str = OIDC, choice: str = "allow", **query: str) -> str:
    """Go to the service, choose there, and answer the way back, as a browser would."""
    page = client.post(door, query)
    assert page.status_code == 200
    target = page["Refresh"].removeprefix("0; url=")
    assert target.replace("&", "&amp;") in page.content.decode()
    chosen = requests.get(target.replace("/authorize?", f"/{choice}?"), allow_redirects=False, timeout=5)
    back = urlsplit(chosen.headers["Location"])
    assert back.path == urlsplit(door).path + "callback/"
    return f"{back.path}?{back.query}"


def through(client: Client, door: str = OIDC, choice: str = "allow", **query: str) -> Any:
    return client.get(answer_of(client, door, choice, **query))


def connect(client: Client, door: str) -> None:
    """Connecting is confirmed by a code, and goes on by itself after that."""
    asked = client.get(through(client, f"{door}?process=connect")["Location"])
    client.post(asked["Location"], {"send": "1"})
    assert client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})["Location"] == "/account/connections/"


def who(client: Client) -> Person | None:
    page = client.get("/me/")
    return page.context["person"] if page.status_code == 200 else None


def test_newcomer_with_a_proved_address_is_in_and_comes_back(services: Provider, client: Client) -> None:
    assert through(client, next="/people/")["Location"] == "/people/"
    person = who(client)
    assert person is not None
    assert (person.name, person.email, person.has_usable_password()) == ("Olga Outside", "olga@example.org", False)
    assert EmailAddress.objects.get(user=person).verified
    assert not mail.outbox
    again = Client()
    through(again)
    assert who(again) == person
    assert Person.objects.count() == 1


def test_newcomer_whose_address_the_service_has_not_proved_proves_it_by_a_code(
    services: Provider, client: Client
) -> None:
    services.person["email_verified"] = False
    assert through(client)["Location"] == "/account/confirm-email/"
    assert who(client) is None
    client.post("/account/confirm-email/", {"code": code_in(mail.outbox[-1])})
    assert who(client) == Person.objects.get(email="olga@example.org")


@pytest.mark.parametrize("verified", [True, False])
def test_nobody_is_taken_over_by_an_address_that_a_service_names(
    services: Provider, client: Client, cast: SimpleNamespace, verified: bool
) -> None:
    confirmed(cast.member)
    services.person |= {"email": cast.member.email.upper(), "email_verified": verified}
    assert through(client)["Location"] == "/account/confirm-email/"
    assert who(client) is None
    assert not SocialAccount.objects.exists()
    assert [message.to for message in mail.outbox] == [[cast.member.email]]
    assert "There is one already" in mail.outbox[0].body
    assert not re.search(r"\b[B-Z]{4}-[B-Z]{4}\b", mail.outbox[0].body)


def test_address_that_somebody_has_added_but_not_proved_takes_nobody_over(
    services: Provider, client: Client, cast: SimpleNamespace
) -> None:
    EmailAddress.objects.create(user=cast.stranger, email="olga@example.org", verified=False)
    through(client)
    person = who(client)
    assert person is None or person != cast.stranger
    assert not SocialAccount.objects.filter(user=cast.stranger).exists()


def test_person_connects_a_service_comes_in_through_it_and_disconnects_it(
    services: Provider, cast: SimpleNamespace, client: Client
) -> None:
    confirmed(cast.member)
    come_in(client, cast.member.email)
    connect(client, OIDC)
    assert SocialAccount.objects.get().user == cast.member
    other = Client()
    through(other)
    assert who(other) == cast.member
    assert "Ministry" in client.get("/account/connections/").content.decode()
    client.post("/account/connections/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()


def test_orcid_is_kept_when_it_is_connected_unless_another_one_stands_there(
    services: Provider, cast: SimpleNamespace
) -> None:
    another = "0000-0001-5109-3700"
    for person, before, after in ((cast.member, "", ORCID), (cast.leader, another, another)):
        person.orcid = before
        person.save()
        client = Client()
        SocialAccount.objects.all().delete()
        come_in(client, confirmed(person).email)
        connect(client, ORCID_DOOR)
        person.refresh_from_db()
        assert person.orcid == after
        assert SocialAccount.objects.get().user == person


def test_second_factor_is_asked_for_after_the_service_too(
    services: Provider, cast: SimpleNamespace, client: Client
) -> None:
    secret = with_app(confirmed(cast.member))
    SocialAccount.objects.create(user=cast.member, provider="oidc", uid="42")
    assert through(client)["Location"] == "/account/second-factor/authenticate/"
    assert who(client) is None
    client.post("/account/second-factor/authenticate/", {"code": now_code(secret)})
    assert who(client) == cast.member


def test_suspended_person_does_not_come_in_through_a_service(
    services: Provider, cast: SimpleNamespace, client: Client
) -> None:
    SocialAccount.objects.create(user=confirmed(cast.member), provider="oidc", uid="42")
    domain.suspend(actor=cast.secretary, person=cast.member, reason="Test")
    through(client)
    assert who(client) is None
    domain.lift_suspension(actor=cast.secretary, person=cast.member)
    through(client)
    assert who(client) == cast.member


@pytest.mark.parametrize(
    "spoil", [{"aud": "somebody else"}, {"iss": "https://evil.example"}, {"exp": 1}, {"sub": "43"}, {"sub": None}]
)
def test_token_for_somebody_else_from_elsewhere_or_too_old_lets_nobody_in(
    services: Provider, client: Client, spoil: dict[str, Any]
) -> None:
    services.spoil = spoil
    refused = through(client)
    assert refused.status_code == 401
    assert b"That did not work" in refused.content
    assert not Person.objects.exists()


def test_token_that_the_service_has_not_signed_lets_nobody_in(services: Provider, client: Client) -> None:
    answer = answer_of(client)
    services.key = Provider.new_key()
    services.published = services.keys()
    services.key = Provider.new_key()
    assert client.get(answer).status_code == 401
    assert not Person.objects.exists()


def test_answer_is_good_once_and_for_the_browser_that_asked(services: Provider, client: Client) -> None:
    answer = answer_of(client)
    assert Client().get(answer).status_code == 401
    assert not Person.objects.exists()
    assert client.get(answer)["Location"] == "/me/"
    assert Client().get(answer).status_code == 401


def test_code_of_another_sign_in_is_refused(services: Provider, client: Client) -> None:
    """A code is bound to its request by a secret that only the browser's session holds (PKCE)."""
    code = parse_qs(urlsplit(answer_of(Client())).query)["code"][0]
    state = parse_qs(urlsplit(answer_of(client)).query)["state"][0]
    assert client.get(f"{OIDC}callback/?code={code}&state={state}").status_code == 401
    assert not Person.objects.exists()


def test_turning_back_at_the_service_is_no_error(services: Provider, client: Client) -> None:
    answer = client.get(through(client, choice="refuse")["Location"])
    assert answer.status_code == 200
    assert b"You turned back" in answer.content


def test_service_that_is_down_says_so_and_leaves_other_ways(services: Provider, client: Client) -> None:
    services.stop()
    answer = client.post(OIDC)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert b"does not answer" in answer.content
    assert b"/account/login/" in answer.content


def test_visiting_the_door_by_a_link_only_asks(services: Provider, client: Client) -> None:
    assert "Refresh" not in client.get(OIDC)


def test_researcher_comes_in_by_orcid_and_is_asked_for_an_address(services: Provider, client: Client) -> None:
    form = client.get(through(client, ORCID_DOOR)["Location"])
    assert b'value="Olga Outside"' in form.content
    client.post("/account/connections/signup/", {"name": "Olga Outside", "email": "olga@example.org"})
    assert who(client) is None
    client.post("/account/confirm-email/", {"code": code_in(mail.outbox[-1])})
    person = who(client)
    assert person is not None
    assert (person.name, person.orcid) == ("Olga Outside", ORCID)
    again = Client()
    through(again, ORCID_DOOR)
    assert who(again) == person


def test_orcid_of_a_newcomer_takes_nobody_over_by_a_typed_address(
    services: Provider, client: Client, cast: SimpleNamespace
) -> None:
    confirmed(cast.member)
    through(client, ORCID_DOOR)
    client.post("/account/connections/signup/", {"name": "Olga Outside", "email": cast.member.email})
    assert who(client) is None
    assert not SocialAccount.objects.exists()
    assert "There is one already" in mail.outbox[-1].body


def test_services_are_offered_where_they_are_configured(services: Provider, client: Client) -> None:
    for address in ("/account/login/", "/account/signup/"):
        page = client.get(address).content.decode()
        assert "Ministry" in page
        assert "ORCID" in page
