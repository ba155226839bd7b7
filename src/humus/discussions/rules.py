"""Who may take part in the conversation below a page that they can see."""

from __future__ import annotations

from typing import Any

from humus.discussions.models import Comment
from humus.kit.access import may, rule
from humus.pages.models import Page
from humus.spaces.rules import may_manage, powers


@rule("comment.add")
def may_add(person: Any, page: Page) -> bool:
    """Whoever is signed in and reads the page, unless the space keeps this to its people."""
    if not person.is_authenticated or page.status != "published" or page.space.archived_at is not None:
        return False
    return page.space.commenting == "readers" or bool(powers(person, page.space))


@rule("comment.change")
def may_change(person: Any, comment: Comment) -> bool:
    """One's own, as long as it stands and one may still take part."""
    mine = person.is_authenticated and comment.author_id == person.pk
    return mine and comment.stands and may_add(person, comment.page)


@rule("comment.remove")
def may_remove(person: Any, comment: Comment) -> bool:
    """Take back one's own words, also where one may no longer add any."""
    return bool(person.is_authenticated and comment.author_id == person.pk and comment.deleted_at is None)


@rule("page.moderate")
def may_moderate_page(person: Any, page: Page) -> bool:
    """Whoever looks after the conversations of its space."""
    return may_manage(person, page.space)


@rule("comment.moderate")
def may_moderate(person: Any, comment: Comment) -> bool:
    """Those who look after the space, and the secretariat."""
    return may("page.moderate", person, comment.page)
