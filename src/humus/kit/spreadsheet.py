"""Tables for spreadsheets (CSV): every table that is taken out of the platform goes through here."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from django.http import HttpResponse
from django.utils import timezone

# A spreadsheet would read a cell that begins so as a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def neutral(text: str) -> str:
    return "'" + text if text.startswith(DANGEROUS) else text


def natural(text: str) -> str:
    """The opposite of ``neutral``: what was exported comes back as it was."""
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text


def written(rows: Iterable[Iterable[object]]) -> str:
    out = StringIO()
    table = csv.writer(out)
    for row in rows:
        table.writerow([neutral(str(cell)) for cell in row])
    return out.getvalue()


def download(text: str, name: str) -> HttpResponse:
    """The table as a file with today's day in its name; the mark at its start tells a spreadsheet that it is UTF-8."""
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    answer["X-Content-Type-Options"], answer["Cache-Control"] = "nosniff", "no-store"
    return answer
