from types import SimpleNamespace
from typing import Any

import pytest

from humus.activity.models import Activity
from humus.kit.errors import DeedError
from humus.spaces import domain
from humus.spaces.models import JoinRequest, Membership, Space


def test_open_space_lets_a_stranger_in_at_once(cast: SimpleNamespace) -> None:
    joined = domain.join(actor=cast.stranger, space=cast.public)
    assert isinstance(joined, Membership)
    assert Activity.objects.filter(verb="space.joined", person=cast.stranger, space=cast.public).count() == 1


def test_leader_role_is_refused_without_a_partner_organisation(cast: SimpleNamespace) -> None:
    with pytest.raises(DeedError) as refusal:
        domain.join(actor=cast.stranger, space=cast.force, role="leader", statement="I know soils.")
    assert refusal.value.field == "role"
    assert JoinRequest.objects.count() == 0


def test_leader_role_is_queued_for_people_of_a_partner(cast: SimpleNamespace) -> None:
    request = domain.join(actor=cast.representative, space=cast.force, role="leader", statement="Ten years of work.")
    assert isinstance(request, JoinRequest)
    domain.answer(actor=cast.leader, request=request, accept=True)
    assert Membership.objects.current().filter(person=cast.representative, role="leader").exists()


@pytest.mark.parametrize("statement", ["  ", "Soils."])
def test_leader_role_needs_a_sentence_that_says_why(cast: SimpleNamespace, statement: str) -> None:
    with pytest.raises(DeedError) as refusal:
        domain.join(actor=cast.representative, space=cast.force, role="leader", statement=statement)
    assert refusal.value.field == "statement"


def test_declining_needs_a_reason(cast: SimpleNamespace) -> None:
    request = domain.join(actor=cast.stranger, space=cast.force)
    with pytest.raises(DeedError):
        domain.answer(actor=cast.leader, request=request, accept=False)
    answered = domain.answer(actor=cast.leader, request=request, accept=False, reason="The group is full.")
    assert answered.state == "declined"


def test_members_only_space_is_known_but_not_visible_to_a_stranger(cast: SimpleNamespace) -> None:
    assert cast.force in Space.objects.known_to(cast.stranger)
    assert cast.force not in Space.objects.visible_to(cast.stranger)
    assert cast.force in Space.objects.visible_to(cast.member)


def test_whoever_appoints_says_why_and_finds_only_people_of_partners(cast: SimpleNamespace) -> None:
    given: dict[str, Any] = {"actor": cast.secretary, "space": cast.force, "role": "leader"}
    why, partner = "Ten years of field work.", cast.representative.email
    for email, statement, field in [(cast.member.email, why, "role"), (partner, "", "statement")]:
        with pytest.raises(DeedError) as refused:
            domain.appoint(**given, email=email, statement=statement)
        assert refused.value.field == field
    assert domain.appoint(**given, email=partner, statement=why).role == "leader"
    kept = JoinRequest.objects.get(person=cast.representative, role="leader")
    assert (kept.statement, kept.state, kept.answered_by) == (why, "accepted", cast.secretary)
