"""The administrator's screens: what goes out, and by which server."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.notifications import domain, returning, signing
from humus.notifications.forms import MailServerForm
from humus.notifications.models import MailServer, OutgoingMail, ReturnedAddress
from humus.people.models import Person

FOLDERS = (("waiting", gettext_noop("Waiting")), ("sent", gettext_noop("Sent")), ("failed", gettext_noop("Failed")))
PAGE = 50


@access(GET="administrator")
def outbox(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("folder", "waiting")
    mails = OutgoingMail.objects.in_folder(chosen).defer("message", "text")
    tabs = [{"label": _(label), "url": f"?folder={name}", "current": name == chosen} for name, label in FOLDERS]
    page = Paginator(mails, PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/outbox.html", {"page": page, "tabs": tabs, "server": MailServer.current()})


@access(GET="administrator")
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a mail is shown only where no server takes it: it may hold another person's sign-in code."""
    found = get_object_or_404(OutgoingMail.objects.defer("message"), pk=pk)
    readable = MailServer.current() is None
    return render(request, "notifications/mail.html", {"mail": found, "readable": readable})


@access(POST="administrator")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(OutgoingMail, pk=pk)
    try:
        domain.send_again(actor=request.user, mail=found)
        messages.success(request, _("The mail waits to be sent again."))
    except DeedError as error:
        messages.error(request, str(error))
    return redirect("outgoing_mail", pk=pk)


@access(GET="secretariat", POST="secretariat")
def returned(request: HttpRequest) -> HttpResponse:
    """Addresses that are written to no more, and the word that opens one again."""
    if request.method == "POST":
        if returning.write_again(actor=request.user, address=request.POST.get("address", "")):
            messages.success(request, _("Mails go there again."))
        return redirect("returned_addresses")
    page = Paginator(ReturnedAddress.objects.closed(), PAGE).get_page(request.GET.get("page"))
    known = Person.objects.annotate(low=Lower("email")).filter(low__in=[row.address for row in page])
    people = {person.low: person for person in known}
    rows = [{"row": row, "person": people.get(row.address)} for row in page]
    return render(request, "notifications/returned.html", {"page": page, "rows": rows})


@access(GET="administrator", POST="administrator")
def server(request: HttpRequest) -> HttpResponse:
    current = MailServer.current()
    form = MailServerForm(request.POST or None, instance=current)
    if request.method == "POST" and form.is_valid():
        word = form.cleaned_data["password"]
        domain.set_server(actor=request.user, server=form.save(commit=False), password=word)
        messages.success(request, _("The mail server is saved. Test it now."))
        return redirect("mail_server")
    context = {"form": form, "server": current, "signature": signature(current)}
    return render(request, "notifications/server.html", context, status=422 if form.errors else 200)


def signature(server: MailServer | None) -> dict[str, str]:
    """What to publish so that others can check our signature; why there is none where the key is bad."""
    try:
        key = signing.key()
    except signing.BadKey as bad:
        return {"trouble": str(bad)}
    domain_of = server.sender.rpartition("@")[2] if server else ""
    return {"name": key.name(domain_of), "record": key.record} if key and domain_of else {}


@access(POST="administrator")
def test(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    try:
        domain.test_server(actor=person)
        messages.success(request, _("The server took a test mail to %s. Look whether it arrives.") % person.email)
    except DeedError as error:
        messages.error(request, str(error))
    return redirect("mail_server")
