"""Terms of the field in three languages, the most used of them explained."""

from __future__ import annotations

import csv

from humus.portal.loading.files import FOLDER
from humus.search import glossary
from humus.search.models import Concept


def load() -> int:
    every = glossary.read((FOLDER / "glossary.csv").read_text(encoding="utf-8"))
    explained = _explanations()
    concepts = [Concept(explanation=explained.get(names["en"][0], {})) for names in every]
    glossary.enter(list(zip(Concept.objects.bulk_create(concepts), every, strict=True)))
    return len(concepts)


def _explanations() -> dict[str, dict[str, str]]:
    """By the first English name: what it means, by language."""
    with (FOLDER / "explanations.csv").open(encoding="utf-8", newline="") as file:
        return {row.pop("term"): row for row in csv.DictReader(file)}
