"""A comment by its own address, and what it said before."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from humus.discussions.models import Comment
from humus.discussions.reading import BELOW, html_of
from humus.discussions.views.finding import back, comment_or_404, standing_or_404
from humus.kit.access import access
from humus.kit.richtext import diff
from humus.pages.views.finding import crumbs


@access(GET="object")
def permalink(request: HttpRequest, key: str) -> HttpResponse:
    """Lead to the comment where it stands: below its page, or where all threads are."""
    comment = comment_or_404(request, key)
    if comment.deleted_at and not comment.answers.filter(deleted_at=None).exists():
        raise Http404
    younger = Comment.objects.filter(page=comment.page, parent=None, pk__gt=comment.thread.pk).count()
    if younger >= BELOW:
        return redirect(f"{reverse('page_comments', args=[comment.page.key])}#{comment.anchor}")
    return back(comment.page, comment.anchor)


@access(GET="object")
def history(request: HttpRequest, key: str) -> HttpResponse:
    """What a comment said before, newest change first, each with what it changed."""
    comment = standing_or_404(request, key)
    earlier = list(comment.earlier.all()[:100])
    newer = [comment.body, *(one.body for one in earlier)]
    changes = [
        {"until": one.until, "difference": diff.to_html(diff.compare(one.body, after))}
        for one, after in zip(earlier, newer, strict=False)
    ]
    named = [
        [m.person.key, m.person.name, "listed" if m.person.listed_at else ""]
        for m in comment.mentions.select_related("person")
    ]
    context = {
        "comment": comment,
        "page": comment.page,
        "html": html_of(comment, request.user, named),
        "changes": changes,
        "crumbs": crumbs(comment.page, [], itself=True),
    }
    return render(request, "discussions/history.html", context)
