"""Where a person stands on the way to the roles that need a partner organisation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from humus.organisations.models import Application, Colleague, Organisation


@dataclass
class Partnership:
    """``confirmed``: has what the roles need. Else what there is so far, from the nearest to the farthest."""

    confirmed: bool = False
    waiting: list[Organisation] = field(default_factory=list)
    outside: list[Organisation] = field(default_factory=list)
    application: Application | None = None


def of(person: Any) -> Partnership:
    """Organisations where the person waits to be confirmed, those that are no partner, an application under way."""
    if not person.is_authenticated:
        return Partnership()
    partner = Exists(Organisation.objects.partners().filter(pk=OuterRef("organisation")))
    own = Colleague.objects.of(person).filter(ended_at=None).annotate(partner=partner)
    rows: list[Any] = list(own.select_related("organisation"))
    inside = [row for row in rows if row.partner]
    if any(row.confirmed_at for row in inside):
        return Partnership(confirmed=True)
    return Partnership(
        waiting=[row.organisation for row in inside],
        outside=[row.organisation for row in rows if not row.partner],
        application=Application.objects.filter(applicant=person, state__in=("draft", "submitted", "question"))
        .exclude(name="")
        .first(),
    )


def partners_of(person: Any) -> list[Organisation]:
    """The organisations that give this person the right to lead and to represent."""
    confirmed = Colleague.objects.of(person).filter(ended_at=None, confirmed_at__isnull=False)
    return list(Organisation.objects.partners().filter(pk__in=confirmed.values("organisation")))
