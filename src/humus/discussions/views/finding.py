"""Find the comment of a request through its page, or answer like one that does not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from humus.discussions.models import Comment
from humus.kit.access import may
from humus.pages import reading
from humus.pages.models import Page


def comment_or_404(request: HttpRequest, key: str) -> Comment:
    """A comment whose page the reader may see, with that page as loaded for this reader; a held one for few."""
    asked = Comment.objects.filter(key=key)
    # The page first: a comment that is not there asks as much as one that may not be seen.
    page = reading.find(request.user, pk__in=asked.values("page"))
    comment = asked.select_related("author", "parent").first() if page else None
    if comment is None or page is None:
        raise Http404
    comment.page = page
    mine = request.user.is_authenticated and comment.author_id == request.user.pk
    if comment.held_at is not None and not mine and not may("comment.moderate", request.user, comment):
        raise Http404
    return comment


def standing_or_404(request: HttpRequest, key: str) -> Comment:
    comment = comment_or_404(request, key)
    if not comment.stands:
        raise Http404
    return comment


def not_hidden_or_404(request: HttpRequest, key: str) -> Comment:
    """Also one that is held, where it is seen."""
    comment = comment_or_404(request, key)
    if comment.deleted_at is not None or comment.hidden_at is not None:
        raise Http404
    return comment


def back(page: Page, anchor: str = "conversation", *, done: str = "") -> HttpResponse:
    """To the place in the conversation; ``done`` tells the browser to forget what it kept of that form."""
    return redirect(f"{page.get_absolute_url()}{f'?said={done}' if done else ''}#{anchor}")
