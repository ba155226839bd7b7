"""The one door to entries: each is seen by those who may see the thing that it speaks of."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from humus.organisations.models import Organisation
from humus.pages.models import File, Page
from humus.people.models import Person
from humus.search.models import Entry
from humus.spaces.models import Space


def visible_entries(person: Any) -> QuerySet[Entry]:
    """Entries of things that the person may see; files are seen by those who may see their page."""
    pages = Page.objects.visible_to(person).published()
    files = File.objects.filter(deleted_at=None)
    return Entry.objects.filter(
        Exists(pages.filter(pk=OuterRef("page_id")))
        | Exists(files.filter(pk=OuterRef("file_id"), page__in=pages.values("pk")))
        | Exists(Organisation.objects.standing().filter(pk=OuterRef("organisation_id")))
        | Exists(Person.objects.visible_to(person).listed().filter(pk=OuterRef("person_id")))
        | Q(space__in=Space.objects.known_to(person).current().values("pk"))
    )
