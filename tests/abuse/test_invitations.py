"""An invitation is a promise to one address for one role in one space, for a while, by one who still may give it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from humus.conftest import make_person
from humus.kit.errors import DeedError
from humus.people import domain as people
from humus.people.models import Person
from humus.spaces import domain as spaces
from humus.spaces.domain import inviting
from humus.spaces.models import Invitation
from humus.spaces.models.invitation import GOOD_FOR
from tests.abuse.refusal import silent

ADDRESS = "nora@example.org"


def newcomer(address: str = ADDRESS, *, proved: bool = True) -> Person:
    person = make_person("Nora New")
    EmailAddress.objects.create(user=person, email=address, verified=proved)
    return person


@pytest.fixture
def invitation(cast: SimpleNamespace) -> Invitation:
    return inviting.invite(actor=cast.leader, email=ADDRESS, space=cast.force)


def entered(person: Person) -> list[Any]:
    return inviting.take(person=person)


def test_invitation_is_taken_by_its_own_address_only_and_once(cast: SimpleNamespace, invitation: Invitation) -> None:
    other = make_person("Otto Other")
    EmailAddress.objects.create(user=other, email="otto@example.org", verified=True)
    EmailAddress.objects.create(user=other, email=ADDRESS, verified=False)
    with silent():
        assert entered(other) == []
    person = newcomer("Nora@Example.org")
    assert entered(person) == [cast.force]
    assert [row.role for row in person.memberships.current()] == ["member"]
    spaces.end(actor=cast.leader, membership=person.memberships.current().get())
    with silent():
        assert entered(person) == [], "a second time"


def test_invitation_lapses(cast: SimpleNamespace, invitation: Invitation) -> None:
    person = newcomer()
    Invitation.objects.update(sent_at=timezone.now() - GOOD_FOR - timedelta(hours=1))
    with silent():
        assert entered(person) == []
    inviting.send_again(actor=cast.leader, invitation=invitation)
    assert entered(person) == [cast.force]


@pytest.mark.parametrize("how", ["left", "suspended", "withdrawn"])
def test_invitation_of_somebody_who_may_no_longer_invite_is_not_taken(
    cast: SimpleNamespace, invitation: Invitation, how: str
) -> None:
    if how == "left":
        spaces.end(actor=cast.secretary, membership=cast.force.memberships.current().get(person=cast.leader))
    elif how == "suspended":
        people.suspend(actor=cast.secretary, person=cast.leader, reason="Test")
    else:
        inviting.uninvite(actor=cast.leader, invitation=invitation)
    assert entered(newcomer()) == []
    inviting.invite(actor=cast.secretary, email="later@example.org", space=cast.force)
    later = make_person("Lara Later")
    EmailAddress.objects.create(user=later, email="later@example.org", verified=True)
    assert entered(later) == [cast.force]


@pytest.mark.parametrize("role", ["leader", "representative", "administrator", "secretariat", ""])
def test_invitation_cannot_promise_more_than_a_space_gives(cast: SimpleNamespace, role: str) -> None:
    with silent(), pytest.raises(DeedError):
        inviting.invite(actor=cast.leader, email=ADDRESS, space=cast.force, role=role)
    for space in (cast.public, None):
        with silent(), pytest.raises(PermissionDenied):
            inviting.invite(actor=cast.leader, email=ADDRESS, space=space)
    assert inviting.invite(actor=cast.leader, email=ADDRESS, space=cast.force, role="member").role == "member"
