"""Coming in: by code, by password, not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client

from humus.activity.models import Activity
from humus.people import domain
from humus.people.models import Person

CODE = re.compile(r"\b([B-Z]{4}-[B-Z]{4})\b")


@pytest.fixture(autouse=True)
def fresh(settings: Any, db: None) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


def code_in(message: Any) -> str:
    found = CODE.search(message.body)
    assert found, message.body
    return found[1]


def come_in(client: Client, email: str, **extra: Any) -> Any:
    client.post("/account/login/code/", {"email": email, **extra})
    return client.post("/account/login/code/confirm/", {"code": code_in(mail.outbox[-1]), **extra})


def confirmed(person: Person) -> Person:
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def test_newcomer_signs_up_with_a_code_and_is_in(client: Client) -> None:
    answer = client.post("/account/signup/", {"name": "Nia Newcomer", "email": "Nia@Example.org"})
    assert answer["Location"] == "/account/confirm-email/"
    answer = client.post("/account/confirm-email/", {"code": code_in(mail.outbox[-1])})
    assert answer.status_code == 302
    person = Person.objects.get(email="nia@example.org")
    assert person.name == "Nia Newcomer"
    assert client.get("/me/").status_code == 200
    assert Activity.objects.filter(verb="person.joined", person=person).count() == 1


def test_known_person_comes_in_with_a_code(cast: SimpleNamespace, client: Client) -> None:
    confirmed(cast.member)
    assert come_in(client, cast.member.email)["Location"] == "/me/"
    assert client.get("/me/").context["person"] == cast.member


def test_wrong_code_does_not_let_in_and_three_of_them_end_the_attempt(cast: SimpleNamespace, client: Client) -> None:
    confirmed(cast.member)
    client.post("/account/login/code/", {"email": cast.member.email})
    for _ in range(3):
        client.post("/account/login/code/confirm/", {"code": "BBBB-BBBB"})
    client.post("/account/login/code/confirm/", {"code": code_in(mail.outbox[-1])})
    assert client.get("/me/").status_code == 302


def test_answer_is_the_same_for_unknown_and_known_addresses(cast: SimpleNamespace) -> None:
    confirmed(cast.member)
    pages = []
    for email in (cast.member.email, "nobody.member@example.org"):
        client = Client()
        first = client.post("/account/login/code/", {"email": email})
        page = client.get(first["Location"])
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page.content.decode())
        pages.append((first.status_code, first["Location"], page.status_code, text.replace(email, "EMAIL")))
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 2


def test_signing_up_with_a_taken_address_looks_like_signing_up(cast: SimpleNamespace) -> None:
    confirmed(cast.member)
    answers = []
    for email in (cast.member.email, "free@example.org"):
        answer = Client().post("/account/signup/", {"name": "Any One", "email": email})
        answers.append((answer.status_code, answer["Location"]))
    assert answers[0] == answers[1]
    assert Person.objects.filter(email=cast.member.email).count() == 1


def test_password_works_where_one_was_set(cast: SimpleNamespace, client: Client) -> None:
    confirmed(cast.member).set_password("humus makes good soil")
    cast.member.save()
    answer = client.post("/account/login/", {"login": cast.member.email, "password": "humus makes good soil"})
    assert answer["Location"] == "/me/"


@time_machine.travel("2030-01-01 12:00", tick=False)
def test_guessing_a_password_is_stopped_by_account_whatever_address_it_comes_from(cast: SimpleNamespace) -> None:
    confirmed(cast.member).set_password("humus makes good soil")
    cast.member.save()
    codes = []
    for attempt in range(6):
        address = {"REMOTE_ADDR": f"10.0.0.{attempt}", "HTTP_X_FORWARDED_FOR": f"192.0.2.{attempt}"}
        answer = Client(**address).post("/account/login/", {"login": cast.member.email, "password": "wrong"})
        codes.append(answer.status_code)
    assert codes == [200] * 5 + [429]
    assert answer["Retry-After"] == "300"


@time_machine.travel("2030-01-01 12:00", tick=False)
def test_forwarded_addresses_do_not_widen_the_limit_of_one_caller(cast: SimpleNamespace) -> None:
    codes = [
        Client(HTTP_X_FORWARDED_FOR=f"192.0.2.{n}")
        .post("/account/login/", {"login": f"p{n}@example.org", "password": "wrong"})
        .status_code
        for n in range(11)
    ]
    assert codes == [200] * 10 + [429]


@time_machine.travel("2030-01-01 12:00", tick=False)
def test_codes_cannot_be_asked_for_without_end(cast: SimpleNamespace) -> None:
    confirmed(cast.member)
    codes = [Client().post("/account/login/code/", {"email": cast.member.email}).status_code for _ in range(4)]
    assert codes == [302, 302, 302, 429]


@pytest.mark.parametrize(
    "evil", ["//evil.example", "/\\evil.example", "javascript:alert(1)", "/\tevil", "https://evil.example/"]
)
def test_next_leads_only_to_this_site(cast: SimpleNamespace, client: Client, evil: str) -> None:
    confirmed(cast.member)
    assert come_in(client, cast.member.email, next=evil)["Location"] == "/me/"


def test_next_leads_back_to_where_one_was(cast: SimpleNamespace, client: Client) -> None:
    confirmed(cast.member)
    assert come_in(client, cast.member.email, next="/people/?q=a")["Location"] == "/people/?q=a"


def test_session_gets_a_new_key_at_sign_in(cast: SimpleNamespace, client: Client) -> None:
    confirmed(cast.member)
    client.post("/account/login/code/", {"email": cast.member.email})
    before = client.session.session_key
    client.post("/account/login/code/confirm/", {"code": code_in(mail.outbox[-1])})
    assert client.session.session_key != before


def test_suspended_person_is_out_at_once_and_cannot_come_back(cast: SimpleNamespace, client: Client) -> None:
    confirmed(cast.member)
    come_in(client, cast.member.email)
    assert client.get("/me/").status_code == 200
    domain.suspend(actor=cast.secretary, person=cast.member, reason="Test")
    assert client.get("/me/").status_code == 302
    sent = len(mail.outbox)
    Client().post("/account/login/code/", {"email": cast.member.email})
    assert not CODE.search(mail.outbox[sent].body)
    domain.lift_suspension(actor=cast.secretary, person=cast.member)
    assert come_in(Client(), cast.member.email)["Location"] == "/me/"


def test_stored_language_travels_to_the_browser_at_sign_in(cast: SimpleNamespace, client: Client) -> None:
    cast.member.language = "fr"
    cast.member.save()
    confirmed(cast.member)
    answer = come_in(client, cast.member.email)
    assert answer.cookies["language"].value == "fr"


def with_app(person: Person) -> str:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def now_code(secret: str) -> str:
    import time

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_second_factor_is_asked_for_and_a_code_of_it_works_once(cast: SimpleNamespace, client: Client) -> None:
    secret = with_app(confirmed(cast.member))
    assert come_in(client, cast.member.email)["Location"] == "/account/second-factor/authenticate/"
    assert client.get("/me/").status_code == 302
    wrong = client.post("/account/second-factor/authenticate/", {"code": "nothing"}).content.decode()
    assert "recovery codes" in wrong
    assert 'aria-invalid="true"' in wrong
    assert "use-a-key" not in wrong
    code = now_code(secret)
    assert client.post("/account/second-factor/authenticate/", {"code": code})["Location"] == "/me/"
    other = Client()
    come_in(other, cast.member.email)
    assert other.post("/account/second-factor/authenticate/", {"code": code}).status_code == 200
    assert other.get("/me/").status_code == 302


def test_secretariat_without_second_factor_is_told_why_and_comes_back(cast: SimpleNamespace) -> None:
    client = Client()
    client.force_login(cast.secretary)
    answer = client.get("/secretariat/people/?q=mona")
    assert answer["Location"] == "/me/second-factor/"
    assert b"second factor" in client.get("/me/second-factor/").content
    with_app(cast.secretary)
    assert client.get("/me/second-factor/")["Location"] == "/secretariat/people/?q=mona"
    assert client.get("/secretariat/people/?q=mona").status_code == 200


def test_taking_the_second_factor_away_shuts_the_room_again(cast: SimpleNamespace, client: Client) -> None:
    secret = with_app(confirmed(cast.secretary))
    come_in(client, cast.secretary.email)
    client.post("/account/second-factor/authenticate/", {"code": now_code(secret)})
    assert client.get("/secretariat/people/").status_code == 200
    cache.clear()
    client.post("/account/second-factor/reauthenticate/", {"code": now_code(secret)})
    client.post("/account/second-factor/totp/deactivate/")
    assert not Authenticator.objects.filter(user=cast.secretary).exists()
    assert client.get("/secretariat/people/")["Location"] == "/me/second-factor/"


def test_address_is_changed_only_after_confirming_by_a_code(cast: SimpleNamespace, client: Client) -> None:
    confirmed(cast.member)
    come_in(client, cast.member.email)
    asked = client.post("/account/email/", {"action_add": "", "email": "new@example.org"})
    assert asked["Location"].startswith("/account/confirm-by-code/")
    assert not EmailAddress.objects.filter(email="new@example.org").exists()
    client.post("/account/confirm-by-code/", {"send": "1", "next": "/account/email/"})
    code = code_in(mail.outbox[-1])
    client.post("/account/confirm-by-code/", {"code": code, "next": "/account/email/"})
    client.post("/account/email/", {"action_add": "", "email": "new@example.org"})
    assert client.session.get("account_email_verification_code") or len(mail.outbox) >= 3


def test_services_that_are_not_configured_do_not_exist(client: Client) -> None:
    for address in (
        "/account/connections/",
        "/account/connections/orcid/login/",
        "/account/connections/oidc/oidc/login/",
    ):
        assert client.get(address).status_code == 404
    assert b"ORCID" not in client.get("/account/login/").content


def test_forms_without_their_token_are_refused(cast: SimpleNamespace, sign_in: Callable[[Person], Client]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.member)
    for address in (
        "/me/profile/",
        "/me/directory/",
        "/me/erase/",
        "/me/data/export/",
        "/account/logout/",
        "/preferences/theme/",
    ):
        assert client.post(address).status_code == 403
    assert sign_in(cast.member).post("/preferences/theme/", {"theme": "dark"}).status_code == 302


@pytest.mark.parametrize("address", ["known@example.org", "nobody@example.org"])
def test_sign_in_form_takes_its_time_whoever_is_asked_for(
    db: None, client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Person.objects.create_user("known@example.org", name="Known")
    rests: list[float] = []
    monkeypatch.setattr("humus.people.middleware.time.sleep", rests.append)
    monkeypatch.setattr("humus.people.middleware.EVEN_SECONDS", 30.0)
    client.post("/account/login/code/", {"email": address})
    assert len(rests) == 1
    assert 20 < rests[0] <= 30
    client.get("/account/login/code/")
    assert len(rests) == 1
