"""The initial community, part by part; each part is loaded once, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from io import StringIO

from django.core.management import call_command
from django.db import transaction

from humus.kit.happenings import happened
from humus.portal import site
from humus.portal.loading import events, glossary, organisations, pages, settings, spaces, strategy
from humus.portal.models import LoadedPart

PARTS: dict[str, Callable[[], int]] = {
    "settings": settings.load,
    "spaces": spaces.load,
    "figures": settings.load_figures,
    "organisations": organisations.load,
    "pages": pages.load,
    "strategy": strategy.load,
    "fronts": pages.load_fronts,
    "events": events.load,
    "templates": pages.load_templates,
    "glossary": glossary.load,
}


def load_all(parts: Mapping[str, Callable[[], int]] = PARTS) -> Iterator[tuple[str, int | None]]:
    """Each part's name and how many things it brought; None where it was loaded before."""
    new = False
    for name, load in parts.items():
        count = load_once(name, load)
        new = new or count is not None
        yield name, count
    if new:
        site.forget()
        call_command("reindex", stdout=StringIO())


@transaction.atomic
def load_once(name: str, load: Callable[[], int]) -> int | None:
    """Run ``load`` unless its part was loaded; two loaders at once wait for each other at the unique name."""
    _part, new = LoadedPart.objects.get_or_create(name=name)
    if not new:
        return None
    count = load()
    happened("site.content_loaded", actor=None, data={"part": name, "count": count})
    return count
