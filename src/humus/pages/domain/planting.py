"""Pages that come with the platform: no author, published in every language at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from humus.kit.happenings import happened
from humus.pages.domain.locking import lock_spaces
from humus.pages.domain.publishing import _store, words
from humus.pages.domain.tree import _insert, front
from humus.pages.models import Page, Text
from humus.spaces.models import Space


@transaction.atomic
def plant(
    *,
    space: Space,
    slug: str,
    texts: Mapping[str, tuple[str, dict[str, Any]]],
    kind: str = "page",
    parent: Page | None = None,
    key: str = "",
    language: str = "en",
    actor: Any = None,
    save_detail: Callable[[Page], Any] | None = None,
) -> Page:
    """Make and publish a page with its texts, language to (title, body), the page's own language first.

    ``key`` is given where other pages already link to this one.

    For the platform's own loading, which asks nobody's right; people go through ``create`` and ``publish``.
    """
    lock_spaces(space)
    parent = parent or front(space)
    page = Page(space=space, parent=parent, kind=kind, language=language, author=actor)
    page.key = key or page.key
    page.slug = slug if parent else "front"
    _insert(page, parent)
    if save_detail:
        save_detail(page)
    for code in sorted(texts, key=lambda code: code != language):
        facts = {"note": "", "request_key": "", "restored_from": None}
        version = _store(actor, page, Text(page=page, language=code), words(*texts[code]), **facts)
        data = {"language": code, "number": version.number, "note": "", "title": version.title}
        happened("page.published", actor=actor, page=page, data=data)
    Page.objects.filter(pk=page.pk).update(slug=slug if parent else "front")
    return Page.objects.select_related("space").get(pk=page.pk)
