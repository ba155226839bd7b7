"""The glossary of field terms: what the same thing is called in each language, edited by the secretariat."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from humus.kit import spreadsheet
from humus.kit.happenings import happened
from humus.search.asking.names import names as known_names
from humus.search.asking.stems import key_of
from humus.search.explaining import explainers
from humus.search.models import Concept, ConceptForm
from humus.search.rights import for_the_secretariat

Names = Mapping[str, Sequence[str]]
LANGUAGES = ("en", "fr", "es", "pt", "ar")


@transaction.atomic
def write(*, actor: Any, concept: Concept | None, names: Names, explanation: Mapping[str, str]) -> Concept:
    """Enter a concept, or give it other names."""
    for_the_secretariat(actor)
    concept = concept or Concept()
    concept.explanation, concept.changed_by = dict(explanation), actor
    concept.save()
    concept.forms.all().delete()
    enter([(concept, names)])
    transaction.on_commit(_forget)
    happened("glossary.changed", actor=actor, data={"concept": concept.pk, "names": [*_first(names)]})
    return concept


@transaction.atomic
def remove(*, actor: Any, concept: Concept) -> None:
    for_the_secretariat(actor)
    transaction.on_commit(_forget)
    happened("glossary.removed", actor=actor, data={"names": [str(form) for form in concept.forms.all()]})
    concept.delete()


def _forget() -> None:
    explainers.forget()
    known_names.forget()


def enter(concepts: Sequence[tuple[Concept, Names]]) -> None:
    """Write the names of many concepts, with their keys, in two statements."""
    rows = [
        ConceptForm(concept=concept, language=language, name=name, position=position)
        for concept, names in concepts
        for language, given in names.items()
        for position, name in enumerate(dict.fromkeys(given))
    ]
    for row, key in zip(rows, key_of([(row.language, row.name) for row in rows]), strict=True):
        row.key = key
    ConceptForm.objects.bulk_create(rows)
    known_names.forget()


def read(file: str) -> list[dict[str, list[str]]]:
    """Names by language from a table: a column a language, names within a cell apart by ``|``."""
    rows = csv.DictReader(io.StringIO(file))
    return [
        {
            language: [name.strip() for name in spreadsheet.natural(row.get(language) or "").split("|") if name.strip()]
            for language in LANGUAGES
        }
        for row in rows
    ]


def written(concepts: Iterable[Concept]) -> str:
    """The glossary as a table that ``read`` understands."""
    rows = (["|".join(concept.names(language)) for language in LANGUAGES] for concept in concepts)
    return spreadsheet.written([LANGUAGES, *rows])


def _first(names: Names) -> list[str]:
    return [given[0] for given in names.values() if given]
