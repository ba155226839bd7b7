"""Calling a group of the space in a comment: who may, and how often."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from humus.discussions.models import Comment
from humus.kit.access import may
from humus.kit.errors import DeedError
from humus.pages.models import Page
from humus.spaces.groups import allowed, called, roles

ONCE_IN = timedelta(hours=1)


def check(actor: Any, page: Page, text: str) -> list[str]:
    """The roles to be told; refuses who may not call so many, and more than one such call an hour."""
    groups = called(text)
    may_call = allowed(actor, page.space) if groups else set()
    if not may_call:
        return []
    if groups - may_call:
        raise DeedError(_("Only those who write in this space call all its members."), field="text")
    if not may("space.manage", actor, page.space) and _lately(actor, page):
        words = _("You have called a group here within the last hour. Please name people, or send it later.")
        raise DeedError(words, field="text", permanent=False)
    return roles(page.space, groups)


def _lately(actor: Any, page: Page) -> bool:
    recent = Comment.objects.filter(author=actor, page__space=page.space, at__gt=timezone.now() - ONCE_IN)
    return any(called(text) for text in recent.values_list("plain", flat=True)[:100])
