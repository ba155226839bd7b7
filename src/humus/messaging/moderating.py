"""Show a message to the secretariat; what the secretariat sees of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.messaging import domain, reading
from humus.messaging.forms import ComplaintForm
from humus.messaging.models import Complaint, Exchange, Message


@access(GET="person", POST="person")
def report(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    exchange = get_object_or_404(Exchange.objects.of(request.user), key=key)
    message = get_object_or_404(Message.objects.filter(exchange=exchange), pk=pk)
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            domain.complain(actor=request.user, message=message, why=form.cleaned_data["why"])
            messages.success(request, _("Thank you. The secretariat will read it."))
            return redirect(exchange)
        except DeedError as refused:
            form.add_error(None, str(refused))
    shown = {
        "question": _("Report this message?"),
        "yes": pgettext("deed", "Report"),
        "form": form,
        "back_url": exchange.get_absolute_url(),
    }
    shown["text"] = _("The secretariat then reads this message and the few beside it, nothing else: “%(text)s”") % {
        "text": message.text[:200]
    }
    return render(request, "humus/confirm.html", shown, status=422 if form.errors else 200)


@access(GET="secretariat")
def waiting(request: HttpRequest) -> HttpResponse:
    return render(request, "messaging/queue.html", {"rows": reading.waiting()})


@access(POST="secretariat")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    domain.settle(actor=request.user, complaint=get_object_or_404(Complaint, pk=pk))
    messages.success(request, _("Settled."))
    return redirect("secretariat_messages")
