"""Who reads a page has been told of it."""

from __future__ import annotations

from typing import Any

from humus.notifications.notices import domain
from humus.pages.models import Page


def on_page(request: Any, page: Page) -> None:
    """One statement, and only for those who have something unread."""
    if getattr(request.user, "unread", 0):
        request.user.unread -= domain.read(actor=request.user, page=page)
