"""Setting the texts and addresses of the whole site."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.portal import site
from humus.portal.models import SiteSetting


@transaction.atomic
def set_values(*, actor: Any, **values: Any) -> list[str]:
    """Write a row for each value that differs from the one in force; answers their names."""
    if not actor.is_secretariat:
        raise DeedError("only the secretariat sets these")
    now = SiteSetting.objects.as_dict()
    named = {name.replace("_", "-"): value for name, value in values.items()}
    changed = [name for name, value in named.items() if value != now.get(name, type(value)())]
    SiteSetting.objects.bulk_create(SiteSetting(name=name, value=named[name], set_by=actor) for name in changed)
    if changed:
        _show_at_once()
        happened("site.settings_changed", actor=actor, data={"names": changed})
    return changed


@transaction.atomic
def set_banner(*, actor: Any, text: dict[str, str]) -> None:
    """Show a notice above every page; an empty text lifts it."""
    if not actor.is_secretariat:
        raise DeedError("only the secretariat sets the banner")
    SiteSetting.objects.create(name="banner", value=text, set_by=actor)
    _show_at_once()
    happened("site.banner_set" if text else "site.banner_lifted", actor=actor, data={"text": text})


def _show_at_once() -> None:
    """This process forgets what it kept, now and once more when the change is committed."""
    site.forget()
    transaction.on_commit(site.forget)
