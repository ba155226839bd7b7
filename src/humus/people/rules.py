"""Who may do what to an account."""

from __future__ import annotations

from typing import Any

from humus.kit.access import rule
from humus.people.models import Person


@rule("person.edit")
def may_edit(person: Any, other: Person) -> bool:
    return bool(person.is_authenticated and person.pk == other.pk)


@rule("person.suspend")
def may_suspend(person: Any, other: Person) -> bool:
    """The secretariat, never oneself; an administrator only by an administrator."""
    if not person.is_secretariat or person.pk == other.pk:
        return False
    return bool(person.is_administrator or not other.is_administrator)


@rule("person.list")
def may_list(person: Any, nothing: None) -> bool:
    """Take the addresses of all accounts along."""
    return bool(person.is_secretariat)


@rule("person.merge")
def may_merge(person: Any, other: Person) -> bool:
    """The secretariat, never with its own account; where a role on the site is held, an administrator."""
    if not person.is_secretariat or person.pk == other.pk:
        return False
    return bool(person.is_administrator or not other.site_roles)


@rule("person.reset_second_factor")
def may_reset_second_factor(person: Any, other: Person) -> bool:
    """An administrator, never for oneself: one's own is changed with the factor in hand."""
    return bool(person.is_administrator and person.pk != other.pk and other.is_active)


@rule("person.roles")
def may_give_roles(person: Any, other: Person) -> bool:
    return bool(person.is_administrator and other.is_active)
