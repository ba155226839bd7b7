"""The secretariat's screens: what came in, what was held and why."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from humus.incoming import domain
from humus.incoming.models import IncomingMail
from humus.incoming.opening import Letter, Unreadable, opened
from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.kit.richtext import BadDocument

FOLDERS = (("held", gettext_noop("Held")), ("done", gettext_noop("Taken")), ("refused", gettext_noop("Not taken")))
PAGE = 50


@access(GET="secretariat")
def mails(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("folder", "held")
    found = IncomingMail.objects.in_folder(chosen).select_related("person").defer("message")
    tabs = [{"label": _(label), "url": f"?folder={name}", "current": name == chosen} for name, label in FOLDERS]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "incoming/mails.html", {"page": page, "tabs": tabs})


@access(GET="secretariat")
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The words are shown while somebody has to decide; what was taken is read where it went."""
    found = get_object_or_404(IncomingMail.objects.select_related("person", "settled_by"), pk=pk)
    open_ = found.state in domain.OPEN
    letter: Letter | None = None
    with suppress(Unreadable, BadDocument):
        letter = opened(bytes(found.message)) if open_ else None
    return render(request, "incoming/mail.html", {"mail": found, "letter": letter, "open": open_})


@access(POST="secretariat")
def release(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(IncomingMail.objects.defer("message"), pk=pk)
    try:
        domain.release(actor=request.user, mail=found)
        messages.success(request, _("The mail is let in."))
    except DeedError as error:
        messages.error(request, str(error))
        return redirect("incoming_mail", pk=pk)
    return redirect("incoming_mails")


@access(POST="secretariat")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(IncomingMail.objects.defer("message"), pk=pk)
    try:
        domain.discard(actor=request.user, mail=found)
        messages.success(request, _("The mail is discarded."))
    except DeedError as error:
        messages.error(request, str(error))
    return redirect("incoming_mails")
