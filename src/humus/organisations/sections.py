"""What the register adds to profiles, to one's home, to the directory of people, to export and to erasure."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.organisations import directory
from humus.organisations.domain.merging import merge_into
from humus.organisations.models import Application, Colleague
from humus.people import erasure, export, merging
from humus.people import sections as people
from humus.people.models import Person


def on_profile(viewer: Any, person: Person) -> dict[str, Any] | None:
    if not person.shows("organisations"):
        return None
    rows = list(Colleague.objects.confirmed().of(person).select_related("organisation").order_by("organisation__name"))
    return {"rows": rows} if rows else None


def on_home(viewer: Any, person: Person) -> dict[str, Any]:
    own = Colleague.objects.of(person).filter(ended_at=None).select_related("organisation")
    rows = list(own.order_by("organisation__name"))
    led = [row.organisation_id for row in rows if row.role == "focal_point" and row.confirmed_at]
    asking = Colleague.objects.waiting().filter(organisation__in=led).select_related("person", "organisation")
    return {
        "rows": rows,
        "asking": list(asking) if led else [],
        "applications": list(Application.objects.filter(applicant=person).order_by("-created_at")[:5]),
    }


def exported(person: Person) -> list[dict[str, Any]]:
    """Applications with what was said about them to the applicant; notes among the Bureau only if they are mine."""
    rows = []
    for application in Application.objects.filter(applicant=person).order_by("pk"):
        notes = application.notes.filter(Q(kind__in=("question", "answer")) | Q(author=person))
        said = [{"kind": note.kind, "text": note.text, "at": note.created_at} for note in notes]
        rows.append(export.row_of(application, person) | {"notes": said})
    return rows


def forget(person: Person) -> None:
    """End what is current; undecided applications go wholly, a decided one stays as the register's record."""
    now = timezone.now()
    Colleague.objects.of(person).update(position="", ended_reason="")
    Colleague.objects.of(person).filter(ended_at=None).update(ended_at=now, ended_by=None)
    for application in Application.objects.filter(applicant=person).exclude(state__in=("accepted", "declined")):
        for paper in (application.declaration, application.proof, application.logo):
            if paper:
                paper.delete(save=False)
        application.delete()


def keep_the_stronger(kept: Person, gone: Person) -> None:
    """Where both accounts stand in one organisation, the place that is kept gets what the other has more."""
    strong = {row.organisation_id: row for row in Colleague.objects.confirmed().of(gone)}
    for row in Colleague.objects.of(kept).filter(ended_at=None, organisation__in=strong):
        merge_into(row, strong[row.organisation_id])


def furnish() -> None:
    people.PROFILE.append(people.Section(template="organisations/parts/on_profile.html", context=on_profile))
    people.HOME.append(people.Section(template="organisations/parts/on_home.html", context=on_home))
    people.FACETS += [
        directory.PEOPLE_REGION,
        directory.PEOPLE_ORGANISATION,
        directory.PEOPLE_CATEGORY,
        directory.PEOPLE_COLLEGE,
        directory.PEOPLE_AFFILIATION,
    ]
    people.NOTES.append(directory.notes)
    export.PARTS["applications"] = exported
    export.COVERED.add("organisations.application")
    erasure.ERASERS.append(forget)
    merging.FIRST.append(keep_the_stronger)
    merging.WORDS |= {
        "organisations.colleague": _("Places in organisations"),
        "organisations.application": _("Applications of organisations"),
    }
