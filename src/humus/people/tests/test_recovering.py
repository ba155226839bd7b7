"""A lost second factor is taken away by an administrator, and never by anybody else."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from humus.activity.models import Activity
from humus.conftest import make_person
from humus.people import recovering
from humus.people.models import Person

SignIn = Callable[[Person], Client]


def give_factor(person: Person) -> None:
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=person, type=kind, data={})


def address(person: Person) -> str:
    return f"/secretariat/people/{person.key}/second-factor/"


def kinds(person: Person) -> list[str]:
    return sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def test_administrator_takes_a_lost_factor_away_and_the_person_hears_of_it(
    cast: SimpleNamespace, sign_in: SignIn, mailoutbox: list[Any]
) -> None:
    give_factor(cast.member)
    mobile = sign_in(cast.member)
    assert mobile.get("/me/").status_code == 200
    answer = sign_in(cast.administrator).post(address(cast.member), {"reset-reason": "Telephone lost"})
    assert (answer.status_code, kinds(cast.member)) == (302, [])
    assert mobile.get("/me/").status_code == 302
    (mail,) = mailoutbox
    assert mail.to == [cast.member.email]
    assert "Ada Administrator" in mail.body
    line = Activity.objects.get(verb="person.second_factor_reset")
    assert line.actor == cast.administrator
    assert line.data == {"types": ["recovery_codes", "totp"], "reason": "Telephone lost"}


def test_secretary_without_a_factor_must_set_up_a_new_one(cast: SimpleNamespace, client: Client) -> None:
    give_factor(cast.secretary)
    recovering.reset_second_factor(actor=cast.administrator, person=cast.secretary, reason="Lost")
    client.force_login(Person.objects.get(pk=cast.secretary.pk))
    answer = client.get("/secretariat/people/")
    assert answer.headers["Location"] == "/me/second-factor/"


@pytest.mark.parametrize("who", ["secretary", "leader", "member", "stranger"])
def test_nobody_else_takes_a_factor_away(
    cast: SimpleNamespace, sign_in: SignIn, mailoutbox: list[Any], who: str
) -> None:
    give_factor(cast.representative)
    actor = getattr(cast, who)
    assert sign_in(actor).post(address(cast.representative), {"reset-reason": "r"}).status_code == 404
    with pytest.raises(PermissionDenied):
        recovering.reset_second_factor(actor=actor, person=cast.representative, reason="r")
    assert kinds(cast.representative) == ["recovery_codes", "totp"]
    assert mailoutbox == []


def test_administrators_help_each_other_and_never_themselves(cast: SimpleNamespace) -> None:
    other = make_person("Otto Other", "administrator")
    give_factor(cast.administrator)
    with pytest.raises(PermissionDenied):
        recovering.reset_second_factor(actor=cast.administrator, person=cast.administrator, reason="r")
    assert kinds(cast.administrator) == ["recovery_codes", "totp"]
    recovering.reset_second_factor(actor=other, person=cast.administrator, reason="r")
    assert kinds(cast.administrator) == []


@pytest.mark.parametrize("sent", [{"reset-reason": " "}, {}])
def test_without_a_reason_nothing_happens(cast: SimpleNamespace, sign_in: SignIn, sent: dict[str, Any]) -> None:
    give_factor(cast.member)
    answer = sign_in(cast.administrator).post(address(cast.member), sent)
    assert (answer.status_code, kinds(cast.member)) == (422, ["recovery_codes", "totp"])


def test_account_without_a_factor_has_none_to_lose(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.administrator)
    answer = client.post(address(cast.member), {"reset-reason": "r"}, follow=True)
    assert "This account has no second factor." in answer.content.decode()
    assert not Activity.objects.filter(verb="person.second_factor_reset").exists()


def test_last_administrator_is_helped_on_the_server(cast: SimpleNamespace, mailoutbox: list[Any]) -> None:
    give_factor(cast.administrator)
    out = StringIO()
    call_command("reset_second_factor", "ADA.administrator@example.org", reason="Safe flooded", stdout=out)
    assert kinds(cast.administrator) == []
    line = Activity.objects.get(verb="person.second_factor_reset")
    assert (line.actor, line.data["how"], line.data["reason"]) == (None, "on the server", "Safe flooded")
    assert [mail.to for mail in mailoutbox] == [[cast.administrator.email]]


@pytest.mark.parametrize(("email", "reason"), [("nobody@example.org", "r"), ("mona.member@example.org", " ")])
def test_command_names_what_is_wrong(cast: SimpleNamespace, email: str, reason: str) -> None:
    give_factor(cast.member)
    with pytest.raises(CommandError):
        call_command("reset_second_factor", email, reason=reason)
    assert kinds(cast.member) == ["recovery_codes", "totp"]


@pytest.mark.parametrize("factors", [1, 3])
def test_account_costs_the_same_with_one_factor_and_with_three(
    cast: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: Callable[..., Any], factors: int
) -> None:
    for _number in range(factors):
        Authenticator.objects.create(user=cast.member, type="webauthn", data={})
    client = sign_in(cast.administrator)
    with django_assert_num_queries(6):
        shown = client.get(f"/secretariat/people/{cast.member.key}/").content.decode()
    assert shown.count("Passkey or security key") == factors
