"""What the secretariat has set in the register: names of categories and colleges, regions, the declaration."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.functional import lazy

from humus.kit.access import require
from humus.kit.happenings import happened
from humus.kit.kept import Kept
from humus.kit.translated import pick


def load() -> dict[str, Any]:
    from humus.organisations.models import RegisterSetting, RegisterTerm

    return RegisterSetting.in_force() | {"terms": RegisterTerm.in_force()}


values = Kept(load, seconds=5.0)


def terms(name: str) -> dict[str, dict[str, Any]]:
    """Rows of a list ("category", "region") that the secretariat added or retired, by key."""
    return values().get("terms", {}).get(name) or {}


def retired(name: str, key: str) -> bool:
    return bool(terms(name).get(key, {}).get("retired_at"))


def forget() -> None:
    """Ask again at once, here, and after what is being written is committed."""
    values.forget()
    transaction.on_commit(values.forget)


def words(name: str, part: str, key: str) -> str:
    """What the secretariat calls something, in the reader's language; empty where it has not said."""
    return str(pick(values().get(name, {}).get(part, {}).get(key)))


def called(name: str, part: str, key: str, default: object) -> Any:
    """A label that is looked up when it is shown."""
    return lazy(lambda: words(name, part, key) or str(default), str)()


@transaction.atomic
def settle(*, actor: Any, name: str, value: Any) -> bool:
    """Write a row where the value differs from the one in force; whether it did."""
    from humus.organisations.models import RegisterSetting

    require("organisation.register", actor, None)
    if (values().get(name) or {}) == value:
        return False
    RegisterSetting.objects.create(name=name, value=value, set_by=actor)
    forget()
    happened("organisation.settled", actor=actor, data={"name": name})
    return True
