"""Remember how far a person has read, in one statement of their own that waits for nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from humus.discussions.models import Seen

# Who comes back within this time is still on the same visit.
SAME_VISIT = timedelta(minutes=30)
# As long as nothing is new, the hour is noted no more often.
NOTED = timedelta(minutes=10)


def look(
    person: Any, before: Seen | None, *, page: int, language: str, number: int, comment: int, own: bool = False
) -> Seen | None:
    """Note what is seen now; answers what was known at the end of the visit before, None at the first.

    ``own``: the version is the reader's. One step of one's own from what was known is known.
    """
    now = timezone.now()
    if before is None:
        fresh = Seen(page_id=page, person_id=person.pk, language=language, number=number, comment=comment, at=now)
        fresh.base_number, fresh.base_comment, fresh.base_at = number, comment, now
        Seen.objects.bulk_create([fresh], ignore_conflicts=True)
        return None
    if before.language != language:
        before.language, before.number, before.base_number = language, number, number
    elif (before.number, before.comment) == (number, comment) and now - before.at < NOTED:
        return before
    if now - before.at > SAME_VISIT:
        before.base_number, before.base_comment, before.base_at = before.number, before.comment, before.at
    if own and before.base_number == before.number == number - 1:
        before.base_number = number
    before.number, before.comment, before.at = number, max(comment, before.comment), now
    Seen.objects.bulk_create(
        [before],
        update_conflicts=True,
        unique_fields=["page", "person"],
        update_fields=["language", "number", "comment", "at", "base_number", "base_comment", "base_at"],
    )
    return before
