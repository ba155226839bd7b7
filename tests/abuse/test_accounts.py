"""Coming in, staying in and being shown out (group B): every way round the sign-in, each beside the way through."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from humus.people import domain, firstrun
from humus.people.models import Person, SiteRole
from humus.people.tests.test_sign_in import CODE, code_in, come_in, confirmed, now_code, with_app
from humus.portal import site
from tests.abuse.refusal import bare, refused, security_lines, silent

SignIn = Callable[..., Client]
WORDS = "humus makes good soil"
SECOND = "/account/second-factor/authenticate/"


@pytest.fixture(autouse=True)
def fresh(settings: Any, db: None, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def with_password(person: Person) -> Person:
    confirmed(person).set_password(WORDS)
    person.save()
    return person


def by_password(client: Client, person: Person, words: str = WORDS, **known: Any) -> Any:
    return client.post("/account/login/", {"login": person.email, "password": words}, **known)


def is_in(client: Client) -> bool:
    return bool(client.get("/me/").status_code == 200)


# Suspended.


def test_suspended_person_is_out_everywhere_at_once(cast: SimpleNamespace) -> None:
    person = with_password(cast.member)
    client, other = Client(), Client()
    by_password(client, person)
    come_in(other, person.email)
    assert is_in(client)
    assert is_in(other)
    mails = len(mail.outbox)
    domain.suspend(actor=cast.secretary, person=person, reason="Test")
    # The very next requests; nothing has to run out first.
    for cookie in (client, other):
        refused(cookie, "get", "/me/", status=302)
        refused(cookie, "post", "/me/profile/", {"name": "Still Here"}, status=302)
    newcomer = Client()
    assert by_password(newcomer, person).status_code in (200, 302)
    assert not is_in(newcomer)
    for way, field in (("/account/login/code/", "email"), ("/account/password/reset/", "email")):
        Client().post(way, {field: person.email})
    assert [CODE.search(str(one.body)) for one in mail.outbox[mails:]] == [None] * len(mail.outbox[mails:])
    domain.lift_suspension(actor=cast.secretary, person=person)
    cache.clear()
    assert is_in_after_password(person)


def is_in_after_password(person: Person) -> bool:
    client = Client()
    by_password(client, person)
    return is_in(client)


# The first start, and accounts that nobody made.


def test_first_link_is_nothing_once_there_is_an_administrator(cast: SimpleNamespace, sign_in: SignIn) -> None:
    SiteRole.objects.filter(role="administrator").delete()
    address = str(firstrun.link()).removeprefix("http://127.0.0.1:8000")
    address = address[address.index("/first/") :]
    newcomer = sign_in(cast.member)
    refused(newcomer, "post", "/first/guessed-token-of-some-length/")
    assert newcomer.get(address).status_code == 200
    assert newcomer.post(address)["Location"] == "/me/second-factor/"
    for client in (sign_in(cast.stranger), newcomer, Client()):
        refused(client, "get", address)
    refused(sign_in(cast.stranger), "post", address)
    assert firstrun.link() is None
    for parameter in ("setup=1", "setupComplete=false", "bootstrapStatusProvider.applicationConfig.setupComplete=0"):
        asked, plain = (bare(Client().get(f"/?{query}")).split("<main")[1] for query in (parameter, "anything=1"))
        assert asked == plain


@pytest.mark.django_db
def test_fresh_install_has_no_account_to_guess(client: Client) -> None:
    assert Person.objects.count() == 0
    for name in ("admin", "root", "administrator", "humus", "demo", "test"):
        for words in ("admin", "password", "humus", name, "changeme"):
            cache.clear()
            client.post("/account/login/", {"login": f"{name}@localhost", "password": words})
            assert not is_in(client)


# Roles.


@pytest.mark.parametrize("role", ["administrator", "secretariat", "bureau"])
def test_nobody_but_an_administrator_gives_a_role_on_the_site(
    cast: SimpleNamespace, sign_in: SignIn, role: str
) -> None:
    for someone in (cast.leader, cast.secretary):
        address = f"/secretariat/people/{cast.leader.key}/role/"
        refused(sign_in(someone), "post", address, {"role": role})
    sign_in(cast.administrator).post(f"/secretariat/people/{cast.leader.key}/role/", {"role": role})
    assert SiteRole.objects.filter(person=cast.leader, role=role, revoked_at=None).count() == 1


@pytest.mark.parametrize("role", ["administrator", "secretariat", "owner", "manager'--", ""])
def test_space_gives_no_role_that_it_does_not_have(cast: SimpleNamespace, sign_in: SignIn, role: str) -> None:
    leader, row = sign_in(cast.leader), cast.force.memberships.current().get(person=cast.member)
    with silent():
        answer = leader.post(f"/s/ndcs/people/{row.pk}/", {"role": role})
        appointed = leader.post("/s/ndcs/people/", {"email": cast.stranger.email, "role": role})
    assert (answer.status_code, appointed.status_code) == (422, 422)
    assert leader.post(f"/s/ndcs/people/{row.pk}/", {"role": "member"}).status_code in (302, 422)


def test_request_to_join_is_answered_only_in_its_own_space(cast: SimpleNamespace, sign_in: SignIn) -> None:
    from humus.conftest import make_space
    from humus.spaces.domain import grant
    from humus.spaces.models import JoinRequest

    other = make_space("other-force", code="B2", visibility="members")
    grant(actor=None, space=other, person=cast.stranger, role="leader")
    asked = JoinRequest.objects.create(space=cast.force, person=cast.stranger, role="member")
    client = sign_in(cast.stranger)
    refused(client, "post", f"/s/other-force/people/requests/{asked.pk}/", {"answer": "accept"})
    refused(client, "post", f"/s/ndcs/people/requests/{asked.pk}/", {"answer": "accept"})
    answer = sign_in(cast.leader).post(f"/s/ndcs/people/requests/{asked.pk}/", {"answer": "accept"})
    assert answer.status_code == 302


def test_closed_door_cannot_be_asked_to_open_and_a_role_cannot_be_raised(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    from humus.conftest import make_space

    make_space("board", "committee", visibility="members", joining="invitation")
    stranger = sign_in(cast.stranger)
    with silent():
        closed = stranger.post("/s/board/join/", {"role": "member"})
        raised = stranger.post("/s/ndcs/join/", {"role": "leader", "statement": "I qualify."})
    assert closed.status_code in (403, 404, 422)
    assert raised.status_code == 422
    refused(stranger, "post", "/s/climate-soil/join/", {"role": "coordinator"})
    assert stranger.post("/s/climate-soil/join/", {"role": "member"}).status_code == 302


# Guessing.


@time_machine.travel("2030-01-01 12:00", tick=False)
def test_guessing_a_second_factor_is_stopped_by_account(cast: SimpleNamespace) -> None:
    secret = with_app(with_password(cast.member))
    codes, last = [], None
    for attempt in range(8):
        client = Client(REMOTE_ADDR=f"10.1.0.{attempt}", HTTP_X_FORWARDED_FOR=f"192.0.2.{attempt}")
        by_password(client, cast.member)
        with silent(lines=1):
            last = client.post(SECOND, {"code": "000000"})
        codes.append(last.status_code)
        if last.status_code == 429:
            break
    assert codes[-1] == 429, codes
    assert last["Retry-After"]
    cache.clear()
    client = Client()
    by_password(client, cast.member)
    assert client.post(SECOND, {"code": now_code(secret)})["Location"] == "/me/"


@time_machine.travel("2030-01-01 12:00", tick=False)
def test_guessing_a_password_is_written_down_and_stopped_by_account(cast: SimpleNamespace) -> None:
    person = with_password(cast.member)
    codes = []
    for attempt in range(6):
        client = Client(REMOTE_ADDR=f"10.2.0.{attempt}", HTTP_X_FORWARDED_FOR=f"192.0.2.{attempt}")
        with silent(lines=1) as logged:
            codes.append(by_password(client, person, "wrong").status_code)
        assert security_lines(logged)[0]["address"] == f"10.2.0.{attempt}"
    assert codes == [200] * 5 + [429]
    with silent(lines=1):
        assert by_password(Client(REMOTE_ADDR="10.9.9.9"), person).status_code == 429, "the right word too"
    cache.clear()
    assert by_password(Client(), person)["Location"] == "/me/"


@time_machine.travel("2030-01-01 12:00", tick=False)
def test_guessing_a_code_from_a_mail_ends_after_three(cast: SimpleNamespace, client: Client) -> None:
    confirmed(cast.member)
    client.post("/account/login/code/", {"email": cast.member.email})
    right = code_in(mail.outbox[-1])
    for _attempt in range(3):
        with silent(lines=1):
            client.post("/account/login/code/confirm/", {"code": "BBBB-BBBB"})
    with silent():
        client.post("/account/login/code/confirm/", {"code": right})
    assert not is_in(client)
    assert come_in(Client(), cast.member.email)["Location"] == "/me/"


# Resetting a password.


def reset(client: Client, email: str, words: str = "a new word for soil", **extra: Any) -> Any:
    client.post("/account/password/reset/", {"email": email}, **extra)
    client.post("/account/password/reset/confirm/", {"code": code_in(mail.outbox[-1])}, **extra)
    return client.post("/account/password/reset/complete/", {"password1": words, "password2": words}, **extra)


def test_code_for_a_new_password_works_once_and_for_its_browser(cast: SimpleNamespace) -> None:
    person = with_password(cast.member)
    client = Client()
    client.post("/account/password/reset/", {"email": person.email})
    code = code_in(mail.outbox[-1])
    stolen = Client()
    with silent():
        stolen.post("/account/password/reset/confirm/", {"code": code})
        stolen.post("/account/password/reset/complete/", {"password1": "stolen words", "password2": "stolen words"})
    client.post("/account/password/reset/confirm/", {"code": code})
    done = client.post(
        "/account/password/reset/complete/", {"password1": "new soil words", "password2": "new soil words"}
    )
    assert done.status_code == 302
    person.refresh_from_db()
    assert person.check_password("new soil words")
    again = Client()
    with silent():
        again.post("/account/password/reset/confirm/", {"code": code})
        client.post("/account/password/reset/complete/", {"password1": "third words", "password2": "third words"})
    person.refresh_from_db()
    assert person.check_password("new soil words")


def test_new_password_does_not_step_round_the_second_factor(cast: SimpleNamespace) -> None:
    secret = with_app(with_password(cast.member))
    client = Client()
    reset(client, cast.member.email)
    assert not is_in(client)
    cast.member.refresh_from_db()
    by_password(client, cast.member, "a new word for soil")
    assert not is_in(client)
    assert client.post(SECOND, {"code": now_code(secret)})["Location"] == "/me/"


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "evil.example:80"])
def test_foreign_host_name_gets_into_no_mail(cast: SimpleNamespace, host: str) -> None:
    with_password(cast.member)
    mails = len(mail.outbox)
    for address in ("/account/password/reset/", "/account/login/code/", "/account/signup/"):
        for header in ("HTTP_HOST", "HTTP_X_FORWARDED_HOST"):
            Client(**{header: host}).post(address, {"email": cast.member.email, "name": "Any One"})
    assert all(host not in str(one.message()) for one in mail.outbox[mails:])
    refused(Client(HTTP_HOST=host), "post", "/account/password/reset/", {"email": cast.member.email}, status=400)
    assert Client().post("/account/password/reset/", {"email": cast.member.email}).status_code == 302


@pytest.mark.parametrize(
    "twin", ["mona.member@exampl\u0435.org", "mona.member@ex\u0131ample.org", "m\u03bfna.member@example.org"]
)
def test_address_that_looks_alike_gets_no_code(cast: SimpleNamespace, twin: str) -> None:
    person = with_password(cast.member)
    mails = len(mail.outbox)
    for address in ("/account/password/reset/", "/account/login/code/"):
        Client().post(address, {"email": twin})
    assert not any(CODE.search(str(one.body)) for one in mail.outbox[mails:])
    Client().post("/account/password/reset/", {"email": person.email})
    assert code_in(mail.outbox[-1])


# Whether an address has an account.


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/account/login/code/", "email"),
        ("/account/password/reset/", "email"),
        ("/account/signup/", "email"),
        ("/account/login/", "login"),
    ],
)
def test_answer_does_not_tell_whether_an_address_is_known(cast: SimpleNamespace, address: str, field: str) -> None:
    known = with_password(cast.member).email
    unknown = "mona.nobody@example.org"
    answers, costs = [], []
    for email in (known, unknown):
        cache.clear()
        site.keep({})
        client, mails = Client(), len(mail.outbox)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            first = client.post(address, {field: email, "password": "wrong", "name": "Any One"})
        follow = client.get(first["Location"]) if first.status_code == 302 else first
        answers.append((first.status_code, first.headers.get("Location"), bare(follow, email), sorted(first.cookies)))
        costs.append((len(asked), len(mail.outbox) - mails))
    assert answers[0] == answers[1]
    assert costs[0][1] == costs[1][1], "the same number of mails"


# The second factor, used twice.


@time_machine.travel("2030-01-01 12:00", tick=False)
def test_code_of_the_app_works_once_in_its_step(cast: SimpleNamespace) -> None:
    secret = with_app(with_password(cast.member))
    first, second = Client(), Client()
    for client in (first, second):
        by_password(client, cast.member)
    code = now_code(secret)
    assert first.post(SECOND, {"code": code})["Location"] == "/me/"
    refused(second, "post", SECOND, {"code": code}, status=200)
    assert not is_in(second)


def test_recovery_code_works_once(cast: SimpleNamespace) -> None:
    with_app(with_password(cast.member))
    code = RecoveryCodes.activate(cast.member).get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        by_password(client, cast.member)
    assert first.post(SECOND, {"code": code})["Location"] == "/me/"
    refused(second, "post", SECOND, {"code": code}, status=200)
    assert not is_in(second)


# Sessions.


def test_key_planted_before_signing_in_is_worth_nothing_after(cast: SimpleNamespace) -> None:
    with_password(cast.member)
    victim, thief = Client(), Client()
    victim.cookies["humus_session"] = thief.cookies["humus_session"] = "plantedplantedplantedplanted1234"
    by_password(victim, cast.member)
    assert is_in(victim)
    refused(thief, "get", "/me/", status=302)


def test_cookie_kept_after_signing_out_opens_nothing(cast: SimpleNamespace) -> None:
    with_password(cast.member)
    client, thief = Client(), Client()
    by_password(client, cast.member)
    thief.cookies["humus_session"] = client.cookies["humus_session"].value
    assert is_in(thief)
    client.post("/account/logout/")
    refused(thief, "get", "/me/", status=302)


def test_new_password_ends_every_other_session(cast: SimpleNamespace) -> None:
    with_password(cast.member)
    client, other = Client(), Client()
    for one in (client, other):
        by_password(one, cast.member)
    words = {"oldpassword": WORDS, "password1": "another soil word", "password2": "another soil word"}
    assert client.post("/account/password/change/", words).status_code == 302
    refused(other, "get", "/me/", status=302)
    assert is_in_after(cast.member, "another soil word")


def is_in_after(person: Person, words: str) -> bool:
    client = Client()
    by_password(client, person, words)
    return is_in(client)


@pytest.mark.parametrize("deed", [domain.grant_role, domain.revoke_role])
def test_change_of_role_ends_every_session(cast: SimpleNamespace, deed: Callable[..., Any]) -> None:
    with_password(cast.member)
    if deed is domain.revoke_role:
        domain.grant_role(actor=cast.administrator, person=cast.member, role="bureau")
    client = Client()
    by_password(client, cast.member)
    assert is_in(client)
    deed(actor=cast.administrator, person=cast.member, role="bureau")
    refused(client, "get", "/me/", status=302)
    assert is_in_after(cast.member, WORDS)


def test_session_is_ended_from_the_list_of_sessions(cast: SimpleNamespace) -> None:
    with_password(cast.member)
    client, other = Client(), Client()
    for one in (client, other):
        by_password(one, cast.member)
    client.post("/account/sessions/")
    refused(other, "get", "/me/", status=302)
    assert is_in(client)


# What needs a fresh proof.

GUARDED: list[tuple[str, dict[str, str]]] = [
    ("/account/email/", {"action_add": "", "email": "thief@example.org"}),
    ("/account/second-factor/totp/activate/", {"code": "000000"}),
    ("/account/second-factor/totp/deactivate/", {}),
    ("/account/second-factor/recovery-codes/generate/", {}),
    ("/account/second-factor/webauthn/add/", {"name": "key"}),
    ("/me/erase/", {"email": "mona.member@example.org"}),
]


@pytest.mark.parametrize(("address", "sent"), GUARDED)
def test_stolen_session_changes_no_way_of_signing_in(cast: SimpleNamespace, address: str, sent: dict[str, str]) -> None:
    secret = with_app(with_password(cast.member))
    client = Client()
    with time_machine.travel(time.time() - 3600):
        by_password(client, cast.member)
        client.post(SECOND, {"code": now_code(secret)})
    if "activate" in address and "de" not in address:
        Authenticator.objects.filter(user=cast.member).delete()
    assert is_in(client)
    with silent():
        answer = client.post(address, sent)
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert not EmailAddress.objects.filter(email="thief@example.org").exists()


def test_fresh_proof_opens_what_needs_one(cast: SimpleNamespace) -> None:
    with_password(cast.member)
    client = Client()
    by_password(client, cast.member)
    client.post("/account/reauthenticate/", {"password": WORDS})
    client.post("/account/email/", {"action_add": "", "email": "new@example.org"})
    assert "new@example.org" in mail.outbox[-1].to
