"""Keeps the entries true: called inside the transaction of the deed that changed a thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import strip_tags

from humus.kit.happenings import Happening
from humus.kit.statements import ask
from humus.kit.translated import pick
from humus.organisations.models import Organisation
from humus.pages.models import Page, Text
from humus.people.countries import names_of
from humus.people.models import Person
from humus.search.languages import configuration, fold, tag
from humus.search.models import Entry
from humus.spaces.models import Space

# PostgreSQL refuses a text search vector beyond a megabyte.
LONGEST = 300_000
# What higher floors index again by themselves: ``reindex`` calls each for the number of its entries.
AGAIN: list[Callable[[], int]] = []
SPACE_VERBS = ("space.opened", "space.changed", "space.archived", "space.unarchived")

PUT = """
INSERT INTO search_entry
  (page_id, file_id, organisation_id, person_id, space_id, part, kind, language, title, folded, body, changed_at,
  indexed_at, vector)
VALUES (%(page)s, %(file)s, %(organisation)s, %(person)s, %(space)s, %(part)s, %(kind)s, %(language)s, %(title)s::text,
  %(folded)s, %(body)s::text, %(changed)s, clock_timestamp(),
  setweight(to_tsvector(%(config)s::regconfig, %(title)s::text), 'A')
  || setweight(to_tsvector(%(config)s::regconfig, %(words)s::text), 'B')
  || setweight(to_tsvector(%(config)s::regconfig, %(body)s::text), 'D')
  || %(tag)s::tsvector)
ON CONFLICT (page_id, organisation_id, person_id, space_id, file_id, part, language) DO UPDATE SET
  kind = excluded.kind, title = excluded.title, folded = excluded.folded, body = excluded.body,
  changed_at = excluded.changed_at, indexed_at = excluded.indexed_at, vector = excluded.vector
RETURNING id
"""


def put(
    *,
    kind: str,
    title: str,
    body: str = "",
    words: str = "",
    language: str = "",
    changed: Any = None,
    part: str = "",
    **of: int,
) -> None:
    """Write one entry; ``of`` names the thing: page, file, organisation, person or space with its id; ``part`` is the
    anchor of something that stands on a page and is found by itself.
    """
    values: dict[str, Any] = {"page": None, "file": None, "organisation": None, "person": None, "space": None} | of
    values |= {
        "part": part,
        "kind": kind,
        "language": language,
        "title": title[:250],
        "folded": fold(title)[:250],
        "body": body[:LONGEST],
        "words": words[:10_000],
        "changed": changed or timezone.now(),
        "config": configuration(language),
        "tag": tag(language),
    }
    ask(PUT, values)


def take_out(*, page: int, part: str) -> None:
    """What stood on a page is no longer found by itself."""
    Entry.objects.filter(page=page, part=part).delete()


def index_text(page: Page, text: Text, labels: Iterable[str] | None = None) -> None:
    """``labels`` are the page's where they were just read."""
    behaviour = page.behaviour
    words = behaviour.search_words(page) if behaviour.search_words else ""
    names = page.labels.values_list("name", flat=True) if labels is None else labels
    put(
        page=page.pk,
        kind=page.kind,
        language=text.language,
        title=text.title,
        body=text.plain,
        words=f"{words} {' '.join(names)}",
        changed=text.changed_at,
    )


def index_organisation(organisation: Organisation) -> None:
    if organisation.merged_into_id or organisation.removed_at:
        Entry.objects.filter(organisation=organisation).delete()
        return
    names = " ".join([organisation.acronym, organisation.city, *map(str, organisation.other_names)])
    names += f" {names_of(organisation.country)}"
    for language in _in_languages(Entry.objects.filter(organisation=organisation), organisation.description):
        body = strip_tags(str(organisation.description.get(language, "")))
        kind = "organisation"
        put(kind=kind, language=language, title=organisation.name, words=names, body=body, organisation=organisation.pk)


def index_person(person: Person) -> None:
    """Only those who agreed to the directory, and of them only what they show."""
    if not Person.objects.listed().filter(pk=person.pk).exists():
        Entry.objects.filter(person=person).delete()
        return
    expertise = " ".join(person.expertise) if person.shows("expertise") else ""
    biography = person.biography if person.shows("biography") else ""
    country = names_of(person.country) if person.shows("country") else ""
    put(person=person.pk, kind="person", title=person.name, words=f"{expertise} {country}", body=biography)


def index_space(space: Space) -> None:
    """Its names in all languages lead to each of its texts."""
    names = " ".join(str(name) for name in space.name.values())
    for language in _in_languages(Entry.objects.filter(space=space), space.name, space.description):
        title, body = pick(space.name, language or "en"), str(space.description.get(language, ""))
        put(space=space.pk, kind="space", language=language, title=title, words=f"{names} {space.code}", body=body)


def _in_languages(entries: QuerySet[Entry], *texts: dict[str, str]) -> list[str]:
    """The languages in which something is said, or none; entries of others go."""
    languages = sorted({language for each in texts for language, words in each.items() if words}) or [""]
    entries.exclude(language__in=languages).delete()
    return languages


def hear(happening: Happening) -> None:
    """Update what a happening touched."""
    verb, page = happening.verb, happening.page
    if verb == "page.published":
        text = getattr(page, "shown_text", None)
        if text is None or (text.language, text.number) != (happening.data["language"], happening.data["number"]):
            text = Text.objects.get(page=page, language=happening.data["language"])
        index_text(page, text, page.label_names)
    elif verb in ("page.labelled", "page.unlabelled"):
        for text in page.texts.filter(number__gt=0):
            index_text(page, text)
    elif verb == "page.file_removed":
        Entry.objects.filter(file__key=happening.data["file"]).delete()
    elif verb.startswith("organisation.") and happening.organisation is not None:
        index_organisation(happening.organisation)
    elif verb.startswith("person.") and happening.person is not None:
        index_person(happening.person)
    elif verb in SPACE_VERBS and happening.space is not None:
        index_space(happening.space)
