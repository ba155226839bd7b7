"""What pages forget about an erased person: drafts and watches. Published words stay, under a neutral name."""

from __future__ import annotations

from humus.pages.models import Draft, Watch
from humus.people import erasure
from humus.people.models import Person


def forget(person: Person) -> None:
    Draft.objects.filter(person=person).delete()
    Watch.objects.filter(person=person).delete()


def furnish() -> None:
    erasure.ERASERS.append(forget)
