"""Deeds around accounts: profile, directory, suspension, roles on the site."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.people.models import Person, SiteRole, Suspension
from humus.people.models.role import SITE_ROLES


def locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


@transaction.atomic
def edit_profile(*, actor: Any, person: Person, fields: dict[str, Any]) -> Person:
    """Write the fields that the profile form offers; the log keeps their names, never their content."""
    require("person.edit", actor, person)
    row = locked(person)
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    old = row.photo.name if "photo" in changed else ""
    for name in changed:
        setattr(row, name, fields[name])
    if changed:
        row.save(update_fields=changed)
        happened("person.profile_changed", actor=actor, person=row, data={"fields": sorted(changed)})
    if old:
        transaction.on_commit(lambda: row.photo.storage.delete(old))
    return row


@transaction.atomic
def agree_to_directory(*, actor: Any, agree: bool) -> None:
    """Consent with its moment; withdrawn as easily as given. Both moments stay in the log."""
    row = locked(actor)
    if bool(row.listed_at) == agree:
        return
    if agree and not row.name.strip():
        raise DeedError(_("Please give your name first: the directory shows it."), field="name")
    row.listed_at = timezone.now() if agree else None
    row.save(update_fields=["listed_at"])
    happened("person.listed" if agree else "person.unlisted", actor=actor, person=row)


@transaction.atomic
def suspend(*, actor: Any, person: Person, reason: str) -> Suspension:
    """Shut an account at once, everywhere: every session ends with its next request."""
    require("person.suspend", actor, person)
    row = locked(person)
    if row.suspended_at:
        raise DeedError(_("This account is already suspended."))
    if row.erased_at:
        raise DeedError(_("This account has been erased."))
    if not reason.strip():
        raise DeedError(_("Please give a reason; it stays in the records."), field="reason")
    keep_an_administrator(row)
    suspension = Suspension.objects.create(person=row, reason=reason.strip(), suspended_by=actor)
    row.suspended_at = suspension.suspended_at
    row.save(update_fields=["suspended_at"])
    row.end_sessions()
    happened("person.suspended", actor=actor, person=row, data={"reason": reason.strip()})
    return suspension


@transaction.atomic
def lift_suspension(*, actor: Any, person: Person) -> None:
    require("person.suspend", actor, person)
    row = locked(person)
    if not row.suspended_at:
        raise DeedError(_("This account is not suspended."))
    row.suspensions.filter(lifted_at=None).update(lifted_at=timezone.now(), lifted_by=actor)
    row.suspended_at = None
    row.save(update_fields=["suspended_at"])
    happened("person.suspension_lifted", actor=actor, person=row)


@transaction.atomic
def grant_role(*, actor: Any, person: Person, role: str) -> SiteRole:
    """Give a role on the whole site; the person signs in anew and then needs a second factor."""
    require("person.roles", actor, person)
    if role not in SITE_ROLES:
        raise DeedError(_("There is no such role."), field="role")
    row = locked(person)
    held, new = SiteRole.objects.get_or_create(person=row, role=role, revoked_at=None, defaults={"granted_by": actor})
    if not new:
        raise DeedError(_("The person already has this role."), field="role")
    row.end_sessions()
    happened("person.role_granted", actor=actor, person=row, data={"role": role})
    return held


@transaction.atomic
def revoke_role(*, actor: Any, person: Person, role: str) -> None:
    require("person.roles", actor, person)
    row = locked(person)
    if role == "administrator":
        keep_an_administrator(row)
    ended = SiteRole.objects.filter(person=row, role=role, revoked_at=None)
    if not ended.update(revoked_at=timezone.now(), revoked_by=actor):
        raise DeedError(_("The person does not have this role."), field="role")
    row.end_sessions()
    happened("person.role_revoked", actor=actor, person=row, data={"role": role})


def keep_an_administrator(person: Person) -> None:
    """Refuse what would leave the site without an administrator who can sign in."""
    held = SiteRole.objects.select_for_update().filter(role="administrator", revoked_at=None)
    active = [role.person_id for role in held.select_related("person") if role.person.is_active]
    if active == [person.pk]:
        raise DeedError(_("This is the last administrator. Name another one first."))
