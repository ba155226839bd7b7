"""Who reads a page has been told of it."""

from __future__ import annotations

from typing import Any

from humus.notifications.models import Follow
from humus.notifications.notices import domain
from humus.pages.models import Page
from humus.people.models import Person


def on_page(request: Any, page: Page) -> None:
    """One statement, and only for those who have something unread."""
    if getattr(request.user, "unread", 0):
        request.user.unread -= domain.read(actor=request.user, page=page)


def on_label(viewer: Any, label: str) -> dict[str, Any] | None:
    """The way to follow a label, where it is carried by a page that the viewer may see."""
    if not viewer.is_authenticated:
        return None
    followed = Follow.objects.filter(person=viewer, label=label).exists()
    return {"label": label, "followed": followed} if followed or domain.is_carried(viewer, label) else None


def on_profile(viewer: Any, whom: Person) -> dict[str, Any] | None:
    """The way to follow somebody of the directory."""
    if not viewer.is_authenticated or viewer.pk == whom.pk or not whom.listed_at:
        return None
    return {"whom": whom, "followed": Follow.objects.filter(person=viewer, whom=whom).exists()}
