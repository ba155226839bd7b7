"""Plan an event, change its facts, take it into a calendar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from humus.events import domain
from humus.events.forms import EventForm, NewEventForm
from humus.events.models import Event
from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.pages.models import Proposal
from humus.pages.reading import text_of
from humus.pages.views.writing import done
from humus.spaces.models import Space


def open_spaces(person: object) -> list[Space]:
    """Where the person may add an event."""
    spaces = Space.objects.visible_to(person).current().with_role_of(person)
    return sorted((space for space in spaces if may("space.contribute", person, space)), key=str)


@access(GET="person", POST="person")
def new(request: HttpRequest) -> HttpResponse:
    spaces = open_spaces(request.user)
    start = {"space": request.GET.get("space", ""), "zone": request.user.time_zone or "UTC"}  # type: ignore[union-attr]
    form = NewEventForm(request.POST or None, spaces=spaces, initial=start)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("space", "title", "text")}
        language = request.LANGUAGE_CODE  # type: ignore[attr-defined]
        try:
            event = domain.plan(actor=request.user, language=language, save_facts=form.save_for, **words)
            if isinstance(event, Proposal):
                return done(request, event)
            messages.success(request, _("The event is announced."))
            return redirect(event.page)
        except DeedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    context = {"form": form, "spaces": spaces}
    return render(request, "events/new.html", context, status=422 if form.errors else 200)


def find(request: HttpRequest, key: str) -> Event:
    events = Event.objects.visible_to(request.user).select_related("page__space")
    event = get_object_or_404(events, page__key=key)
    text_of(event.page)
    return event


@access(GET="object", POST="object")
def change(request: HttpRequest, key: str) -> HttpResponse:
    event = find(request, key)
    require("page.edit", request.user, event.page)
    form = EventForm(request.POST or None, instance=Event.objects.get(pk=event.pk))
    return changed_by(request, event, form, title=_("Change day or place"))


def changed_by(request: HttpRequest, event: Event, form: Any, *, title: str, note: str = "") -> HttpResponse:
    """A form about an event: shown, refused with what was typed, or saved as a new version of its page."""
    if request.method == "POST" and form.is_valid():
        try:
            made = domain.change(actor=request.user, event=event, save_facts=form.save_for, note=note)
            if isinstance(made, Proposal):
                return done(request, made)
            messages.success(request, _("The event is changed."))
            return redirect(made.page)
        except DeedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    context = {"form": form, "event": event, "page": event.page, "title": title}
    return render(request, "events/change.html", context, status=422 if form.errors else 200)


@access(GET="anyone")
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    # Only this view needs the library and its eighty modules.
    from humus.events.icalendar_file import file_of

    event = find(request, key)
    text = getattr(event.page, "shown_text", None)
    file = file_of([event], texts={event.pk: text.plain if text else ""})
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event.page.slug}.ics"'
    return response
