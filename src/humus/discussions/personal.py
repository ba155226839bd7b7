"""What the conversation forgets about an erased person; what others need stays, under a neutral name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from humus.discussions.indexing import index
from humus.discussions.models import Comment, Earlier, Hiding, Holding, Mention, Reaction, Report, Seen
from humus.discussions.topics import voting
from humus.kit import richtext
from humus.people import erasure, merging
from humus.people.models import Person


def forget(person: Person) -> None:
    """Marks and reactions go, and the name goes out of the words in which others called it."""
    Seen.objects.filter(person=person).delete()
    Reaction.objects.filter(person=person).delete()
    Earlier.objects.filter(comment__author=person).delete()
    naming = Comment.objects.filter(mentions__person=person)
    for comment in naming.iterator():
        comment.body = unnamed(comment.body, person.key)
        comment.compiled = richtext.compile(comment.body, language=comment.language).to_json()
        comment.plain = richtext.to_text(comment.body)
        comment.save(update_fields=["body", "compiled", "plain"])
        for earlier in comment.earlier.all():
            earlier.body = unnamed(earlier.body, person.key)
            earlier.save(update_fields=["body"])
        index(comment)
    voting.forget(person)
    Mention.objects.filter(person=person).delete()
    Report.objects.filter(person=person).update(why="")
    Holding.objects.filter(comment__author=person).update(signs=[])
    Hiding.objects.filter(comment__author=person).update(appeal="")


def unnamed(node: Any, key: str) -> Any:
    """The document with this person's name taken out of mentions."""
    if isinstance(node, list):
        return [unnamed(one, key) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "mention" and node["attrs"].get("person") == key:
        return {"type": "text", "text": "@…"}
    return {name: unnamed(value, key) for name, value in node.items()}


def furnish() -> None:
    erasure.ERASERS.append(forget)
    merging.WORDS |= {
        "discussions.comment": _("Comments"),
        "discussions.reaction": _("Reactions"),
        "discussions.mention": _("Mentions"),
        "discussions.report": _("Reports of comments"),
        "discussions.ballot": _("Votes"),
        "discussions.topic": _("Answers chosen"),
        "discussions.seen": _("Pages read"),
    }
