"""Mails about joining: to those who answer, and to the person who asked."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from humus.kit import answering
from humus.people.mails import tell, write
from humus.spaces.models import Invitation, JoinRequest, Membership, Space


def asked(request: JoinRequest) -> None:
    """Tell everyone whose role lets them answer; where there is nobody, the secretariat sees it in its room."""
    for row in managing(request.space):
        way = answering.address("j", row.person.pk, request.pk)
        tell(row.person, "spaces/mail/asked.txt", {"request": request, "space": request.space}, answer=way)


def managing(space: Space) -> Any:
    rows = space.memberships.active().filter(role__in=space.behaviour.leading_roles).select_related("person")
    return rows.order_by("person", "pk").distinct("person")


def answered(request: JoinRequest) -> None:
    tell(request.person, "spaces/mail/answered.txt", {"request": request, "space": request.space})


def brought_in(membership: Membership) -> None:
    tell(membership.person, "spaces/mail/brought_in.txt", {"membership": membership, "space": membership.space})


def invited(invitation: Invitation) -> None:
    way = reverse("account_signup") + "?" + urlencode({"email": invitation.email})
    known = {"invitation": invitation, "space": invitation.space, "way": way}
    answer = answering.address("i", 0, invitation.pk)
    write(invitation.email, "spaces/mail/invited.txt", known, invitation.language, answer)


def removed(membership: Membership) -> None:
    tell(membership.person, "spaces/mail/removed.txt", {"membership": membership, "space": membership.space})
