"""Terms of the field in three languages."""

from __future__ import annotations

from humus.portal.loading.files import FOLDER
from humus.search import glossary
from humus.search.models import Concept


def load() -> int:
    every = glossary.read((FOLDER / "glossary.csv").read_text(encoding="utf-8"))
    concepts = Concept.objects.bulk_create(Concept() for _names in every)
    glossary.enter(list(zip(concepts, every, strict=True)))
    return len(concepts)
