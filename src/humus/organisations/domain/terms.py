"""Adding a category or a region to the register, and retiring one that nothing uses any longer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.kit.translated import pick
from humus.organisations import categories, regions, settled
from humus.organisations.models import Application, Organisation, RegisterTerm
from humus.organisations.models.application import OPEN


def free_key(name: str, label: dict[str, str]) -> str:
    """A key from the English name, that no other category or region has."""
    taken = {*categories.CATEGORIES, *regions.choices_of_code(), *settled.terms("category"), *settled.terms("region")}
    base = slugify(pick(label, "en")).replace("-", "_")[:24] or name
    return next(key for number in range(1, 10_000) if (key := f"{base}_{number}" if number > 1 else base) not in taken)


@transaction.atomic
def add(*, actor: Any, name: str, label: dict[str, str], **rules: Any) -> RegisterTerm:
    """``name`` is the list, "category" or "region"; refused where one of the list is already called so."""
    require("organisation.register", actor, None)
    settled.forget()
    known = categories.every() if name == "category" else regions.every()
    called = {str(getattr(one, "label", one)).casefold() for one in known.values()}
    if pick(label).strip().casefold() in called:
        raise DeedError(_("There is one with this name already."), field="label")
    rules.setdefault("college", {})
    rules["college"] = rules["college"] or label if name == "category" else {}
    row = RegisterTerm.objects.create(list=name, key=free_key(name, label), label=label, added_by=actor, **rules)
    told("organisation.term_added", actor, row)
    return row


def told(verb: str, actor: Any, row: RegisterTerm) -> None:
    settled.forget()
    happened(verb, actor=actor, data={"list": row.list, "key": row.key})


def uses(name: str, key: str) -> str:
    """What still holds it, in a sentence; empty where nothing does."""
    if name == "region":
        return _("Countries lie in this region: move them first.") if regions.countries_of(key) else ""
    if Organisation.objects.standing().filter(category=key).exists():
        return _("Organisations of the register are in this category: change them first.")
    if Application.objects.filter(category=key, state__in=OPEN).exists():
        return _("An application in this category is open: decide on it first.")
    if categories.in_college(key) not in ([], [key]):
        return _("Other categories speak in its college: give them another one first.")
    return ""


@transaction.atomic
def retire(*, actor: Any, name: str, key: str) -> None:
    """Offered no longer; what was said of it stays readable, and it can come back."""
    require("organisation.register", actor, None)
    settled.forget()
    row, _new = RegisterTerm.objects.select_for_update().get_or_create(list=name, key=key)
    if row.retired_at:
        raise DeedError(_("It is already retired."))
    held = uses(name, key)
    if held:
        raise DeedError(held)
    row.retired_at, row.retired_by = timezone.now(), actor
    row.save(update_fields=["retired_at", "retired_by"])
    told("organisation.term_retired", actor, row)


@transaction.atomic
def bring_back(*, actor: Any, name: str, key: str) -> None:
    require("organisation.register", actor, None)
    row = RegisterTerm.objects.select_for_update().filter(list=name, key=key).exclude(retired_at=None).first()
    if row is None:
        raise DeedError(_("It is not retired."))
    row.retired_at = row.retired_by = None
    row.save(update_fields=["retired_at", "retired_by"])
    told("organisation.term_brought_back", actor, row)
