"""Opening a space, keeping it, closing it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.people.models import Person
from humus.spaces import mails
from humus.spaces.domain.joining import bring, check_role
from humus.spaces.models import FormerSlug, Membership, Space

KEPT = ("name", "description", "visibility", "joining", "commenting", "suggesting", "slow_minutes", "reviewing")
# Words that stand where a slug could.
RESERVED = frozenset({"new", "all", "mine"})


def check_slug(slug: str, space: Space | None = None) -> None:
    """An address is free if no other space has it, or had it."""
    own = space.pk if space else None
    taken = Space.objects.filter(slug=slug).exclude(pk=own or 0).exists()
    once = FormerSlug.objects.filter(slug=slug).exclude(space=own).exists()
    if slug in RESERVED or taken or once:
        raise DeedError(_("Another space has this address, or had it."), field="slug")


def check_code(kind: str, code: str, space: Space | None = None) -> None:
    if kind != "task_force":
        return
    if not code:
        raise DeedError(_("Please give the code of the objective this task force serves."), field="code")
    if Space.objects.filter(kind=kind, code=code).exclude(pk=space.pk if space else 0).exists():
        raise DeedError(_("This objective already has its task force."), field="code")


@transaction.atomic
def open_space(*, actor: Any, kind: str, slug: str, name: dict[str, str], code: str = "", **fields: Any) -> Space:
    """A new space; only the secretariat opens one."""
    if not actor.is_secretariat:
        raise DeedError(_("Only the secretariat opens spaces."))
    check_slug(slug)
    check_code(kind, code)
    space = Space.objects.create(kind=kind, slug=slug, name=name, code=code, **fields)
    happened("space.opened", actor=actor, space=space, data={"kind": kind})
    return space


@transaction.atomic
def change(*, actor: Any, space: Space, slug: str, **fields: Any) -> Space:
    """Change name, description, visibility, joining and address; the old address leads to the new one."""
    require("space.manage", actor, space)
    space = Space.objects.select_for_update().get(pk=space.pk)
    changed = [field for field in KEPT if field in fields and fields[field] != getattr(space, field)]
    for field in changed:
        setattr(space, field, fields[field])
    if slug != space.slug:
        check_slug(slug, space)
        FormerSlug.objects.filter(slug=slug).delete()
        FormerSlug.objects.create(slug=space.slug, space=space)
        space.slug = slug
        changed.append("slug")
    if changed:
        space.save(update_fields=changed)
        happened("space.changed", actor=actor, space=space, data={"fields": changed})
    return space


@transaction.atomic
def archive(*, actor: Any, space: Space) -> None:
    """Close a space: it can still be read, nobody joins or writes any more."""
    require("space.manage", actor, space)
    space = Space.objects.select_for_update().get(pk=space.pk)
    if space.kind in ("portal", "strategy"):
        raise DeedError(_("The platform needs this space; it cannot be archived."))
    if space.archived_at:
        raise DeedError(_("This space is archived already."))
    space.archived_at, space.archived_by = timezone.now(), actor
    space.save(update_fields=["archived_at", "archived_by"])
    happened("space.archived", actor=actor, space=space)


@transaction.atomic
def unarchive(*, actor: Any, space: Space) -> None:
    require("space.manage", actor, space)
    space = Space.objects.select_for_update().get(pk=space.pk)
    if not space.archived_at:
        raise DeedError(_("This space is open already."))
    space.archived_at = space.archived_by = None
    space.save(update_fields=["archived_at", "archived_by"])
    happened("space.unarchived", actor=actor, space=space)


@transaction.atomic
def appoint(*, actor: Any, space: Space, email: str, role: str, region: str = "", statement: str = "") -> Membership:
    """Bring in somebody who has an account, without a request; the role's own conditions still hold."""
    require("space.manage", actor, space)
    person = Person.objects.active().filter(email__iexact=email.strip()).first()
    if person is None:
        raise DeedError(_("Nobody has an account here with this address."), field="email")
    check_role(person, space, role, statement=statement, region=region)
    if space.memberships.current().filter(person=person, role=role, region=region).exists():
        raise DeedError(_("This person already has this role here."), field="email")
    membership = bring(actor=actor, space=space, person=person, role=role, region=region, why=statement)
    if person.pk != actor.pk:
        mails.brought_in(membership)
    return membership
