"""Inviting people who have no account, and what they find when they come."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.signals import user_logged_in
from django.core import mail
from django.test import Client
from django.utils import timezone

from humus.conftest import make_person
from humus.kit.errors import DeedError
from humus.people import erasure
from humus.people.models import Person
from humus.spaces.domain import inviting
from humus.spaces.models import Invitation, Membership

SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def plain_mails(settings: Any, db: None) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def come(email: str, *, proved: bool = True) -> Person:
    person = make_person("Nora New")
    EmailAddress.objects.create(user=person, email=email, verified=proved)
    user_logged_in.send(sender=Person, request=None, user=person)
    return person


def test_secretariat_invites_a_list_and_hears_what_became_of_each(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.secretary)
    addresses = f"Ana Pérez <ana@example.org>; bea@example.org\n{cast.member.email}"
    fields = {"addresses": addresses, "space": "climate-soil", "language": "fr", "words": "À bientôt"}
    answer = client.post("/secretariat/invitations/", fields)
    assert answer.status_code == 422
    assert [message.to for message in mail.outbox] == [["ana@example.org"], ["bea@example.org"]]
    assert "À bientôt" in mail.outbox[0].body
    assert "/account/signup/?email=ana%40example.org" in mail.outbox[0].body
    shown = answer.content.decode()
    assert f"{cast.member.email} already has an account here." in shown
    again = client.post("/secretariat/invitations/", fields | {"addresses": "ana@example.org, not@an@address"})
    assert "not@an@address" in again.content.decode()
    assert Invitation.objects.open().count() == 2


def test_whoever_proves_the_address_is_in_the_space(cast: SimpleNamespace) -> None:
    inviting.invite(actor=cast.secretary, email="Nora@Example.org", space=cast.public)
    person = come("nora@example.org")
    assert Membership.objects.current().filter(space=cast.public, person=person, role="member").exists()
    assert Invitation.objects.get().accepted_by == person


def test_an_address_that_is_not_proved_opens_nothing(cast: SimpleNamespace) -> None:
    inviting.invite(actor=cast.secretary, email="nora@example.org", space=cast.public)
    person = come("nora@example.org", proved=False)
    assert not Membership.objects.filter(person=person).exists()
    assert Invitation.objects.open().count() == 1


def test_leader_who_brings_in_somebody_without_an_account_sends_a_letter(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    leader = sign_in(cast.leader)
    assert leader.post("/s/ndcs/people/", {"email": "nora@example.org", "role": "member"}).status_code == 302
    assert [message.to for message in mail.outbox] == [["nora@example.org"]]
    assert "nora@example.org" in leader.get("/s/ndcs/people/").content.decode()
    assert "nora@example.org" not in sign_in(cast.member).get("/s/ndcs/people/").content.decode()


def test_a_role_for_partners_cannot_be_promised(cast: SimpleNamespace, sign_in: SignIn) -> None:
    answer = sign_in(cast.leader).post("/s/ndcs/people/", {"email": "nora@example.org", "role": "leader"})
    assert answer.status_code == 422
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("role", ["leader", "representative", "gone"])
def test_an_invitation_gives_no_role_that_its_taker_may_not_have(cast: SimpleNamespace, role: str) -> None:
    inviting.invite(actor=cast.secretary, email="nora@example.org", space=cast.force)
    Invitation.objects.update(role=role)
    person = come("nora@example.org")
    assert not Membership.objects.filter(person=person).exists()
    assert Invitation.objects.get().accepted_by == person


def test_letter_is_sent_again_after_a_while_and_taken_back(cast: SimpleNamespace, sign_in: SignIn) -> None:
    row = inviting.invite(actor=cast.secretary, email="nora@example.org", space=cast.force)
    leader = sign_in(cast.leader)
    leader.post(f"/invitations/{row.pk}/", {"again": "1", "space": "1"})
    assert len(mail.outbox) == 1
    Invitation.objects.update(sent_at=timezone.now() - inviting.PATIENCE)
    assert leader.post(f"/invitations/{row.pk}/", {"again": "1", "space": "1"}).headers["Location"] == "/s/ndcs/people/"
    assert len(mail.outbox) == 2
    leader.post(f"/invitations/{row.pk}/", {"withdraw": "1", "space": "1"})
    assert not Membership.objects.filter(person=come("nora@example.org")).exists()


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_who_does_not_manage_the_space_finds_no_invitation(cast: SimpleNamespace, sign_in: SignIn, who: str) -> None:
    row = inviting.invite(actor=cast.secretary, email="nora@example.org", space=cast.force)
    assert sign_in(getattr(cast, who)).post(f"/invitations/{row.pk}/", {"withdraw": "1"}).status_code == 404
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_nobody_is_invited_twice_to_the_same_place(cast: SimpleNamespace) -> None:
    inviting.invite(actor=cast.secretary, email="nora@example.org")
    inviting.invite(actor=cast.secretary, email="nora@example.org", space=cast.public)
    with pytest.raises(DeedError):
        inviting.invite(actor=cast.secretary, email="NORA@example.org")


def test_invitations_of_an_erased_person_are_forgotten(cast: SimpleNamespace) -> None:
    inviting.invite(actor=cast.secretary, email="nora@example.org", space=cast.public)
    person = come("nora@example.org")
    erasure.erase(actor=person, person=person)
    assert Invitation.objects.count() == 0
