"""What the register lays on the secretariat's table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from humus.kit import room
from humus.organisations.models import Application, Colleague

WORDING = (
    ("declaration", "file", _("Declaration of Intent"), _("The text that applicants print, sign and send.")),
    ("categories", "tag", _("Categories and colleges"), _("Their names, and who sends a proof of status.")),
    ("regions", "globe", _("Regions"), _("Their names, and in which each country lies.")),
)


def waiting_applications(person: Any) -> int:
    return Application.objects.queue().exclude(applicant=person).count()


def waiting_colleagues(person: Any) -> int:
    return Colleague.objects.waiting().count()


def furnish() -> None:
    room.add(
        room.Entry(
            url_name="secretariat_applications",
            group="organisations",
            label=_("Applications"),
            gate="bureau",
            icon="mail",
            about=_("Organisations that wish to join: questions, decisions, letters."),
            count=waiting_applications,
        )
    )
    room.add(
        room.Entry(
            url_name="secretariat_organisations",
            group="organisations",
            label=_("Register of organisations"),
            icon="organisation",
            about=_("Enter, merge, import and export; affiliations, focal points, stated figures."),
        )
    )
    for name, icon, label, about in WORDING:
        room.add(room.Entry(url_name=f"secretariat_{name}", group="organisations", label=label, icon=icon, about=about))
    room.add(
        room.Entry(
            url_name="secretariat_colleagues",
            group="people",
            label=_("Colleagues waiting"),
            icon="users",
            about=_("People who ask to be confirmed where no focal point answers."),
            count=waiting_colleagues,
        )
    )
