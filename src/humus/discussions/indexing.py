"""Comments in the search: found by those who may see their page."""

from __future__ import annotations

from humus.discussions.models import Comment
from humus.kit.happenings import Happening
from humus.search import indexing

VERBS = ("comment.added", "comment.changed", "comment.removed", "comment.hidden", "comment.shown")


def index(comment: Comment) -> None:
    """Write the entry of a comment, or take it out where its words no longer stand."""
    if not comment.stands:
        indexing.take_out(page=comment.page_id, part=comment.anchor)
        return
    indexing.put(
        kind="comment",
        title=comment.plain[:80],
        body=comment.plain,
        language=comment.language,
        changed=comment.edited_at or comment.at,
        part=comment.anchor,
        page=comment.page_id,
    )


def hear(happening: Happening) -> None:
    if happening.verb in VERBS:
        index(Comment.objects.get(key=happening.data["comment"]))


def all_again() -> int:
    """Every comment anew; how many stand."""
    count = 0
    for comment in Comment.objects.standing().iterator(500):
        index(comment)
        count += 1
    return count
