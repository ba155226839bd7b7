"""Pages to be found, in three languages."""

from __future__ import annotations

from types import SimpleNamespace

from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Page
from humus.search import finding, glossary
from humus.search.models import Concept
from humus.spaces.models import Space


def publish(cast: SimpleNamespace, space: Space, title: str, text: str, language: str = "en") -> Page:
    actor = cast.secretary
    page = domain.create(actor=actor, space=space, title=title, language=language)
    domain.publish(actor=actor, page=page, language=language, title=title, body=richtext.paragraphs(text))
    return page


def titles(person: object, words: str, **filters: str) -> list[str]:
    return [entry.title for entry in finding.search(person, words, finding.Filters(**filters)).entries]


def term(**names: list[str]) -> Concept:
    concept = Concept.objects.create()
    glossary.enter([(concept, names)])
    return concept
