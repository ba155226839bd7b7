"""A throw-away site with many pages and versions, made quickly and always the same."""

from __future__ import annotations

import random
from typing import Any

WORDS = (
    "soil",
    "carbon",
    "humus",
    "root",
    "microbe",
    "clay",
    "compost",
    "field",
    "cover",
    "crop",
    "rain",
    "stock",
    "depth",
    "sample",
    "layer",
    "farm",
    "region",
    "policy",
    "method",
    "nitrogen",
    "water",
    "tree",
    "pasture",
    "rotation",
    "manure",
    "residue",
    "erosion",
    "value",
    "measure",
    "model",
    "report",
    "verify",
    "partner",
)
LANGUAGES = ("en", "fr", "es")


def sentence(rng: random.Random) -> str:
    words = rng.choices(WORDS, k=rng.randint(8, 18))
    return " ".join(words).capitalize() + "."


def body(seed: int, links: list[str], revision: int = 0, sections: int = 4) -> dict[str, Any]:
    """About 4 kB: four sections with paragraphs, links and a list; a revision changes one paragraph."""
    rng = random.Random(seed)
    content: list[dict[str, Any]] = []
    for section in range(sections):
        content.append(_node("heading", f"h{section}", [_text(sentence(rng)[:40])], level=2))
        for part in range(2):
            words = _paragraph(rng)
            if revision and (section, part) == (revision % sections, 0):
                words = _paragraph(random.Random(seed * 31 + revision))
            content.append(_node("paragraph", f"p{section}{part}", [_text(words)]))
        if links:
            key = links[(seed + section) % len(links)]
            linked = {**_text("see also"), "marks": [{"type": "link", "attrs": {"href": f"page:{key}"}}]}
            content.append(_node("paragraph", f"l{section}", [linked]))
    items = [{"type": "listItem", "content": [_node("paragraph", "", [_text(sentence(rng))])]} for _ in range(4)]
    content.append(_node("bulletList", "list", items))
    return {"type": "doc", "content": content}


def _paragraph(rng: random.Random) -> str:
    return " ".join(sentence(rng) for _ in range(4))


def _text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def _node(kind: str, key: str, content: list[Any], **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": ({"id": key} if key else {}) | attrs, "content": content}


def title(number: int) -> str:
    return f"Page {number} {WORDS[number % len(WORDS)]}"


def fill(pages: int, *, versions: int = 3, distinct: int = 200) -> dict[str, Any]:
    """Make a public space with ``pages`` pages below 100 sections, each with versions, links and search entries.

    The texts are multiplied in the database, so that 100,000 pages take a minute or two.
    """
    from django.db import connection

    from humus.people.models import Person
    from humus.spaces.domain import grant
    from humus.spaces.models import Space

    person = Person.objects.create_user("writer@example.org", name="Wanda Writer")
    space = Space.objects.create(slug="measuring", kind="community", name={"en": "Measuring"})
    grant(actor=None, space=space, person=person, role="coordinator")
    made = _nodes(person, space, pages)
    keys = [page.key for page in made]
    html = _texts(distinct, keys)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE numbered (page bigint PRIMARY KEY, number int, title text)")
        with cursor.copy("COPY numbered FROM STDIN") as copy:
            for number, page in enumerate(made):
                copy.write_row((page.pk, number, title(number)))
        for statement in MULTIPLY:
            cursor.execute(statement, {"person": person.pk, "distinct": distinct, "versions": versions})
        cursor.execute("VACUUM ANALYZE")
    return {
        "person": person.pk,
        "keys": keys,
        "slugs": [page.slug for page in made],
        "html": html,
        "long": _long_page(person, space, keys),
    }


MULTIPLY = (
    """INSERT INTO pages_text (page_id, language, title, body, compiled, plain, number, source_number, changed_at,
      changed_by_id)
    SELECT n.page, 'en', n.title, m.body, m.compiled, m.plain, %(versions)s, %(versions)s, now(), %(person)s
    FROM numbered n JOIN model m ON m.seed = n.number %% %(distinct)s""",
    """INSERT INTO pages_version (page_id, language, number, title, body, detail, note, author_id, at, request_key)
    SELECT n.page, 'en', v, n.title, CASE WHEN v = %(versions)s THEN m.body ELSE m.earlier END, '{}', '', %(person)s,
      now(), ''
    FROM numbered n JOIN model m ON m.seed = n.number %% %(distinct)s, generate_series(1, %(versions)s) v""",
    """INSERT INTO pages_link (source_id, language, kind, target_key)
    SELECT n.page, 'en', 'link', key
    FROM numbered n JOIN model m ON m.seed = n.number %% %(distinct)s, unnest(m.links) key""",
    """INSERT INTO search_entry (page_id, kind, part, language, title, folded, body, changed_at, indexed_at,
      vector)
    SELECT n.page, 'page', '', 'en', n.title, lower(n.title), m.plain, now(), now(),
      setweight(to_tsvector('humus_en', n.title), 'A') || m.vector
    FROM numbered n JOIN model m ON m.seed = n.number %% %(distinct)s""",
)


def _nodes(person: Any, space: Any, pages: int) -> list[Any]:
    from django.utils import timezone
    from django.utils.text import slugify

    from humus.kit import richtext
    from humus.pages import domain
    from humus.pages.models import Page

    front = domain.create(actor=person, space=space, title="Front")
    domain.publish(actor=person, page=front, language="en", title="Front", body=richtext.empty())
    front = Page.objects.get(pk=front.pk)
    now = timezone.now()
    shared = {"space": space, "author": person, "status": "published", "published_at": now, "changed_at": now}

    def node(parent: Page, step: int, number: int) -> Page:
        path = parent.path + Page._int2str(step).rjust(Page.steplen, "0")
        return Page(parent=parent, path=path, depth=parent.depth + 1, slug=slugify(title(number)), **shared)

    sections = Page.objects.bulk_create(node(front, number + 1, number) for number in range(min(100, pages)))
    count = len(sections)
    leaves = [node(sections[n % count], n // count + 1, n + count) for n in range(pages - count)]
    Page.objects.bulk_create(leaves, batch_size=2000)
    front.numchild = count
    for place, section in enumerate(sections):
        section.numchild = len(range(place, len(leaves), count))
    Page.objects.bulk_update([front, *sections], ["numchild"])
    return sections + leaves


def _texts(distinct: int, keys: list[str]) -> list[str]:
    """The different texts that all pages share, as a temporary table; answers their HTML."""
    import json

    from django.db import connection

    from humus.kit import richtext

    html = []
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE model (seed int PRIMARY KEY, body jsonb, earlier jsonb, compiled jsonb, plain text, "
            "links text[], vector tsvector)"
        )
        for seed in range(distinct):
            doc = richtext.clean(body(seed, keys[:: max(len(keys) // 50, 1)]))
            compiled, plain = richtext.compile(doc, language="en").to_json(), richtext.to_text(doc)
            earlier = richtext.clean(body(seed, [], 1))
            html.append("".join(compiled["html"]))
            cursor.execute(
                "INSERT INTO model VALUES (%s, %s, %s, %s, %s, %s, setweight(to_tsvector('humus_en', %s), 'D'))",
                [
                    seed,
                    *map(json.dumps, (doc, earlier, compiled)),
                    plain,
                    sorted(richtext.references(doc).pages),
                    plain,
                ],
            )
    return html


def _long_page(person: Any, space: Any, keys: list[str], versions: int = 150) -> str:
    """A page of 40 sections with many versions, each of which changed one paragraph; answers its key."""
    from humus.kit import richtext
    from humus.pages import domain
    from humus.pages.models import Page, Version

    page = domain.create(actor=person, space=space, parent=Page.objects.get(space=space, depth=1), title="Long page")
    for last in (False, True):
        doc = body(7, keys[:50], versions if last else 1, sections=40)
        made = domain.publish(actor=person, page=page, language="en", title="Long page", body=doc)
    made.page.texts.update(number=versions, source_number=versions)
    Version.objects.filter(pk=made.pk).update(number=versions)
    facts = {"page": page, "language": "en", "title": "Long page", "author": person}
    docs = ((number, richtext.clean(body(7, keys[:50], number, sections=40))) for number in range(2, versions))
    Version.objects.bulk_create(Version(number=number, body=doc, **facts) for number, doc in docs)
    return page.key


def session_for(person: int) -> str:
    """The cookie value of a signed-in session."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from humus.people.models import Person

    session = SessionStore()
    session[SESSION_KEY] = str(person)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = Person.objects.get(pk=person).get_session_auth_hash()
    session.save()
    return str(session.session_key)
