"""Watch a page, or stop."""

from __future__ import annotations

from typing import Any

from humus.pages.models import Page, Watch


def watch(*, actor: Any, page: Page) -> None:
    Watch.objects.get_or_create(page=page, person=actor)


def unwatch(*, actor: Any, page: Page) -> None:
    Watch.objects.filter(page=page, person=actor).delete()
