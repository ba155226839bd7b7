"""The glossary's explanations in the texts of pages: asked once in some minutes, never once a page."""

from __future__ import annotations

from collections import OrderedDict
from urllib.parse import urlencode

from django.urls import reverse

from humus.kit.kept import Kept
from humus.kit.richtext import Compiled
from humus.kit.richtext.terms import Explainer, Term
from humus.pages.models import Text
from humus.search.models import Concept

Explainers = dict[str, Explainer]
# Texts that were marked lately, with the glossary as it is.
MOST_KEPT = 40
_marked: OrderedDict[tuple[int, int], Compiled] = OrderedDict()


def load() -> Explainers:
    """For each language the concepts that somebody has explained in it."""
    _marked.clear()
    found: dict[str, list[Term]] = {}
    address = reverse("glossary")
    for concept in Concept.objects.exclude(explanation={}).prefetch_related("forms"):
        for language, about in concept.explanation.items():
            names = concept.names(language)
            if names and about.strip():
                url = f"{address}?{urlencode({'q': names[0]})}"
                found.setdefault(language, []).append(Term(str(concept.pk), tuple(names), about.strip(), url))
    return {language: Explainer(terms) for language, terms in found.items()}


# What the secretariat changed may stand as it was for some minutes in another process.
explainers = Kept(load, seconds=120.0)


def explained(text: Text, compiled: Compiled) -> Compiled:
    explainer = explainers().get(text.language)
    if not explainer:
        return compiled
    key = (text.pk, text.number)
    if key not in _marked:
        _marked[key] = explainer.explain(compiled)
        while len(_marked) > MOST_KEPT:
            _marked.popitem(last=False)
    return _marked[key]
