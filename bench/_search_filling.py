"""A throw-away site with very many pages to be found, always the same: three made-up languages whose words follow
Zipf's law, 60 spaces of which a third are for members, restricted sections, archived pages.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field
from typing import Any

LANGUAGES = ("en", "fr", "es")
VOCABULARY, COMMONEST = 2500, 10
SPACES, OPEN, SECTIONS, JOINED = 60, 40, 10, 5
STOP = {
    "en": ("the", "of", "and", "to", "in", "a", "is", "for", "that", "with", "on", "by"),
    "fr": ("le", "la", "les", "de", "des", "et", "un", "une", "dans", "pour", "que", "sur"),
    "es": ("el", "la", "los", "de", "del", "y", "un", "una", "en", "para", "que", "con"),
}
SOUNDS = {
    "en": ("bdfgklmnprstvw", "aeiou", "nrtdk"),
    "fr": ("bcdfglmprstvj", "aeiou", "rntl"),
    "es": ("bcdglmnprst", "aeo", "rnsl"),
}


def vocabulary(language: str) -> list[str]:
    """Words of one to four syllables, short ones for the most common, none twice."""
    rng = random.Random(language)
    begin, middle, end = SOUNDS[language]
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        syllables = 2 + (len(found) > 300) + (rng.random() < 0.3)
        word = "".join(rng.choice(begin) + rng.choice(middle) for _ in range(syllables)) + rng.choice(end)
        found[word] = None
    return list(found)


@dataclass
class Corpus:
    words: dict[str, list[str]] = field(default_factory=lambda: {one: vocabulary(one) for one in LANGUAGES})

    def __post_init__(self) -> None:
        self.weights = list(itertools.accumulate(1 / (place + 3) ** 0.8 for place in range(VOCABULARY)))

    def sentence(self, rng: random.Random, language: str) -> str:
        said = [
            rng.choice(STOP[language])
            if rng.random() < 0.35
            else rng.choices(self.words[language], cum_weights=self.weights)[0]
            for _ in range(rng.randint(8, 18))
        ]
        return " ".join(said).capitalize() + "."


INSERT_PAGES = """
INSERT INTO pages_page (path, depth, numchild, key, parent_id, space_id, kind, slug, language, status, author_id,
  created_at, published_at, changed_at, status_before, view_guards, edit_guards, properties, demonstration)
SELECT n.path, 3, 0, 'bench' || n.number, n.parent, n.space, 'page', 'page-' || n.number, n.language,
  CASE WHEN n.number %% 33 = 32 THEN 'archived' ELSE 'published' END, %(person)s,
  now(), now(), now() - n.number * interval '1 minute', '', n.guards, '{}', '{}', false
FROM numbered n"""
INSERT_ENTRIES = """
INSERT INTO search_entry (page_id, kind, part, language, title, folded, body, changed_at, indexed_at, vector)
SELECT p.id, 'page', '', n.language, n.title, lower(n.title), n.body, p.changed_at, now(),
  setweight(to_tsvector(('humus_' || n.language)::regconfig, n.title), 'A')
  || setweight(to_tsvector(('humus_' || n.language)::regconfig, n.body), 'D') || ('''=' || n.language || '''')::tsvector
FROM numbered n JOIN pages_page p ON p.key = 'bench' || n.number"""


def fill(documents: int) -> Any:
    """Make the site and answer the person who asks: a member of a few of the closed spaces."""
    from django.db import connection

    from humus.people.models import Person

    writer = Person.objects.create_user("writer@example.org", name="Wanda Writer")
    reader = Person.objects.create_user("reader@example.org", name="Rita Reader")
    sections = _sections(writer, reader)
    with connection.cursor() as cursor:
        indexes = _without_indexes(cursor)
        cursor.execute(
            "CREATE TEMP TABLE numbered (number int, path text, parent bigint, space bigint, guards bigint[], "
            "language text, title text, body text)"
        )
        with cursor.copy("COPY numbered FROM STDIN") as copy:
            for row in _rows(documents, sections):
                copy.write_row(row)
        cursor.execute(INSERT_PAGES, {"person": writer.pk})
        cursor.execute("ANALYZE pages_page")
        cursor.execute(INSERT_ENTRIES)
        cursor.execute("DROP TABLE numbered")
        for statement in indexes:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")
    return reader


def _sections(writer: Any, reader: Any) -> list[Any]:
    """The sections of every space, those that are restricted with their guard."""
    from humus.kit import richtext
    from humus.pages import domain
    from humus.pages.models import Page, Restriction
    from humus.spaces.domain import grant
    from humus.spaces.models import Space

    sections = []
    for number in range(SPACES):
        visibility = "public" if number < OPEN else "members"
        space = Space.objects.create(
            slug=f"space-{number}", kind="community", name={"en": f"Space {number}"}, visibility=visibility
        )
        grant(actor=None, space=space, person=writer, role="coordinator")
        if OPEN <= number < OPEN + JOINED:
            grant(actor=None, space=space, person=reader, role="member")
        front = domain.create(actor=writer, space=space, title=f"Front {number}")
        domain.publish(actor=writer, page=front, language="en", title=f"Front {number}", body=richtext.empty())
        front = Page.objects.get(pk=front.pk)
        for place in range(SECTIONS):
            path = front.path + Page._int2str(place + 1).rjust(Page.steplen, "0")
            section = Page.objects.create(
                space=space,
                parent=front,
                path=path,
                depth=2,
                slug=f"section-{place}",
                author=writer,
                status="published",
            )
            if place < 1 + number % 2:
                who = reader if place else writer
                Restriction.objects.create(page=section, mode="view", person=who)
                Page.objects.filter(pk=section.pk).update(view_guards=[section.pk])
                section.view_guards = [section.pk]
            sections.append(section)
    return sections


def _rows(documents: int, sections: list[Any]) -> Any:
    from humus.pages.models import Page

    corpus, rng = Corpus(), random.Random(4)
    pool = {one: [corpus.sentence(rng, one) for _ in range(20_000)] for one in LANGUAGES}
    for number in range(documents):
        language = LANGUAGES[number % 3]
        title, *body = rng.choices(pool[language], k=5)
        section = sections[rng.randrange(len(sections))]
        path = section.path + Page._int2str(number + 1).rjust(Page.steplen, "0")
        guards = str(section.view_guards).replace("[", "{").replace("]", "}")
        yield number, path, section.pk, section.space_id, guards, language, title[:60].rsplit(" ", 1)[0], " ".join(body)


def _without_indexes(cursor: Any) -> list[str]:
    """Take the indexes of entries and headings off while they are filled; answers how they are made again."""
    cursor.execute(
        "SELECT indexdef, indexname FROM pg_indexes WHERE tablename IN ('search_entry', 'search_heading') "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint) AND indexname <> 'search_entry_once'"
    )
    found = cursor.fetchall()
    for _definition, name in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for definition, _name in found]
