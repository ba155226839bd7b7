"""Two entries that are one organisation: everything moves to the survivor, the old address leads there."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.organisations.models import Affiliation, Colleague, Organisation

FIELDS = ("name", "acronym", "category", "country", "city", "website", "description", "logo", "source", "note")
# Rows of which the survivor may hold only one at a time: what would be doubled ends instead of moving open.
HANDLED = {"organisations.affiliation", "organisations.colleague", "organisations.organisation"}


WORDS = {
    "organisations.affiliation": gettext_lazy("Affiliations"),
    "organisations.agreement": gettext_lazy("Agreements"),
    "organisations.application": gettext_lazy("Applications"),
    "organisations.colleague": gettext_lazy("People"),
    "organisations.emaildomain": gettext_lazy("E-mail domains"),
    "activity.activity": gettext_lazy("Lines in the log"),
}


def preview(gone: Organisation) -> list[tuple[str, int]]:
    """What would move, in words, with its number."""
    counted: dict[str, int] = {}
    for relation in Organisation._meta.related_objects:
        model: type[models.Model] = relation.related_model  # type: ignore[assignment]
        label = str(WORDS.get(model._meta.label_lower, _("Other records")))
        number = model._base_manager.filter(**{relation.field.name: gone}).count()
        counted[label] = counted.get(label, 0) + number
    return [(label, number) for label, number in counted.items() if number]


@transaction.atomic
def merge(*, actor: Any, survivor: Organisation, other: Organisation, taken: list[str]) -> Organisation:
    """Keep ``survivor``; the fields named in ``taken`` come from ``other``."""
    require("organisation.register", actor, survivor)
    if survivor.pk == other.pk:
        raise DeedError(_("Choose two different entries."))
    rows = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=(survivor.pk, other.pk))}
    kept, gone = rows[survivor.pk], rows[other.pk]
    if kept.merged_into_id or gone.merged_into_id:
        raise DeedError(_("One of them has already been merged."))
    take_fields(kept, gone, taken)
    move_affiliations(kept, gone)
    move_colleagues(kept, gone)
    move_the_rest(kept, gone)
    Organisation.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    happened("organisation.merged_away", actor=actor, organisation=gone, data={"into": kept.slug})
    happened("organisation.merged", actor=actor, organisation=kept, data={"from": gone.slug, "taken": sorted(taken)})
    return kept


def take_fields(kept: Organisation, gone: Organisation, taken: list[str]) -> None:
    names = {kept.name, gone.name, *kept.other_names, *gone.other_names}
    for field in FIELDS:
        if field in taken or not getattr(kept, field):
            setattr(kept, field, getattr(gone, field))
    kept.other_names = sorted(names - {kept.name})
    kept.save()


def move_affiliations(kept: Organisation, gone: Organisation) -> None:
    standing = {row.kind: row for row in kept.affiliations.filter(until=None)}
    for row in Affiliation.objects.filter(organisation=gone):
        twin = standing.get(row.kind) if row.until is None else None
        if twin is None:
            row.organisation = kept
            row.save(update_fields=["organisation"])
            continue
        if row.since and (twin.since is None or row.since < twin.since):
            twin.since, twin.decided_by, twin.decided_by_text = row.since, row.decided_by, row.decided_by_text
            twin.save(update_fields=["since", "decided_by", "decided_by_text"])
        row.delete()


def move_colleagues(kept: Organisation, gone: Organisation) -> None:
    """A person who stands in both keeps the stronger row."""
    known = {row.person_id: row for row in kept.colleagues.filter(ended_at=None)}
    for row in Colleague.objects.filter(organisation=gone):
        twin = known.get(row.person_id) if row.ended_at is None else None
        if twin is None:
            row.organisation = kept
            row.save(update_fields=["organisation"])
            continue
        merge_into(twin, row)
        row.delete()


def merge_into(kept: Colleague, gone: Colleague) -> None:
    """Confirmation and office of the row that goes pass to the one that is kept."""
    if gone.confirmed_at and not kept.confirmed_at:
        for field in ("confirmed_at", "confirmed_by", "confirmed_how"):
            setattr(kept, field, getattr(gone, field))
    if gone.role == "focal_point":
        kept.role = gone.role
    kept.save()


def move_the_rest(kept: Organisation, gone: Organisation) -> None:
    """Every other table that points at the entry, of this app or of one above."""
    for relation in Organisation._meta.related_objects:
        model: type[models.Model] = relation.related_model  # type: ignore[assignment]
        if model._meta.label_lower not in HANDLED:
            model._base_manager.filter(**{relation.field.name: gone}).update(**{relation.field.name: kept})
