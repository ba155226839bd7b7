"""Build the search entries anew from what is stored."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from humus.organisations.models import Organisation
from humus.pages.models import Text
from humus.people.models import Person
from humus.search import indexing
from humus.spaces.models import Space


class Command(BaseCommand):
    help = "Build the search entries anew."

    def handle(self, **options: Any) -> None:
        count = 0
        for text in Text.objects.filter(number__gt=0).select_related("page").iterator(500):
            indexing.index_text(text.page, text)
            count += 1
        for organisation in Organisation.objects.iterator(500):
            indexing.index_organisation(organisation)
        for person in Person.objects.iterator(500):
            indexing.index_person(person)
        for space in Space.objects.iterator(500):
            indexing.index_space(space)
        others = sum(again() for again in indexing.AGAIN)
        self.stdout.write(f"{count} texts, every organisation, person and space and {others} comments indexed")
