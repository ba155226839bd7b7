"""A mail of ours that came back, at the address made for it alone: only its receiver's side can know that."""

from __future__ import annotations

from django.utils.translation import gettext as _

from humus.incoming import reports
from humus.incoming.visit import Visit
from humus.kit.happenings import happened


def note(visit: Visit) -> str:
    """Say that it came back. Whatever else comes here, such as absence notes, is let go."""
    report = reports.read(visit.letter.message)
    if report is None or visit.number is None:
        visit.row.settle("dropped", _("A machine wrote this, and it is no report of a returned mail."))
        return ""
    happened(f"mail.{report.kind}", actor=None, data={"mail": visit.number, "said": report.said})
    return _("A mail came back, or was called unwanted; its address is marked.")
