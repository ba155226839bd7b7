"""Who begins discussions in a space that they can see, and who settles them."""

from __future__ import annotations

from typing import Any

from humus.kit.access import may, rule
from humus.pages.models import Page
from humus.spaces.models import Space
from humus.spaces.rules import may_manage, powers


@rule("discussion.start")
def may_start(person: Any, space: Space) -> bool:
    """Whoever may take part in the conversation of the space."""
    if not person.is_authenticated or space.archived_at is not None:
        return False
    return (space.commenting == "readers" and space.visibility == "public") or bool(powers(person, space))


@rule("discussion.announce")
def may_announce(person: Any, space: Space) -> bool:
    """An announcement is told to everyone in the space: those who write there may."""
    return may("space.write", person, space)


@rule("discussion.settle")
def may_settle(person: Any, page: Page) -> bool:
    """Choose the answer, close the poll: who began it, and those who look after the space."""
    if not person.is_authenticated or page.status != "published" or page.space.archived_at is not None:
        return False
    return page.author_id == person.pk or may_manage(person, page.space)


@rule("discussion.vote")
def may_vote(person: Any, page: Page) -> bool:
    return may("comment.add", person, page)
