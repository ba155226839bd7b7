"""@groups of a space in a comment: @leaders and the like for everyone there, @members for those who write."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from humus.discussions.models import Comment
from humus.kit.access import may
from humus.kit.errors import DeedError
from humus.pages.models import Page
from humus.spaces.rules import powers

# What one types, in the languages of the platform, without the last letters.
WORDS = {
    "all": ("members", "membres", "miembros", "everyone"),
    "leaders": ("leaders", "coordinators", "responsables", "coordinateurs", "coordinadores", "líderes"),
}
GROUP = re.compile(r"(?<![\w@.])@(\w+)")
ONCE_IN = timedelta(hours=1)


def called(text: str) -> set[str]:
    """``all`` and ``leaders``, as far as the text calls them."""
    typed = {word.lower() for word in GROUP.findall(text)}
    return {group for group, words in WORDS.items() if typed & set(words)}


def roles(page: Page, groups: set[str]) -> list[str]:
    """The roles of the space that the groups are made of."""
    known = page.space.behaviour.roles
    return [name for name, role in known.items() if "all" in groups or ("leaders" in groups and role.power == "manage")]


def check(actor: Any, page: Page, groups: set[str]) -> list[str]:
    """The roles to be told; refuses who may not call so many, and more than one such call an hour."""
    if not groups or not powers(actor, page.space):
        return []
    if "all" in groups and not may("space.write", actor, page.space):
        raise DeedError(_("Only those who write in this space call all its members."), field="text")
    if not may("space.manage", actor, page.space) and _lately(actor, page):
        words = _("You have called a group here within the last hour. Please name people, or send it later.")
        raise DeedError(words, field="text", permanent=False)
    return roles(page, groups)


def _lately(actor: Any, page: Page) -> bool:
    recent = Comment.objects.filter(author=actor, page__space=page.space, at__gt=timezone.now() - ONCE_IN)
    return any(called(text) for text in recent.values_list("plain", flat=True)[:100])
