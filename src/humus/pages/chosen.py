"""What was chosen for a block, in words: titles of pages, names of spaces, people and files, labels of choices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from humus.kit.richtext.blocks import Block
from humus.pages import reading
from humus.pages.models import File, Page
from humus.people.models import Person
from humus.spaces.models import Space

Named = Iterator[tuple[str, str]]


def _pages(person: Any, keys: Collection[str]) -> Named:
    for page in reading.titled(Page.objects.visible_to(person).filter(key__in=keys).select_related("space")):
        yield page.key, page.title


def _files(person: Any, keys: Collection[str]) -> Named:
    pages = Page.objects.visible_to(person).values("pk")
    yield from File.objects.filter(key__in=keys, page__in=pages).values_list("key", "name")


def _spaces(person: Any, slugs: Collection[str]) -> Named:
    for space in Space.objects.visible_to(person).filter(slug__in=slugs):
        yield space.slug, str(space)


def _people(person: Any, keys: Collection[str]) -> Named:
    yield from Person.objects.active().filter(key__in=keys).values_list("key", "name")


# By the kind of field that asks for it.
NAMING: dict[str, Callable[[Any, Collection[str]], Named]] = {
    "page": _pages,
    "file": _files,
    "space": _spaces,
    "person": _people,
}


class Chosen:
    """The words for what was chosen for these blocks; what the person may not see stays unnamed."""

    def __init__(self, person: Any, told: Iterable[tuple[Block, dict[str, Any]]]) -> None:
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for block, attrs in told:
            for name, value in attrs.items():
                if isinstance(value, str):
                    keys[_kind(block, name)].add(value)
        self.names = {kind: dict(named(person, keys[kind])) for kind, named in NAMING.items() if keys[kind]}

    def words(self, block: Block, name: str, value: Any) -> str:
        kind = _kind(block, name)
        if kind in NAMING:
            return self.names.get(kind, {}).get(value) or _("not found, or you may not see it")
        if kind == "choice":
            options = block.attributes[name].form["options"]
            return str((options() if callable(options) else options).get(value, value))
        return str(value)


def _kind(block: Block, name: str) -> str:
    return str(block.attributes[name].form.get("kind", "text")) if name in block.attributes else ""
