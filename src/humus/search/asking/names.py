"""The glossary's names of concepts, for the words that people type: asked once in some seconds, never once a search."""

from __future__ import annotations

from collections import defaultdict

from humus.kit.kept import Kept
from humus.search.models import ConceptForm

# By language and query text that names a concept in it: the names of its concepts by language, "" for all.
Names = dict[tuple[str, str], dict[str, list[str]]]


def load() -> Names:
    of: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    named: dict[tuple[str, str], list[int]] = defaultdict(list)
    for concept, language, key in ConceptForm.objects.values_list("concept_id", "language", "key"):
        of[concept][language].append(key)
        of[concept][""].append(key)
        if key and concept not in named[language, key]:
            named[language, key].append(concept)
    names: Names = {pair: defaultdict(list) for pair in named}
    for pair, concepts in named.items():
        for concept in concepts:
            for language, keys in of[concept].items():
                names[pair][language].extend(keys)
    return names


# What the secretariat changed may be sought as before for some seconds in another process.
names = Kept(load, seconds=10.0)
