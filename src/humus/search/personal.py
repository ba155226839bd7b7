"""What finding remembers of a person goes with them."""

from __future__ import annotations

from humus.people import erasure
from humus.people.models import Person
from humus.search.models import SavedSearch


def forget(person: Person) -> None:
    SavedSearch.objects.filter(person=person).delete()


def furnish() -> None:
    erasure.ERASERS.append(forget)
