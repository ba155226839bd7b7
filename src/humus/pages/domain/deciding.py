"""Take suggested changes into the shared text, or leave them; one by one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from humus.kit import richtext
from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.kit.richtext import proposals
from humus.pages.domain import rooms
from humus.pages.domain.suggesting import units
from humus.pages.models import Decision, Page, Suggestion

LONGEST = 300


@transaction.atomic
def decide(
    *,
    actor: Any,
    page: Page,
    key: str,
    chosen: Collection[str] | None,
    accept: bool,
    clash: str = "both",
    reason: str = "",
) -> int:
    """Accept or decline the ``chosen`` changes of a suggestion (None: all that are left); how many they were.

    Where others changed the same words since, an accepted change stands beside theirs, or in their place where
    ``clash`` is "mine". The changes that are left stay as they are.
    """
    require("page.edit", actor, page)
    row = Suggestion.objects.select_for_update().filter(page=page, key=key, sent_at__isnull=False).first()
    left = units(row) if row else []
    found = [unit for unit in left if chosen is None or unit.id in chosen]
    if row is None or not found:
        raise DeedError(_("This is not offered any more: somebody decided meanwhile, or it was taken back."))
    if accept:
        _accept(actor, page, row, {unit.id for unit in found}, clash)
    else:
        rest = {unit.id for unit in left} - {unit.id for unit in found}
        row.title, row.body = _taken(row, rest)
    row.save()
    _note_down(actor, row, found, accept, " ".join(reason.split())[:250])
    if len(found) == len(left) or not units(row):
        _settle(actor, page, row)
    return len(found)


def _taken(row: Suggestion, chosen: Collection[str]) -> tuple[str, Any]:
    return proposals.take(row.base_body, row.body, (row.base_title, row.title), chosen)


def _accept(actor: Any, page: Page, row: Suggestion, chosen: set[str], clash: str) -> None:
    title, body = _taken(row, chosen)
    rooms.take_over(
        actor=actor,
        page=page,
        language=row.language,
        author=row.person,
        before=(row.base_title, row.base_body),
        after=(title, body),
        clash="mine" if clash == "mine" else "both",
    )
    row.base_title, row.base_body = title, body


def _note_down(actor: Any, row: Suggestion, found: list[proposals.Unit], accepted: bool, reason: str) -> None:
    facts = {"page": row.page, "language": row.language, "suggestion": row.key, "person": row.person}
    facts |= {"decided_by": actor, "accepted": accepted, "reason": "" if accepted else reason}
    Decision.objects.bulk_create([Decision(words=in_short(unit), **facts) for unit in found])


def _settle(actor: Any, page: Page, row: Suggestion) -> None:
    """Nothing is left to decide: its writer is told once."""
    made = Decision.objects.filter(page=page, suggestion=row.key).values_list("accepted", flat=True)
    data: dict[str, Any] = {"suggestion": row.key, "language": row.language, "named": [row.person.key]}
    data |= {"accepted": sum(made), "declined": len(made) - sum(made)}
    row.delete()
    happened("suggestion.decided", actor=actor, page=page, data=data)


def in_short(unit: proposals.Unit) -> str:
    """The change in a few words: what goes, then what comes."""
    change = unit.change
    if change.spans:
        sides = [
            ("− " if span.kind == "removed" else "+ ", span.content) for span in change.spans if span.kind != "same"
        ]
    else:
        gone, come = change.old if unit.kind != "moved" else None, change.new
        sides = [(sign, [node]) for sign, node in (("− ", gone), ("+ ", come)) if node]
    said = [sign + richtext.to_text({"type": "doc", "content": content}) for sign, content in sides]
    return "  ".join(" ".join(one.split()) for one in said)[:LONGEST]
