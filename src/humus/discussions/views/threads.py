"""Settle a thread, open it again, react."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from humus.discussions import domain
from humus.discussions.views.finding import back, comment_or_404, standing_or_404
from humus.kit.access import access, require
from humus.kit.errors import DeedError


@access(POST="person")
def settle(request: HttpRequest, key: str) -> HttpResponse:
    comment = comment_or_404(request, key)
    require("comment.add", request.user, comment.page)
    if request.POST.get("deed") == "reopen":
        domain.reopen(actor=request.user, comment=comment)
        messages.success(request, _("The thread is open again."))
    else:
        domain.resolve(actor=request.user, comment=comment)
        messages.success(request, _("The thread is settled. It stays readable."))
    return back(comment.page, comment.thread.anchor)


@access(POST="person")
def react(request: HttpRequest, key: str) -> HttpResponse:
    comment = standing_or_404(request, key)
    require("comment.add", request.user, comment.page)
    try:
        domain.react(actor=request.user, comment=comment, kind=request.POST.get("kind", ""))
    except DeedError as refused:
        messages.error(request, str(refused))
    return back(comment.page, comment.anchor)
