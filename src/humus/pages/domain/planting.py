"""Pages that come with the platform, published in every language at once and with few queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from humus.kit import richtext
from humus.pages.domain.linking import relink
from humus.pages.domain.locking import lock_spaces
from humus.pages.domain.publishing import words
from humus.pages.domain.tree import _insert, front
from humus.pages.models import Page, Text, Version
from humus.spaces.models import Space

Texts = Mapping[str, tuple[str, dict[str, Any]]]


@transaction.atomic
def plant(
    *,
    space: Space,
    slug: str,
    texts: Texts,
    kind: str = "page",
    parent: Page | None = None,
    key: str = "",
    language: str = "en",
    actor: Any = None,
    at: datetime | None = None,
    save_detail: Callable[[Page], Any] | None = None,
    demonstration: bool = False,
) -> Page:
    """Make and publish a page with its texts: language to (title, body).

    For loading only: it asks nobody's right and tells nobody, so whoever loads builds the search entries afterwards.
    ``key`` is given where other pages already link to this one.
    """
    lock_spaces(space)
    parent, at = parent or front(space), at or timezone.now()
    page = Page(space=space, parent=parent, kind=kind, language=language, author=actor, demonstration=demonstration)
    page.slug, page.key, page.status = slug if parent else "front", key or page.key, "published"
    page.created_at = page.published_at = page.changed_at = at
    _insert(page, parent)
    if save_detail:
        save_detail(page)
    _write(page, texts, actor, at)
    return page


def _write(page: Page, texts: Texts, actor: Any, at: datetime) -> None:
    snapshot = page.behaviour.snapshot
    detail = snapshot(page) if snapshot else {}
    made, versions = [], []
    for code, given in texts.items():
        new = words(*given)
        compiled = richtext.compile(new.body, language=code).to_json()
        text = Text(page=page, language=code, title=new.title, body=new.body, compiled=compiled)
        with override(code):
            text.plain = richtext.to_text(new.body)
        text.number, text.source_number = 1, 1
        text.changed_at, text.changed_by = at, actor
        made.append(text)
        facts = {"title": new.title, "body": new.body, "detail": detail, "author": actor}
        versions.append(Version(page=page, language=code, number=1, **facts))
        found = richtext.references(new.body)
        if found != richtext.References():
            relink(page, code, found)
    Text.objects.bulk_create(made)
    Version.objects.bulk_create(versions)
