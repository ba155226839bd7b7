"""My conversations, one of them, a first message, and who may write to me."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.messaging import domain, reading
from humus.messaging.forms import LetterboxForm, MessageForm
from humus.messaging.models import Exchange, Letterbox
from humus.people.models import Block, Person

PAGE = 30


@access(GET="person")
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(reading.exchanges(request.user), PAGE).get_page(request.GET.get("page"))
    page.object_list = reading.with_others(page.object_list)
    box = Letterbox.objects.filter(person=request.user).first() or Letterbox(person=request.user)  # type: ignore[misc]
    return render(request, "messaging/index.html", {"page": page, "box": box})


@access(GET="person", POST="person")
def letterbox(request: HttpRequest) -> HttpResponse:
    box = Letterbox.objects.filter(person=request.user).first()
    form = LetterboxForm(request.POST or None, instance=box)
    if request.method == "POST" and form.is_valid():
        domain.set_letterbox(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The settings are saved."))
        return redirect("messages")
    return render(request, "messaging/letterbox.html", {"form": form}, status=422 if form.errors else 200)


@access(GET="person", POST="person")
def exchange(request: HttpRequest, key: str) -> HttpResponse:
    """All that was said, and a form to answer where that is open."""
    found = get_object_or_404(Exchange.objects.of(request.user), key=key)
    other = reading.other_of(found, request.user)
    form = _form(request)
    if request.method == "POST" and other is not None:
        require("message.send", request.user, other)
        if _sent(request, form, other):
            return redirect(f"{found.get_absolute_url()}?said=message-{found.key}#last")
    said = reading.last_messages(found)
    if said and request.method == "GET":
        domain.look(actor=request.user, exchange=found, last=said[-1].pk)
    context: dict[str, Any] = {"exchange": found, "other": other, "form": form, "said": said[-reading.SHOWN :]}
    context["more"] = len(said) > reading.SHOWN
    context["open"] = other is not None and may("message.send", request.user, other)
    context["blocked"] = Block.objects.filter(person=request.user, blocked=other).exists()
    return render(request, "messaging/exchange.html", context, status=422 if form.errors else 200)


@access(GET="person", POST="person")
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """A first message to somebody of the directory, or to whom one shares a space with."""
    other = get_object_or_404(reading.known(request.user), key=key)
    require("message.send", request.user, other)
    known = domain.exchange_of(request.user, other)
    if known is not None and request.method == "GET":
        return redirect(known)
    form = _form(request)
    if request.method == "POST" and (message := _sent(request, form, other)):
        return redirect(f"{message.exchange.get_absolute_url()}?said=message-{other.key}#last")
    return render(request, "messaging/begin.html", {"other": other, "form": form}, status=422 if form.errors else 200)


def _form(request: HttpRequest) -> MessageForm:
    return MessageForm(request.POST or None, initial={"request_key": uuid.uuid4().hex})


def _sent(request: HttpRequest, form: MessageForm, to: Person) -> Any:
    if not form.is_valid():
        return None
    try:
        return domain.send(actor=request.user, to=to, **form.cleaned_data)
    except DeedError as refused:
        form.add_error("text", str(refused))
        return None
