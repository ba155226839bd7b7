"""Write below a page, answer, change and take back. A refusal gives the text back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from humus.discussions import domain, panel, reading, words
from humus.discussions.domain.writing import unable_to_read
from humus.discussions.forms import CommentForm
from humus.discussions.models import Comment
from humus.discussions.views.finding import back, comment_or_404, standing_or_404
from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.pages.models import Page
from humus.pages.views.finding import crumbs, page_or_404


@access(GET="object", POST="person")
def comments(request: HttpRequest, key: str) -> HttpResponse:
    """All threads of a page on a screen of their own; a new comment comes here, too."""
    page = page_or_404(request, key)
    if request.method != "POST":
        talk = reading.conversation(request.user, page, most=reading.ALL)
        context = panel.shown(request, page, talk)
        if "part" in request.GET:
            about = [line for line in talk.open if line.passage]
            return render(request, "discussions/parts/beside.html", {"data": context, "about": about} | context)
        context |= {"crumbs": crumbs(page, [], itself=True)}
        return render(request, "discussions/conversation.html", {"panel": {"data": context}} | context)
    require("comment.add", request.user, page)
    form = CommentForm(request.POST, request.FILES).brings_files(may("page.edit", request.user, page))
    parent = _parent(page, request.POST.get("parent", ""))
    if parent is not None:
        form.begins_nothing()
    if form.is_valid():
        try:
            given = {name: form.cleaned_data[name] for name in ("text", "request_key")}
            given |= {"files": request.FILES.getlist("enclosed")}
            comment = domain.add(actor=request.user, page=page, parent=parent, passage=form.place(), **given)
            _tell_of_the_unable(request, comment)
            return back(page, comment.anchor, done=f"comment-{parent.key if parent else page.key}")
        except DeedError as refused:
            form.add_error(refused.field if refused.field in form.fields else "text", str(refused))
    return _write(request, page, form, parent, status=422)


@access(GET="person")
def reply(request: HttpRequest, key: str) -> HttpResponse:
    """The form to answer, with a quote if one asks for it."""
    comment = standing_or_404(request, key)
    require("comment.add", request.user, comment.page)
    text = words.quoted(comment) if "quote" in request.GET else ""
    first = {"text": text, "parent": comment.key, "request_key": uuid.uuid4().hex}
    form = CommentForm(initial=first).begins_nothing().brings_files(may("page.edit", request.user, comment.page))
    return _write(request, comment.page, form, comment)


@access(GET="person", POST="person")
def edit(request: HttpRequest, key: str) -> HttpResponse:
    comment = comment_or_404(request, key)
    require("comment.change", request.user, comment)
    form = CommentForm(request.POST or None, initial={"text": words.as_typed(comment.body)}).begins_nothing()
    form.brings_files(False)
    if request.method == "POST" and form.is_valid():
        try:
            comment = domain.change(actor=request.user, comment=comment, text=form.cleaned_data["text"])
            _tell_of_the_unable(request, comment)
            return back(comment.page, comment.anchor, done=f"edit-{comment.key}")
        except DeedError as refused:
            form.add_error("text", str(refused))
    return _write(request, comment.page, form, comment.parent, edited=comment, status=422 if form.errors else 200)


@access(GET="person", POST="person")
def delete(request: HttpRequest, key: str) -> HttpResponse:
    comment = comment_or_404(request, key)
    require("comment.remove", request.user, comment)
    if request.method == "POST":
        domain.take_back(actor=request.user, comment=comment)
        messages.success(request, _("Your comment is deleted."))
        return back(comment.page)
    context = {
        "question": _("Delete your comment?"),
        "text": _("Its words and their history go. Answers to it stay."),
        "yes": _("Delete"),
        "danger": True,
        "back_url": comment.get_absolute_url(),
    }
    return render(request, "humus/confirm.html", context)


def _write(
    request: HttpRequest,
    page: Page,
    form: CommentForm,
    parent: Comment | None,
    *,
    edited: Comment | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "parent": parent,
        "edited": edited,
        "guard": f"edit-{edited.key}" if edited else f"comment-{parent.key if parent else page.key}",
        "crumbs": crumbs(page, [], itself=True),
    }
    return render(request, "discussions/write.html", context, status=status)


def _parent(page: Page, key: str) -> Comment | None:
    found = Comment.objects.select_related("parent", "author").filter(key=key, page=page).first() if key else None
    return found if found and found.stands else None


def _tell_of_the_unable(request: HttpRequest, comment: Comment) -> None:
    for person in unable_to_read(comment):
        messages.warning(request, _("%(name)s may not see this page and is not told.") % {"name": person})
