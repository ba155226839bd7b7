"""What was sought and what was not found, for the secretariat: by day, without who sought it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils import timezone

from humus.search.languages import fold
from humus.search.models import Sought

KEPT = timedelta(days=365)
# A day's rows are bounded, so that nobody fills the table with nonsense.
A_DAY = 5_000

COUNT = """
INSERT INTO search_sought (day, words, language, times, in_vain)
SELECT %(day)s, %(words)s, %(language)s, 1, %(vain)s
WHERE (SELECT count(*) FROM search_sought WHERE day = %(day)s) < %(most)s
   OR EXISTS (SELECT 1 FROM search_sought WHERE day = %(day)s AND words = %(words)s AND language = %(language)s)
ON CONFLICT (day, words, language) DO UPDATE
SET times = search_sought.times + 1, in_vain = search_sought.in_vain + excluded.in_vain
"""


def note(words: str, language: str, *, vain: bool) -> None:
    """Count one search; addresses of people are not kept."""
    words = fold(words)[:200]
    if not words or "@" in words:
        return
    values: dict[str, Any] = {
        "day": timezone.now().date(),
        "words": words,
        "language": language[:8],
        "vain": int(vain),
        "most": A_DAY,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)


def most_sought(days: int, *, in_vain: bool) -> QuerySet[Sought, dict[str, Any]]:
    """Words with how often they were sought, and how often in vain, most first."""
    since = timezone.now().date() - timedelta(days=days)
    days_of = Sought.objects.filter(day__gt=since).values("words", "language")
    rows: QuerySet[Sought, dict[str, Any]] = days_of.annotate(sought=Sum("times"), vain=Sum("in_vain"))
    return rows.filter(vain__gt=0).order_by("-vain", "words") if in_vain else rows.order_by("-sought", "words")


def forget_old() -> int:
    return Sought.objects.filter(day__lt=timezone.now().date() - KEPT).delete()[0]
