"""Deeds on one entry of the register: enter, edit, affiliate, strike off."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.kit.ids import short_key
from humus.organisations import categories
from humus.organisations.models import Affiliation, Organisation

# What a focal point may change; the rest decides what the organisation may become, and is the secretariat's.
OWN_FIELDS = {"acronym", "city", "website", "logo", "description"}

# Words that already mean a page of the secretariat's.
RESERVED = {"new", "merge", "import", "export"}


def locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def free_slug(name: str) -> str:
    base = slugify(name)[:100] or short_key()
    taken = RESERVED | set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return base if base not in taken else next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in taken)


def alike(name: str, limit: int = 5) -> QuerySet[Organisation]:
    """Entries whose name resembles this one: perhaps the same organisation."""
    found = Organisation.objects.standing().filter(name__trigram_similar=name).values_list("pk", flat=True)[:limit]
    return Organisation.objects.filter(pk__in=list(found))


@transaction.atomic
def enter(*, actor: Any, fields: dict[str, Any]) -> Organisation:
    require("organisation.register", actor, None)
    return write(actor=actor, fields=fields)


def write(*, actor: Any, fields: dict[str, Any]) -> Organisation:
    """Write a new entry; the caller has checked the right to."""
    organisation = Organisation.objects.create(slug=free_slug(fields.get("acronym") or fields["name"]), **fields)
    happened("organisation.registered", actor=actor, organisation=organisation)
    return organisation


@transaction.atomic
def edit(*, actor: Any, organisation: Organisation, fields: dict[str, Any]) -> Organisation:
    """Change what the actor may change; a field beyond that is refused, not dropped."""
    require("organisation.edit", actor, organisation)
    row = locked(organisation)
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if not actor.is_secretariat and set(changed) - OWN_FIELDS:
        raise DeedError(_("Only the secretariat changes name, category and country."))
    wanted = categories.find(changed.get("category", ""))
    if wanted and not wanted.may_be_member:
        refuse_member(row, wanted)
    old = row.logo.name if "logo" in changed else ""
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save()
        happened("organisation.changed", actor=actor, organisation=row, data={"fields": sorted(changed)})
    if old:
        transaction.on_commit(lambda: row.logo.storage.delete(old))
    return row


def refuse_member(organisation: Organisation, category: categories.Category) -> None:
    if Affiliation.objects.current().of(organisation).filter(kind="member").exists():
        raise DeedError(
            _("A Member cannot become “%(category)s”: end its membership first.") % {"category": category.label},
            field="category",
        )


def check_affiliation(category: str, kind: str, *, field: str = "kind") -> None:
    """Members are non-commercial: a company may be Partner or Friend."""
    found = categories.find(category)
    if kind == "member" and found and not found.may_be_member:
        raise DeedError(found.no_member, field=field)


@transaction.atomic
def affiliate(
    *,
    actor: Any,
    organisation: Organisation,
    kind: str,
    since: date | None = None,
    decided_by_text: str = "",
    note: str = "",
) -> Affiliation:
    """A new dated row, with who decided. The caller's right is the secretariat's or the Bureau's decision."""
    row = locked(organisation)
    check_affiliation(row.category, kind)
    if row.affiliations.filter(kind=kind, until=None).exists():
        raise DeedError(_("It already has this affiliation."), field="kind")
    affiliation = Affiliation.objects.create(
        organisation=row,
        kind=kind,
        since=since,
        decided_by=actor,
        decided_by_text=decided_by_text,
        decided_at=timezone.now(),
        note=note,
    )
    happened("organisation.affiliated", actor=actor, organisation=row, data={"kind": kind})
    return affiliation


@transaction.atomic
def record_affiliation(*, actor: Any, organisation: Organisation, **known: Any) -> Affiliation:
    require("organisation.register", actor, organisation)
    return affiliate(actor=actor, organisation=organisation, **known)


@transaction.atomic
def end_affiliation(*, actor: Any, affiliation: Affiliation, until: date) -> None:
    require("organisation.register", actor, affiliation.organisation)
    row = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    if row.until:
        raise DeedError(_("This affiliation has already ended."))
    if row.since and until < row.since:
        raise DeedError(_("It cannot end before it began."), field="until")
    row.until = until
    row.save(update_fields=["until"])
    happened("organisation.affiliation_ended", actor=actor, organisation=row.organisation, data={"kind": row.kind})


@transaction.atomic
def strike_off(*, actor: Any, organisation: Organisation, reason: str) -> None:
    require("organisation.register", actor, organisation)
    row = locked(organisation)
    if row.removed_at:
        raise DeedError(_("This entry has already been struck off."))
    if not reason.strip():
        raise DeedError(_("Please give a reason; it stays in the records."), field="reason")
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    happened("organisation.struck_off", actor=actor, organisation=row, data={"reason": reason.strip()})


@transaction.atomic
def bring_back(*, actor: Any, organisation: Organisation) -> None:
    require("organisation.register", actor, organisation)
    row = locked(organisation)
    row.removed_at = None
    row.save(update_fields=["removed_at"])
    happened("organisation.brought_back", actor=actor, organisation=row)
