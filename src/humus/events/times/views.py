"""Ask a group for a time, answer, choose."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from humus.events.models import TimePoll
from humus.events.times import domain
from humus.events.times.forms import TimePollForm
from humus.events.times.showing import best, lines
from humus.events.views.planning import open_spaces
from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.kit.numbers import whole

MOST = 50


@access(GET="person")
def index(request: HttpRequest) -> HttpResponse:
    polls = TimePoll.objects.visible_to(request.user).select_related("space", "event__page__space").order_by("-pk")
    found = list(polls[:MOST])
    context = {
        "open": [poll for poll in found if poll.chosen_at is None],
        "chosen": [poll for poll in found if poll.chosen_at is not None],
        "may_ask": bool(open_spaces(request.user)),
    }
    return render(request, "events/times/index.html", context)


@access(GET="person", POST="person")
def new(request: HttpRequest) -> HttpResponse:
    spaces = open_spaces(request.user)
    start = {
        "space": request.GET.get("space", ""),
        "zone": request.user.time_zone or "UTC",
        "minutes": 60,
        "tell": True,
    }
    form = TimePollForm(request.POST or None, spaces=spaces, initial=start)
    if request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "slots"}
        try:
            poll = domain.ask(actor=request.user, **fields)
            messages.success(request, _("The group is asked."))
            return redirect(poll)
        except DeedError as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "spaces": spaces}
    return render(request, "events/times/new.html", context, status=422 if form.errors else 200)


def find(request: HttpRequest, key: str) -> TimePoll:
    polls = TimePoll.objects.visible_to(request.user).select_related("space", "asked_by", "event__page__space")
    return get_object_or_404(polls, key=key)


@access(GET="person", POST="person")
def poll(request: HttpRequest, key: str) -> HttpResponse:
    asked = find(request, key)
    error = ""
    if request.method == "POST":
        typed = {name.removeprefix("slot-"): value for name, value in request.POST.items() if name.startswith("slot-")}
        values = {whole(number): str(value) for number, value in typed.items()}
        try:
            domain.answer(actor=request.user, poll=asked, values=values)
            messages.success(request, _("Your answers are kept."))
            return redirect(asked)
        except DeedError as refused:
            error = str(refused)
    found = lines(asked, request.user)
    context = {
        "poll": asked,
        "lines": found,
        "best": best(found) if asked.chosen_at is None else None,
        "chosen": asked.event.begins_at if asked.event else None,
        "may_choose": asked.chosen_at is None and may("time.choose", request.user, asked),
        "error": error,
    }
    return render(request, "events/times/poll.html", context, status=409 if error else 200)


@access(POST="person")
def choose(request: HttpRequest, key: str) -> HttpResponse:
    asked = find(request, key)
    require("time.choose", request.user, asked)
    slot = asked.slots.filter(pk=whole(request.POST.get("slot", ""))).first()
    if slot is None:
        messages.error(request, _("Choose one of the proposed times."))
        return redirect(asked)
    slot.poll = asked
    try:
        event = domain.choose(actor=request.user, poll=asked, slot=slot)
    except DeedError as refused:
        messages.error(request, str(refused))
        return redirect(asked)
    messages.success(request, _("The event is announced."))
    return redirect(event.page)
