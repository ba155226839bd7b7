"""Suggest changes: words of one's own beside a text, that touch nothing until somebody who may write takes them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.kit.richtext import proposals
from humus.pages.domain.publishing import Words, words
from humus.pages.models import Page, Suggestion, Version

# So many changes are offered at once: more than somebody looks through in one go.
MOST = 200


def mine(person: Any, page: Page, language: str) -> Suggestion | None:
    return Suggestion.objects.filter(page=page, person=person, language=language).first()


def units(row: Suggestion) -> list[proposals.Unit]:
    """What the suggestion would change, in reading order."""
    return proposals.find(row.base_body, row.body, (row.base_title, row.title))


@transaction.atomic
def save_suggestion(
    *, actor: Any, page: Page, language: str, title: str, body: dict[str, Any], base: int
) -> Suggestion:
    """Keep what is being suggested. ``base`` is the version it began with; it counts at the first time only."""
    require("page.suggest", actor, page)
    new = words(title, body)
    row = Suggestion.objects.select_for_update().filter(page=page, person=actor, language=language).first()
    if row is None:
        began = _begun(page, language, base)
        row = Suggestion(page=page, person=actor, language=language, base_title=began.title, base_body=began.body)
    elif row.sent_at is not None:
        raise DeedError(_("You have offered these changes already. Take them back to write on."))
    row.title, row.body = new.title, new.body
    row.save()
    return row


def _begun(page: Page, language: str, base: int) -> Words:
    version = Version.objects.filter(page=page, language=language, number=base).first()
    if version is None:
        raise DeedError(_("There is no published text in this language to suggest changes to."))
    return Words(version.title, version.body)


@transaction.atomic
def offer(*, actor: Any, page: Page, language: str, note: str = "", **typed: Any) -> Suggestion:
    """Show the changes to those who may write here. ``typed`` is what ``save_suggestion`` takes."""
    row = save_suggestion(actor=actor, page=page, language=language, **typed)
    found = units(row)
    if not found:
        raise DeedError(_("You have changed nothing yet."))
    if len(found) > MOST:
        told = _("Please suggest at most %(most)d changes at once; these are %(count)d.")
        raise DeedError(told % {"most": MOST, "count": len(found)})
    row.note, row.sent_at = " ".join(note.split())[:500], timezone.now()
    row.save()
    leading = page.space.behaviour.leading_roles
    data = {"suggestion": row.key, "language": language, "count": len(found), "groups": leading}
    happened("suggestion.offered", actor=actor, page=page, data=data)
    return row


@transaction.atomic
def take_back(*, actor: Any, page: Page, language: str, discard: bool = False) -> None:
    """Write on at what one has offered, or throw it away."""
    row = Suggestion.objects.select_for_update().filter(page=page, person=actor, language=language).first()
    if row is None:
        return
    offered = row.sent_at is not None
    if discard:
        row.delete()
    else:
        row.sent_at = None
        row.save()
    if offered:
        happened("suggestion.taken_back", actor=actor, page=page, data={"suggestion": row.key})


def suggested_by(person: Any) -> QuerySet[Suggestion]:
    """What the person has begun to suggest or offered, on pages that they may still see; last written first."""
    own = Suggestion.objects.filter(person=person, page__in=Page.objects.visible_to(person).values("pk"))
    return own.select_related("page__space").defer("body", "base_body").order_by("-saved_at")[:200]


def offered(page: Page, language: str) -> QuerySet[Suggestion]:
    """What waits for a decision, first offered first."""
    waiting = Suggestion.objects.filter(page=page, language=language, sent_at__isnull=False)
    return waiting.select_related("person").order_by("sent_at", "pk")
