"""The page kind that discussions are."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from humus.activity.telling import TOLD, Told
from humus.discussions.models import Choice, Topic
from humus.discussions.telling import passages
from humus.discussions.topics import telling
from humus.kit.happenings import Happening
from humus.pages import kinds


def topic_form() -> type:
    from humus.discussions.topics.forms import TopicForm

    return TopicForm


def context(page: Any, person: Any) -> dict[str, Any]:
    from humus.discussions.topics.reading import shown

    return shown(page, person)


def search_words(page: Any) -> str:
    return " ".join(Choice.objects.filter(poll__topic__page=page).values_list("label", flat=True))


def hear(happening: Happening) -> None:
    """A discussion in which somebody spoke comes to the top of its list."""
    if happening.verb == "comment.added" and happening.page.kind == "discussion":
        from django.utils import timezone

        Topic.objects.filter(page=happening.page).update(last_at=timezone.now())


def furnish() -> None:
    kinds.register(
        "discussion",
        kinds.PageKind(
            _("Discussion"),
            icon="chat",
            detail="topic",
            form=topic_form,
            header="discussions/topics/header.html",
            footer="discussions/topics/footer.html",
            context=context,
            search_words=search_words,
            creatable=False,
            rule="discussion.start",
            apart=True,
            tells=True,
            reviewed=False,
        ),
    )
    TOLD["discussion.started"] = Told(
        words=_("began a discussion"),
        passages=telling.passages,
        answer=lambda page, data: ("v" if data.get("topic") == "poll" else "p", page.key),
        hint=lambda page, data: telling.HOW_TO_VOTE if data.get("topic") == "poll" else "",
    )
    TOLD["discussion.answered"] = Told(
        words=_("chose the answer to a question"),
        to_you=_("chose your comment as the answer"),
        passages=passages,
        url=lambda page, data: f"/comments/{data['comment']}/",
    )
