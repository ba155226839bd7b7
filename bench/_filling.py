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


def body(seed: int, links: list[str], revision: int = 0) -> dict[str, Any]:
    """About 4 kB: four sections with paragraphs, a list, a table and links; a revision changes one paragraph."""
    rng = random.Random(seed)
    content: list[dict[str, Any]] = []
    for section in range(4):
        content.append(_node("heading", f"h{section}", [_text(sentence(rng)[:40])], level=2))
        for part in range(2):
            own = random.Random(seed * 31 + revision) if (section, part) == (revision % 4, 0) and revision else rng
            content.append(_node("paragraph", f"p{section}{part}", [_text(" ".join(sentence(own) for _ in range(4)))]))
        if links:
            key = links[(seed + section) % len(links)]
            linked = {**_text("see also"), "marks": [{"type": "link", "attrs": {"href": f"page:{key}"}}]}
            content.append(_node("paragraph", f"l{section}", [linked]))
    items = [{"type": "listItem", "content": [_node("paragraph", "", [_text(sentence(rng))])]} for _ in range(4)]
    content.append(_node("bulletList", "list", items))
    return {"type": "doc", "content": content}


def _text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def _node(kind: str, key: str, content: list[Any], **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": ({"id": key} if key else {}) | attrs, "content": content}


def title(number: int) -> str:
    return f"Page {number} {WORDS[number % len(WORDS)]}"


def fill(pages: int, *, versions: int = 3, distinct: int = 200) -> dict[str, Any]:
    """Make a public space with ``pages`` pages below 100 sections, each with versions, links and search entries."""
    from django.db import connection
    from django.utils import timezone
    from django.utils.text import slugify

    from humus.kit import richtext
    from humus.pages import domain
    from humus.pages.models import Link, Page, Text, Version
    from humus.people.models import Person
    from humus.search.languages import configuration
    from humus.spaces.domain import grant
    from humus.spaces.models import Space

    person = Person.objects.create_user("writer@example.org", name="Wanda Writer")
    space = Space.objects.create(slug="measuring", kind="community", name={"en": "Measuring"})
    grant(actor=None, space=space, person=person, role="coordinator")
    front = domain.create(actor=person, space=space, title="Front")
    domain.publish(actor=person, page=front, language="en", title="Front", body=richtext.empty())
    front = Page.objects.get(pk=front.pk)
    now = timezone.now()
    shared = {"space": space, "author": person, "status": "published", "published_at": now, "changed_at": now}

    def node(parent: Page, step: int, slug: str) -> Page:
        path = parent.path + Page._int2str(step).rjust(Page.steplen, "0")
        return Page(parent=parent, path=path, depth=parent.depth + 1, slug=slug, **shared)

    sections = Page.objects.bulk_create(node(front, n + 1, slugify(title(n))) for n in range(min(100, pages)))
    leaves: list[Page] = []
    for number in range(pages - len(sections)):
        slug = slugify(title(number + len(sections)))
        leaves.append(node(sections[number % len(sections)], number // len(sections) + 1, slug))
    Page.objects.bulk_create(leaves, batch_size=2000)
    made = sections + leaves
    front.numchild = len(sections)
    for place, section in enumerate(sections):
        section.numchild = len(range(place, len(leaves), len(sections)))
    Page.objects.bulk_update([front, *sections], ["numchild"])
    keys = [page.key for page in made]
    bodies = [richtext.clean(body(seed, keys[:: max(len(keys) // 50, 1)])) for seed in range(distinct)]
    ready = [(one, richtext.compile(one, language="en").to_json(), richtext.to_text(one)) for one in bodies]
    earlier = [richtext.clean(body(seed, [], 1)) for seed in range(distinct)]
    latest = {"language": "en", "number": versions, "source_number": versions, "changed_by": person}
    for chunk in _chunks(made):
        texts, history, links = [], [], []
        for number, page in chunk:
            doc, compiled, plain = ready[number % distinct]
            texts.append(
                Text(title=title(number), body=doc, compiled=compiled, plain=plain, page=page, changed_at=now, **latest)
            )
            for version in range(1, versions + 1):
                old = doc if version == versions else earlier[number % distinct]
                history.append(
                    Version(page=page, language="en", number=version, title=title(number), body=old, author=person)
                )
            for target in richtext.references(doc).pages:
                links.append(Link(source=page, language="en", kind="link", target_key=target))
        Text.objects.bulk_create(texts)
        Version.objects.bulk_create(history)
        Link.objects.bulk_create(links, ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_entry (page_id, kind, language, title, folded, body, changed_at, vector) "
            "SELECT t.page_id, 'page', t.language, t.title, lower(t.title), t.plain, t.changed_at, "
            "setweight(to_tsvector(%s::regconfig, t.title), 'A') "
            "|| setweight(to_tsvector(%s::regconfig, t.plain), 'D') FROM pages_text t ON CONFLICT DO NOTHING",
            [configuration("en")] * 2,
        )
        cursor.execute("VACUUM ANALYZE")
    return {
        "person": person.pk,
        "keys": keys,
        "slugs": [page.slug for page in made],
        "html": ["".join(compiled["html"]) for _doc, compiled, _plain in ready],
    }


def _chunks(made: list[Any]) -> Any:
    numbered = list(enumerate(made))
    return (numbered[start : start + 1000] for start in range(0, len(numbered), 1000))


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
