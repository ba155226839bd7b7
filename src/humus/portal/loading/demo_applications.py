"""Invented applications and colleagues who wait, so that the Bureau's and the focal points' queues can be tried."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from humus.organisations import declaration
from humus.organisations.models import Application, ApplicationNote, Colleague
from humus.people.models import Person
from humus.portal import demo

WHY = {
    "en": "An invented application: we train farmers in agroforestry and want to share what we measure.",
    "fr": "Une candidature inventée : nous formons à l’agroforesterie et voulons partager nos mesures.",
    "es": "Una solicitud inventada: formamos a agricultores en agroforestería y queremos compartir lo que medimos.",
}
QUESTION = "An invented question: from which year on do you publish your measurements?"
APPLICATIONS = (
    ("Fundación Raíz y Agua (demo)", "civil_society", "EC", "partner", "es", "submitted", 6),
    ("Coopérative du Grand Sillon (demo)", "producers", "SN", "member", "fr", "submitted", 3),
    ("Loam Analytics (demo)", "company", "NL", "partner", "en", "question", 12),
)


def load(people: list[Person]) -> int:
    free = [person for person, one in zip(people, demo.people(), strict=True) if not one.organisation and not one.cast]
    return _applications(free) + _colleagues(people, free[len(APPLICATIONS) :])


def _applications(applicants: list[Person]) -> int:
    for person, facts in zip(applicants, APPLICATIONS, strict=False):
        _apply(person, *facts)
    return len(APPLICATIONS)


def _apply(person: Person, name: str, category: str, country: str, kind: str, language: str, *state: Any) -> None:
    row = Application(
        applicant=person, name=name, category=category, country=country, kind=kind, language=language, state=state[0]
    )
    row.why, row.signatory = WHY[language], person.name
    row.submitted_at = timezone.now() - timedelta(days=state[1])
    paper = declaration.pdf(language, row)
    row.declaration.save("declaration.pdf", ContentFile(paper), save=False)
    if category != "company":
        row.proof.save("proof.pdf", ContentFile(paper), save=False)
    row.save()
    if row.state == "question":
        bureau = Person.objects.filter(roles__role="bureau", demonstration=True).first() or person
        ApplicationNote.objects.create(application=row, author=bureau, kind="question", text=QUESTION)


def _colleagues(people: list[Person], free: list[Person]) -> int:
    """Two who ask the focal point of the cast to be confirmed."""
    number = next(number for number, one in enumerate(demo.people()) if one.cast == "focal_point")
    place = Colleague.objects.filter(person=people[number]).select_related("organisation").first()
    if place is None:
        return 0
    rows = [Colleague(organisation=place.organisation, person=person) for person in free[:2]]
    return len(Colleague.objects.bulk_create(rows))
