"""Report, hide, appeal; and the queues of the secretariat and of those who look after a space."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from humus.discussions import domain, queue
from humus.discussions.forms import ReasonForm
from humus.discussions.models import Comment
from humus.discussions.reading import html_of
from humus.discussions.views.finding import back, comment_or_404, not_hidden_or_404, standing_or_404
from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.pages.views.finding import crumbs
from humus.spaces.finding import in_space
from humus.spaces.models import Space


@access(GET="person", POST="person")
def report(request: HttpRequest, key: str) -> HttpResponse:
    comment = standing_or_404(request, key)
    form = ReasonForm(_("What is wrong with it?"), request.POST or None)

    def deed(why: str) -> None:
        domain.report(actor=request.user, comment=comment, why=why)
        messages.success(
            request,
            _("Thank you. Those who look after this space read it, and the secretariat, which alone sees your name."),
        )

    return _with_reason(request, comment, form, deed, _("Report this comment?"), pgettext("deed", "Report"))


@access(GET="person", POST="person")
def hide(request: HttpRequest, key: str) -> HttpResponse:
    comment = not_hidden_or_404(request, key)
    require("comment.moderate", request.user, comment)
    form = ReasonForm(_("Reason, which the author reads"), request.POST or None)

    def deed(reason: str) -> None:
        domain.hide(actor=request.user, comment=comment, reason=reason)
        messages.success(request, _("The comment is hidden; its author is told why."))

    return _with_reason(request, comment, form, deed, _("Hide this comment?"), _("Hide"))


def _with_reason(
    request: HttpRequest, comment: Comment, form: ReasonForm, deed: Callable[[str], None], question: str, yes: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            deed(form.cleaned_data["reason"])
            return back(comment.page)
        except DeedError as refused:
            form.add_error(None, str(refused))
    shown = {"question": question, "text": comment.plain[:300], "yes": yes, "form": form}
    shown["back_url"] = comment.get_absolute_url()
    return render(request, "humus/confirm.html", shown, status=422 if form.errors else 200)


@access(GET="person", POST="person")
def hidden(request: HttpRequest, key: str) -> HttpResponse:
    """A hidden comment, for its author and those who look after the space; the author appeals here."""
    comment = comment_or_404(request, key)
    mine = comment.author_id == request.user.pk
    hiding = comment.hidings.filter(lifted_at=None).first()
    if hiding is None or not (mine or may("comment.moderate", request.user, comment)):
        raise Http404
    form = ReasonForm(_("Why it should be shown again"), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            domain.appeal(actor=request.user, comment=comment, text=form.cleaned_data["reason"])
            messages.success(request, _("Your appeal is sent. The answer comes by mail."))
            return redirect("comment_hidden", key=comment.key)
        except DeedError as refused:
            form.add_error(None, str(refused))
    context = {"comment": comment, "hiding": hiding, "mine": mine, "form": form, "page": comment.page}
    context |= {"html": html_of(comment, request.user, []), "crumbs": crumbs(comment.page, [], itself=True)}
    return render(request, "discussions/hidden.html", context, status=422 if form.errors else 200)


@access(POST="person")
def let_through(request: HttpRequest, key: str) -> HttpResponse:
    """Show a comment that was held."""
    comment = comment_or_404(request, key)
    require("comment.moderate", request.user, comment)
    try:
        domain.let_through(actor=request.user, comment=comment)
        messages.success(request, _("The comment is shown now."))
    except DeedError as refused:
        messages.error(request, str(refused))
    return back(comment.page, comment.anchor)


@access(GET="secretariat")
def waiting(request: HttpRequest) -> HttpResponse:
    """Reported comments and appeals, oldest first."""
    context = {name: of(request.user) for name, of in queue.LISTS.items()}
    return render(request, "discussions/queue.html", context)


DEEDS: dict[str, Any] = {
    "dismiss": domain.dismiss,
    "show": domain.show,
    "let_through": domain.let_through,
    "keep": domain.keep_hidden,
}


@access(POST="secretariat")
def settle_report(request: HttpRequest, key: str) -> HttpResponse:
    _settle(request, comment_or_404(request, key))
    return redirect("secretariat_comments")


@access(GET="object", POST="object")
@in_space()
def waiting_in_space(request: HttpRequest, space: Space) -> HttpResponse:
    """The same list for those who look after a space, narrowed to it."""
    require("space.manage", request.user, space)
    if request.method == "POST":
        comment = Comment.objects.filter(key=request.POST.get("comment", ""), page__space=space).first()
        if comment is not None:
            _settle(request, comment_or_404(request, comment.key))
        return redirect("space_comments", slug=space.slug)
    context = {name: of(request.user, space) for name, of in queue.LISTS.items()}
    return render(request, "discussions/space_queue.html", context | {"space": space, "manages": True})


def _settle(request: HttpRequest, comment: Comment) -> None:
    deed = DEEDS.get(request.POST.get("deed", ""))
    try:
        if deed is not None:
            deed(actor=request.user, comment=comment)
            messages.success(request, _("Settled."))
    except DeedError as refused:
        messages.error(request, str(refused))
