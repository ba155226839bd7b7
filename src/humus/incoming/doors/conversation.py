"""Answering in the conversation below a page, or beginning one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from humus.discussions import domain
from humus.discussions.models import Comment
from humus.incoming import answers, enclosing
from humus.incoming.visit import Refused, Visit
from humus.pages.models import Page

GONE = gettext_noop("The conversation that you answer is no longer there, or you may not see it any more.")


def answer(visit: Visit) -> str:
    """The mail becomes an answer in the thread of the comment that we told of."""
    found = Comment.objects.visible_to(visit.person).select_related("parent", "page__space")
    comment = found.filter(key=visit.thing).first()
    if comment is None:
        raise Refused(_(GONE))
    return say(visit, comment.page, parent=comment)


def begin(visit: Visit) -> str:
    """The mail begins a thread below the page that we told of."""
    return say(visit, page_of(visit))


def page_of(visit: Visit) -> Page:
    """The page that the address is for, while the writer may see it."""
    page = Page.objects.visible_to(visit.person).select_related("space").filter(key=visit.thing).first()
    if page is None:
        raise Refused(_(GONE))
    return page


def say(visit: Visit, page: Page, *, parent: Comment | None = None) -> str:
    """Post the words of the mail, its files on the page."""
    if not visit.letter.text and not visit.letter.files:
        raise Refused(_("We found nothing in your mail but the text that it answers."))
    text = enclosing.with_files(visit, page)
    said: Any = domain.add(
        actor=visit.person, page=page, text=text, parent=parent, request_key=f"mail-{visit.row.digest[:50]}"
    )
    if not said.stands:
        answers.tell(visit, "held", {"why": ""})
    return str(said.get_absolute_url())
