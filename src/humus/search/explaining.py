"""The glossary's explanations in the texts of pages: asked once in some minutes, never once a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from humus.kit.bounded import Bounded
from humus.kit.kept import Kept
from humus.kit.richtext import Compiled
from humus.kit.richtext.terms import Explainer, Term
from humus.search.models import Concept

Explainers = dict[str, Explainer]
# Texts that were marked lately, with the glossary as it is: so many letters.
_marked: Bounded[Compiled] = Bounded(500_000)


@dataclass
class _Known:
    """The glossary as it was read last: nothing is made anew while it says the same."""

    terms: dict[str, list[Term]] = field(default_factory=dict)
    explainers: Explainers = field(default_factory=dict)


_known = _Known()


def load() -> Explainers:
    """For each language the concepts that somebody has explained in it."""
    found: dict[str, list[Term]] = {}
    address = reverse("glossary")
    for concept in Concept.objects.exclude(explanation={}).order_by("pk").prefetch_related("forms"):
        for language, about in concept.explanation.items():
            names = concept.names(language)
            if names and about.strip():
                url = f"{address}?{urlencode({'q': names[0]})}"
                found.setdefault(language, []).append(Term(str(concept.pk), tuple(names), about.strip(), url))
    if found != _known.terms:
        _marked.clear()
        _known.terms, _known.explainers = found, {language: Explainer(terms) for language, terms in found.items()}
    return _known.explainers


# What the secretariat changed may stand as it was for some minutes in another process.
explainers = Kept(load, seconds=120.0)


def explained(language: str, compiled: Compiled) -> Compiled:
    explainer = explainers().get(language)
    if not explainer:
        return compiled
    key = (language, hash(tuple(compiled.html)))
    marked = _marked.get(key)
    if marked is None:
        marked = explainer.explain(compiled)
        _marked.put(key, marked, sum(map(len, marked.html)))
    return marked
