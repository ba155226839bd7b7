"""From typed Markdown to a clean document and back: a comment holds text, lists, quotes, code, links and names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from humus.discussions.models import Comment
from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.pages.models import Page
from humus.people.models import Person
from humus.spaces.models import Membership
from humus.spaces.rules import powers

LONGEST = 20_000
MOST_NAMED = 20
Node = dict[str, Any]

# A name begins where a word may begin, not inside an e-mail address.
AT = re.compile(r"(?<![\w@.])@(?=\w)")


def parse(text: str, *, actor: Any, page: Page) -> tuple[Node, list[Person]]:
    """The document that was typed and the people it names, as far as they may read the page."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise DeedError(_("Please write something."), field="text")
    if len(text) > LONGEST:
        words = _("A comment holds at most %(most)d characters; this one has %(count)d.")
        raise DeedError(words % {"most": LONGEST, "count": len(text)}, field="text")
    try:
        doc = richtext.from_light_markdown(text)
    except richtext.BadDocument as refused:
        raise DeedError(str(refused), field="text") from refused
    named: dict[str, Person] = {}
    if AT.search(text):
        _name(doc, _candidates(actor, page, text), named)
    doc = richtext.clean(doc)
    if not richtext.to_text(doc).strip():
        raise DeedError(_("Please write something."), field="text")
    return doc, list(named.values())


def as_typed(body: Node) -> str:
    """The Markdown to edit, with names written as one types them."""
    return richtext.to_markdown(_unnamed(body)).strip()


def quoted(comment: Comment) -> str:
    """The words of a comment as a quote to answer to."""
    lines = as_typed(comment.body).split("\n")[:30]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _unnamed(node: Node) -> Node:
    if node.get("type") == "mention":
        return {"type": "text", "text": f"@{node['attrs'].get('label', '')}"}
    return node | {"content": [_unnamed(child) for child in node["content"]]} if "content" in node else node


def spoke_on(page: Page) -> Q:
    """The people whose words stand below the page."""
    return Q(pk__in=Comment.objects.standing().filter(page=page).values("author_id"))


def people_known(actor: Any, page: Page) -> QuerySet[Person]:
    """Whom the actor may name: people of the directory, who spoke here already, and colleagues in the space."""
    known = Q(listed_at__isnull=False) | spoke_on(page)
    if powers(actor, page.space):
        known |= Q(pk__in=Membership.objects.current().filter(space=page.space).values("person_id"))
    return Person.objects.active().filter(known).exclude(name="")


def _candidates(actor: Any, page: Page, text: str) -> dict[str, Person]:
    """By the name in small letters, longest first; a name that two people bear is that of the one nearest.

    The first name alone is enough for the only one here who has it.
    """
    firsts = {text[match.end() :].split(None, 1)[0][:40].rstrip(".,;:!?)") for match in AT.finditer(text)}
    begins = Q(pk=None)
    for first in list(firsts)[: MOST_NAMED * 2]:
        begins |= Q(name__istartswith=first)
    spoke = set(Comment.objects.filter(page=page).values_list("author_id", flat=True))
    inside = set(Membership.objects.current().filter(space=page.space).values_list("person_id", flat=True))
    found = sorted(people_known(actor, page).filter(begins)[:500], key=lambda p: (p.pk in spoke, p.pk in inside, -p.pk))
    byname = {person.name.casefold(): person for person in found}
    bearers: defaultdict[str, list[Person]] = defaultdict(list)
    for person in found:
        if person.pk in spoke or person.pk in inside:
            bearers[person.name.split(None, 1)[0].casefold()].append(person)
    for called, people in bearers.items():
        if len(people) == 1:
            byname.setdefault(called, people[0])
    return dict(sorted(byname.items(), key=lambda item: -len(item[0])))


def _name(node: Node, candidates: dict[str, Person], named: dict[str, Person]) -> None:
    """Put a mention in the place of each known name that stands behind an @."""
    if node.get("type") == "codeBlock" or "content" not in node:
        return
    content: list[Node] = []
    for child in node["content"]:
        if child.get("type") == "text" and not any(m["type"] in ("code", "link") for m in child.get("marks", [])):
            content += _split(child, candidates, named)
        else:
            _name(child, candidates, named)
            content.append(child)
    node["content"] = content


def _stands(name: str, words: str, person: Person) -> bool:
    """Whether the words begin with this name; with a first name alone, not where a family name follows it."""
    after = words[len(name) :]
    if not words.casefold().startswith(name) or after[:1].isalnum():
        return False
    return name == person.name.casefold() or not after[1:2].isupper()


def _split(text: Node, candidates: dict[str, Person], named: dict[str, Person]) -> Iterator[Node]:
    words, start = text["text"], 0
    for match in AT.finditer(words):
        name = next((n for n in candidates if _stands(n, words[match.end() :], candidates[n])), None)
        if name is None or match.start() < start or len(named) >= MOST_NAMED:
            continue
        person = candidates[name]
        named[person.key] = person
        if match.start() > start:
            yield text | {"text": words[start : match.start()]}
        yield {"type": "mention", "attrs": {"person": person.key, "label": person.name}}
        start = match.end() + len(name)
    if words[start:]:
        yield text | {"text": words[start:]}
