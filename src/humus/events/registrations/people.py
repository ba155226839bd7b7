"""For whoever runs the event: settings, who comes, who came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from humus.events.models import Admission, Registration
from humus.events.registrations import domain, table
from humus.events.registrations.forms import AdmissionForm
from humus.events.views.planning import find
from humus.kit import spreadsheet
from humus.kit.access import access, require
from humus.kit.errors import DeedError


@access(GET="object", POST="object")
def settings(request: HttpRequest, key: str) -> HttpResponse:
    event = find(request, key)
    require("event.run", request.user, event)
    known = Admission.objects.filter(event=event).first()
    form = AdmissionForm(request.POST or None, instance=known, event=event)
    if request.method == "POST" and form.is_valid():
        domain.open_(actor=request.user, event=event, **form.cleaned_data)
        messages.success(request, _("Registration is open.") if known is None else _("Saved."))
        return redirect(event.page)
    context = {"form": form, "event": event, "page": event.page, "known": known}
    return render(request, "events/registrations/settings.html", context, status=422 if form.errors else 200)


@access(GET="object", POST="object")
def people(request: HttpRequest, key: str) -> HttpResponse:
    """Who comes, in the order of asking; tick who was there."""
    event = find(request, key)
    require("event.run", request.user, event)
    if request.method == "POST":
        present, of = set(request.POST.getlist("present")), set(request.POST.getlist("shown"))
        try:
            number = domain.mark(actor=request.user, event=event, present=present, of=of)
            words = ngettext("%(n)d person was there.", "%(n)d people were there.", number) % {"n": number}
            messages.success(request, words)
        except DeedError as refused:
            messages.error(request, str(refused))
        return redirect(request.path)
    rows = _rows(event)
    context: dict[str, Any] = {
        "event": event,
        "page": event.page,
        "seated": [row for row in rows if row.state == "seated"],
        "waiting": [row for row in rows if row.state == "waiting"],
        "admission": Admission.objects.filter(event=event).first(),
    }
    return render(request, "events/registrations/people.html", context)


def _rows(event: Any) -> list[Registration]:
    rows = Registration.objects.filter(admission__event=event).active().select_related("person")
    return list(rows.order_by("confirmed_at", "pk"))


@access(POST="object")
def people_table(request: HttpRequest, key: str) -> HttpResponse:
    event = find(request, key)
    require("event.run", request.user, event)
    text = table.written(actor=request.user, event=event, rows=_rows(event))
    return spreadsheet.download(text, event.page.slug)
