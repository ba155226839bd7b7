"""A mail of ours that came back, at the address made for it alone: only its receiver's side can know that."""

from __future__ import annotations

from django.utils.translation import gettext as _

from humus.incoming import reports
from humus.incoming.visit import Visit
from humus.notifications import returning
from humus.notifications.models import OutgoingMail


def note(visit: Visit) -> str:
    """Mark the address the mail was for. Whatever else comes here, such as absence notes, is let go."""
    report = reports.read(visit.letter.message)
    mail = OutgoingMail.objects.filter(pk=visit.number).defer("message", "text").first()
    if report is None or mail is None:
        visit.row.settle("dropped", _("A machine wrote this, and it is no report of a returned mail."))
        return ""
    returning.note(mail.recipient, kind=report.kind, lasting=report.lasting, said=report.said)
    if report.kind == "returned":
        mail.mark_returned(report.said)
    return _("A mail came back, or was called unwanted; its address is marked.")
