"""The log keeps that something happened; what was written about an erased person in it goes."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from humus.activity.models import Activity
from humus.people import erasure, merging
from humus.people.models import Person

# Words of people inside the data of a row; keys, numbers and names of fields stay.
WORDS = ("reason", "statement", "text", "name", "email", "note")


def forget(person: Person) -> None:
    about = Activity.objects.filter(Q(person=person) | Q(actor=person, person=None)).filter(data__has_any_keys=WORDS)
    for row in about.iterator():
        row.data = {key: value for key, value in row.data.items() if key not in WORDS}
        row.save(update_fields=["data"])


def furnish() -> None:
    erasure.ERASERS.append(forget)
    merging.WORDS["activity.activity"] = _("Lines in the log")
