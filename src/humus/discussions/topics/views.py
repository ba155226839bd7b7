"""The discussions of a space, a new one, votes and answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from humus.discussions.models import Topic
from humus.discussions.topics import domain, reading, voting
from humus.discussions.topics.forms import StartForm
from humus.discussions.views.finding import standing_or_404
from humus.kit import answering
from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.kit.numbers import whole
from humus.pages import domain as pages
from humus.pages.views.finding import page_or_404
from humus.spaces.finding import in_space
from humus.spaces.models import Space

PAGE = 30


@access(GET="object")
@in_space()
def index(request: HttpRequest, space: Space) -> HttpResponse:
    """The discussions of the space, the one last spoken in first."""
    show = request.GET.get("show", "")
    signed_in = request.user.is_authenticated
    names = {"": _("All"), "open": _("Open"), "answered": _("Answered")} | ({"mine": _("Mine")} if signed_in else {})
    page = Paginator(reading.listed(space, request.user, show), PAGE).get_page(request.GET.get("page"))
    page.object_list = reading.with_titles(page.object_list)
    context = {
        "space": space,
        "page": page,
        "show": show,
        "manages": signed_in and may("space.manage", request.user, space),
        "may_start": may("discussion.start", request.user, space),
        "written_to": answering.space_address(space.slug),
        "tabs": [{"label": label, "url": f"?show={name}", "current": name == show} for name, label in names.items()],
    }
    return render(request, "discussions/topics/index.html", context)


@access(GET="person", POST="person")
@in_space()
def new(request: HttpRequest, space: Space) -> HttpResponse:
    require("discussion.start", request.user, space)
    front = pages.front(space)
    names = f"{reverse('people_find')}?page={front.key}&groups" if front else ""
    options: dict[str, Any] = {"announce": may("discussion.announce", request.user, space), "names": names}
    form = StartForm(request.POST or None, initial={"kind": request.GET.get("kind", "talk")}, **options)
    if request.method == "POST" and form.is_valid():
        try:
            topic = domain.start_discussion(actor=request.user, space=space, **form.asked())
            messages.success(request, _("The discussion is open."))
            return redirect(f"{topic.page.get_absolute_url()}?said=discussion-{space.slug}")
        except DeedError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    context = {"space": space, "form": form}
    return render(request, "discussions/topics/new.html", context, status=422 if form.errors else 200)


def topic_or_404(request: HttpRequest, key: str) -> Topic:
    """The discussion of a page that the reader may see."""
    page = page_or_404(request, key)
    topic = Topic.objects.select_related("poll").filter(page=page).first() if page.kind == "discussion" else None
    if topic is None:
        raise Http404
    topic.page = page
    return topic


@access(POST="person")
def vote(request: HttpRequest, key: str) -> HttpResponse:
    """Give one's ballot, change it, take it back; or close the poll."""
    topic = topic_or_404(request, key)
    if topic.kind != "poll":
        raise Http404
    topic.poll.topic = topic
    try:
        if request.POST.get("deed") == "close":
            voting.close(actor=request.user, poll=topic.poll)
            messages.success(request, _("The poll is closed."))
        else:
            chosen = [] if request.POST.get("deed") == "withdraw" else _chosen(request)
            ballot = voting.vote(actor=request.user, poll=topic.poll, choices=chosen)
            messages.success(request, _("Your vote is counted.") if ballot else _("Your vote is taken back."))
    except DeedError as refused:
        messages.error(request, str(refused))
    return redirect(f"{topic.page.get_absolute_url()}#poll")


def _chosen(request: HttpRequest) -> list[int]:
    given = request.POST.getlist("choice")
    if not given:
        raise DeedError(_("Please choose something."))
    return [whole(one) for one in given]


@access(POST="person")
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Mark a comment as the answer, or take the mark away again."""
    comment = standing_or_404(request, key)
    topic = Topic.objects.filter(page=comment.page).first() if comment.page.kind == "discussion" else None
    if topic is None:
        raise Http404
    topic.page = comment.page
    try:
        if request.POST.get("deed") == "reopen":
            domain.reopen(actor=request.user, topic=topic)
            messages.success(request, _("The question is open again."))
        else:
            domain.accept(actor=request.user, topic=topic, comment=comment)
            messages.success(request, _("This is marked as the answer."))
    except DeedError as refused:
        messages.error(request, str(refused))
    return redirect(topic.page.get_absolute_url() + "#answer")
