"""Who may do what in a space. A power comes from the person's roles there; the secretariat has all."""

from __future__ import annotations

from typing import Any

from humus.kit.access import rule
from humus.spaces import kinds
from humus.spaces.models import Space


def powers(person: Any, space: Space) -> frozenset[str]:
    """The powers that the person's roles give in this space; nothing for a visitor."""
    if not person.is_authenticated:
        return frozenset()
    if person.is_secretariat:
        return frozenset({"read", "contribute", "write", "manage"})
    roles = space.behaviour.roles
    held = [roles[role].powers for role in roles_of(person, space) if role in roles]
    return frozenset().union(*held)


def roles_of(person: Any, space: Space) -> list[str]:
    """The person's current roles; loaded by ``with_role_of`` or asked once and kept on the space."""
    if not hasattr(space, "loaded_roles") or getattr(space, "loaded_for", person.pk) != person.pk:
        held = space.memberships.current().filter(person_id=person.pk)
        space.loaded_roles = list(held.values_list("role", flat=True))  # type: ignore[attr-defined]
        space.loaded_for = person.pk  # type: ignore[attr-defined]
    return space.loaded_roles  # type: ignore[attr-defined,no-any-return]


def spaces_with(power: str, person: Any) -> list[int]:
    """The ids of the spaces where a role of the person reaches as far as this power."""
    from humus.spaces.models import Membership

    held = Membership.objects.current().filter(person_id=person.pk).values_list("space_id", "space__kind", "role")
    roles = {name: kind.roles for name, kind in kinds.KINDS.items()}
    return sorted({space for space, kind, role in held if role in roles[kind] and power in roles[kind][role].powers})


@rule("space.contribute")
def may_contribute(person: Any, space: Space) -> bool:
    return space.archived_at is None and "contribute" in powers(person, space)


@rule("space.write")
def may_write(person: Any, space: Space) -> bool:
    return space.archived_at is None and "write" in powers(person, space)


@rule("space.manage")
def may_manage(person: Any, space: Space) -> bool:
    return "manage" in powers(person, space)


@rule("space.take_list")
def may_take_list(person: Any, space: Space) -> bool:
    """Its own people and the secretariat."""
    return bool(powers(person, space))


@rule("invitation.send")
def may_invite(person: Any, space: Space | None) -> bool:
    """Into a space those who manage it; onto the platform the secretariat."""
    return bool(person.is_secretariat) if space is None else may_manage(person, space) and space.archived_at is None


@rule("space.join")
def may_join(person: Any, space: Space) -> bool:
    return person.is_authenticated and space.archived_at is None and space.joining in ("open", "request")


def may_read(person: Any, space: Space) -> bool:
    """See what is inside: everyone in a public space, else its people and the secretariat."""
    return space.visibility == "public" or "read" in powers(person, space)
