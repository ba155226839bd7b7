"""Deeds between a person and an organisation: ask, confirm, decline, end; focal points; proved e-mail domains."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.organisations import mails
from humus.organisations.domains import PUBLIC
from humus.organisations.models import Colleague, EmailDomain, Organisation

DOMAIN = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def domain_fits(person: Any, organisation: Organisation) -> bool:
    """Whether a confirmed address of the person lies in a proved domain of the organisation."""
    addresses = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    own = {address.rpartition("@")[2].lower() for address in addresses}
    return EmailDomain.objects.filter(organisation=organisation, domain__in=own).exists()


@transaction.atomic
def ask(*, actor: Any, organisation: Organisation, position: str = "") -> Colleague:
    """Ask to be known as a colleague; an address in a proved domain confirms by itself."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if row.merged_into_id or row.removed_at:
        raise DeedError(_("This organisation is no longer in the register."))
    if row.colleagues.filter(person=actor, ended_at=None).exists():
        raise DeedError(_("You have already asked, or you are a colleague there."))
    colleague = Colleague.objects.create(organisation=row, person=actor, position=position.strip())
    happened("organisation.colleague_asked", actor=actor, person=actor, organisation=row)
    if domain_fits(actor, row):
        return settle(actor=actor, colleague=colleague, how="domain")
    for focal in row.colleagues.confirmed().filter(role="focal_point").select_related("person"):
        mails.tell(focal.person, "colleague_asked", {"colleague": colleague, "organisation": row})
    return colleague


def settle(*, actor: Any, colleague: Colleague, how: str) -> Colleague:
    colleague.confirmed_at, colleague.confirmed_how = timezone.now(), how
    colleague.confirmed_by = actor if how != "domain" else None
    colleague.save(update_fields=["confirmed_at", "confirmed_how", "confirmed_by"])
    things = {"person": colleague.person, "organisation": colleague.organisation}
    happened("organisation.colleague_confirmed", actor=actor, data={"how": how}, **things)
    return colleague


def current(colleague: Colleague) -> Colleague:
    row = (
        Colleague.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=colleague.pk)
    )
    if row.ended_at:
        raise DeedError(_("This has already ended."))
    return row


@transaction.atomic
def confirm(*, actor: Any, colleague: Colleague) -> Colleague:
    require("organisation.colleagues", actor, colleague.organisation)
    row = current(colleague)
    if row.confirmed_at:
        raise DeedError(_("This person is already confirmed."))
    if row.person_id == actor.pk:
        raise DeedError(_("Someone else must confirm you."))
    settle(actor=actor, colleague=row, how="secretariat" if actor.is_secretariat else "focal_point")
    mails.tell(row.person, "colleague_confirmed", {"colleague": row, "organisation": row.organisation})
    return row


@transaction.atomic
def end(*, actor: Any, colleague: Colleague, reason: str = "") -> None:
    """Leave by oneself; decline or end by a focal point or the secretariat, with a reason that the person reads."""
    own = colleague.person_id == actor.pk
    if not own:
        require("organisation.colleagues", actor, colleague.organisation)
        if not reason.strip():
            raise DeedError(_("Please give a reason; the person will read it."), field="reason")
    row = current(colleague)
    row.ended_at, row.ended_by, row.ended_reason = timezone.now(), actor, reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    verb = "organisation.colleague_ended" if row.confirmed_at else "organisation.colleague_declined"
    happened(verb, actor=actor, person=row.person, organisation=row.organisation)
    if not own:
        mails.tell(row.person, "colleague_ended", {"colleague": row, "organisation": row.organisation})


@transaction.atomic
def nominate(*, actor: Any, colleague: Colleague, focal: bool) -> None:
    """The secretariat names the focal points; a focal point is always a confirmed colleague."""
    require("organisation.register", actor, colleague.organisation)
    row = current(colleague)
    if focal and not row.confirmed_at:
        settle(actor=actor, colleague=row, how="secretariat")
    row.role = "focal_point" if focal else "colleague"
    row.save(update_fields=["role"])
    verb = "organisation.focal_point_named" if focal else "organisation.focal_point_ended"
    happened(verb, actor=actor, person=row.person, organisation=row.organisation)


@transaction.atomic
def prove_domain(*, actor: Any, organisation: Organisation, domain: str) -> EmailDomain:
    """The secretariat has checked that the domain is theirs; waiting colleagues with such an address are confirmed."""
    require("organisation.register", actor, organisation)
    name = domain.strip().lower().removeprefix("@").rstrip(".")
    if not DOMAIN.fullmatch(name):
        raise DeedError(_("A domain looks like example.org."), field="domain")
    if name in PUBLIC or any(name.endswith("." + public) for public in PUBLIC):
        raise DeedError(_("Anybody can have an address there: it proves nothing."), field="domain")
    if EmailDomain.objects.filter(domain=name).exists():
        raise DeedError(_("This domain is already proved for an organisation."), field="domain")
    row = EmailDomain.objects.create(organisation=organisation, domain=name, verified_by=actor)
    happened("organisation.domain_proved", actor=actor, organisation=organisation, data={"domain": name})
    for colleague in organisation.colleagues.waiting().select_related("person", "organisation"):
        if domain_fits(colleague.person, organisation):
            settle(actor=actor, colleague=colleague, how="domain")
    return row


@transaction.atomic
def drop_domain(*, actor: Any, domain: EmailDomain) -> None:
    require("organisation.register", actor, domain.organisation)
    happened(
        "organisation.domain_dropped", actor=actor, organisation=domain.organisation, data={"domain": domain.domain}
    )
    domain.delete()
