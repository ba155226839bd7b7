"""Joining a space, being answered, leaving, changing role."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.kit.sentences import is_sentence
from humus.organisations.models import Colleague, Organisation
from humus.spaces import mails
from humus.spaces.kinds import Role
from humus.spaces.models import JoinRequest, Membership, Space


def from_partner(person: Any) -> bool:
    """Whether the person is confirmed in an organisation that is a member or partner today."""
    confirmed = Colleague.objects.confirmed().of(person).values("organisation")
    return Organisation.objects.partners().filter(pk__in=confirmed).exists()


def check_role(person: Any, space: Space, name: str, *, statement: str, region: str) -> Role:
    """The role, if the person may hold it; else a readable refusal."""
    role = space.behaviour.roles.get(name)
    if role is None:
        raise DeedError(_("This space has no such role."), field="role")
    if role.partner_only and not from_partner(person):
        raise DeedError(
            _("Only confirmed people of a partner organisation can take the role “%(role)s”.") % {"role": role.label},
            field="role",
        )
    if role.statement and not statement.strip():
        raise DeedError(_("Please say why you qualify for this role."), field="statement")
    if role.region and not region:
        raise DeedError(_("Please choose the region that you would represent."), field="region")
    return role


@transaction.atomic
def join(
    *, actor: Any, space: Space, role: str = "member", statement: str = "", region: str = ""
) -> Membership | JoinRequest:
    """Come in at once where the space is open to this role, else queue a request."""
    require("space.join", actor, space)
    Space.objects.select_for_update().get(pk=space.pk)
    wanted = check_role(actor, space, role, statement=statement, region=region)
    if wanted.statement and not is_sentence(statement):
        raise DeedError(_("Please write at least one whole sentence."), field="statement")
    if not wanted.asked:
        raise DeedError(_("This role is given by those who manage the space."), field="role")
    if space.memberships.current().filter(person=actor, role=role, region=region).exists():
        raise DeedError(_("You already have this role here."), field="role")
    if space.lets_in_at_once(role):
        return grant(actor=actor, space=space, person=actor, role=role, region=region)
    if space.requests.waiting().filter(person=actor, role=role).exists():
        raise DeedError(_("Your request is already waiting for an answer."), field="role")
    request = JoinRequest.objects.create(
        space=space, person=actor, role=role, region=region, statement=statement.strip()
    )
    happened("space.join_asked", actor=actor, space=space, person=actor, data={"role": role, "request": request.pk})
    mails.asked(request)
    return request


def grant(*, actor: Any, space: Space, person: Any, role: str, region: str = "") -> Membership:
    """Write the membership row; the caller has checked the right to."""
    membership, new = Membership.objects.get_or_create(
        space=space, person=person, role=role, region=region, ended_at=None, defaults={"granted_by": actor}
    )
    if new:
        happened("space.joined", actor=actor, space=space, person=person, data={"role": role, "region": region})
    return membership


def bring(*, actor: Any, space: Space, person: Any, role: str, region: str, why: str) -> Membership:
    """Give a role that nobody asked for; why the person qualifies is kept where an asker's words are."""
    if why.strip():
        JoinRequest.objects.create(
            space=space,
            person=person,
            role=role,
            region=region,
            statement=why.strip(),
            accepted=True,
            answered_at=timezone.now(),
            answered_by=actor,
        )
    return grant(actor=actor, space=space, person=person, role=role, region=region)


@transaction.atomic
def answer(*, actor: Any, request: JoinRequest, accept: bool, reason: str = "") -> JoinRequest:
    """Accept or decline; declining needs a reason that the person can read."""
    require("space.manage", actor, request.space)
    request = JoinRequest.objects.select_for_update(of=("self",)).select_related("space", "person").get(pk=request.pk)
    if request.state != "waiting":
        raise DeedError(_("This request has already been answered."))
    if not accept and not reason.strip():
        raise DeedError(_("Please give a reason; the person will read it."), field="reason")
    if accept:
        check_role(request.person, request.space, request.role, statement=request.statement, region=request.region)
        grant(actor=actor, space=request.space, person=request.person, role=request.role, region=request.region)
    request.accepted, request.reason = accept, reason.strip()
    request.answered_at, request.answered_by = timezone.now(), actor
    request.save()
    happened(
        "space.join_answered",
        actor=actor,
        space=request.space,
        person=request.person,
        data={"role": request.role, "accepted": accept, "reason": request.reason},
    )
    mails.answered(request)
    return request


@transaction.atomic
def withdraw(*, actor: Any, request: JoinRequest) -> None:
    request = JoinRequest.objects.select_for_update().get(pk=request.pk, person=actor)
    if request.state != "waiting":
        raise DeedError(_("This request has already been answered."))
    request.withdrawn_at = timezone.now()
    request.save(update_fields=["withdrawn_at"])
    happened("space.join_withdrawn", actor=actor, space=request.space, person=actor, data={"role": request.role})


@transaction.atomic
def end(*, actor: Any, membership: Membership, reason: str = "") -> None:
    """Leave, or be removed by someone who manages the space."""
    if membership.person_id != actor.pk:
        require("space.manage", actor, membership.space)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.ended_at:
        raise DeedError(_("This membership has already ended."))
    membership.ended_at, membership.ended_by, membership.ended_reason = timezone.now(), actor, reason.strip()
    membership.save()
    happened(
        "space.left", actor=actor, space=membership.space, person=membership.person, data={"role": membership.role}
    )
    if membership.person_id != actor.pk:
        mails.removed(membership)


@transaction.atomic
def change_role(*, actor: Any, membership: Membership, role: str, region: str = "", statement: str = "") -> Membership:
    """Give another role; the software enforces who may hold it whoever decides."""
    require("space.manage", actor, membership.space)
    check_role(membership.person, membership.space, role, statement=statement, region=region)
    end(actor=actor, membership=membership)
    return bring(actor=actor, space=membership.space, person=membership.person, role=role, region=region, why=statement)
