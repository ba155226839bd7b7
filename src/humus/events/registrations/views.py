"""Registering for an event, with an account or by a link from a mail."""

from __future__ import annotations

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from humus.events.hours import in_zone
from humus.events.models import Admission, Event, Registration
from humus.events.registrations import domain, tokens
from humus.events.registrations.forms import AnswersForm, GuestForm
from humus.events.registrations.showing import standing
from humus.events.views.planning import find
from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.pages.reading import titled
from humus.people.limits import too_many


def _open_event(request: HttpRequest, key: str) -> tuple[Event, Admission]:
    event = find(request, key)
    admission = get_object_or_404(Admission, event=event)
    admission.event = event
    return event, admission


@access(GET="anyone", POST="anyone")
def register(request: HttpRequest, key: str) -> HttpResponse:
    """Members answer what is asked, if anything; others give an address, which a mail proves."""
    event, admission = _open_event(request, key)
    guest = not request.user.is_authenticated
    if guest and admission.who != "anyone":
        return redirect(f"{reverse('account_login')}?next={event.page.get_absolute_url()}")
    form = (GuestForm if guest else AnswersForm)(
        request.POST if request.method == "POST" else None, admission=admission
    )
    if form.is_valid():
        if guest and not _allowed(request, event, form):
            return too_many(request)
        try:
            return _ask(request, event, form) if guest else _register(request, event, form)
        except DeedError as error:
            form.add_error(None, str(error))
    context = {"form": form, "event": event, "page": event.page, "standing": standing(event, request.user)}
    context |= {"guest": guest, "admission": admission}
    return render(request, "events/registrations/register.html", context, status=422 if form.errors else 200)


def _allowed(request: HttpRequest, event: Event, form: GuestForm | AnswersForm) -> bool:
    """By the caller, by the address written to and by the event: nobody floods an inbox or a list."""
    return consume(request, action="event_registration", key=form.cleaned_data["email"].lower()) and consume(
        request, action="event_registrations", key=event.page.key
    )


def _register(request: HttpRequest, event: Event, form: AnswersForm) -> HttpResponse:
    row = domain.register(actor=request.user, event=event, answers=form.answers)
    said = (
        _("You are registered.") if row.state == "seated" else _("All places are taken. You are on the waiting list.")
    )
    messages.success(request, said)
    return redirect(event.page)


def _ask(request: HttpRequest, event: Event, form: AnswersForm) -> HttpResponse:
    given = {name: form.cleaned_data[name] for name in ("email", "name", "zone")}
    domain.ask(event=event, answers=form.answers, language=request.LANGUAGE_CODE, **given)
    context = {"event": event, "page": event.page, "email": given["email"]}
    return render(request, "events/registrations/asked.html", context)


@access(GET="person", POST="person")
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    event = find(request, key)
    row = get_object_or_404(Registration, admission__event=event, person=request.user, cancelled_at=None)
    if request.method == "POST":
        domain.cancel(registration=row)
        messages.success(request, _("Your registration is cancelled."))
        return redirect(event.page)
    context = {
        "question": _("Cancel your registration?"),
        "text": event.page.title,
        "yes": _("Cancel my registration"),
        "danger": True,
        "back_url": event.page.get_absolute_url(),
    }
    return render(request, "humus/confirm.html", context)


@never_cache
@access(GET="anyone", POST="anyone")
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One's own registration, for whoever has the mail: confirm, cancel, find the room. A look changes nothing."""
    row = found(token)
    event = row.admission.event
    error = ""
    if request.method == "POST":
        try:
            deed = domain.cancel if request.POST.get("deed") == "cancel" else domain.confirm
            deed(registration=row)
            return redirect(request.path)
        except DeedError as refused:
            error = str(refused)
    titled([event.page])
    context = {
        "registration": row,
        "event": event,
        "page": event.page,
        "admission": row.admission,
        "link": row.admission.shown_link if row.state == "seated" else "",
        "timetable": in_zone(event, row.own_zone),
        "token": token,
        "error": error,
    }
    response = render(request, "events/registrations/by_link.html", context, status=422 if error else 200)
    response["X-Robots-Tag"] = "noindex"
    return response


def found(token: str) -> Registration:
    row = tokens.registration_of(token)
    if row is None:
        raise Http404
    return row
