"""What comes, and what was."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from humus.events.kinds import EVENT_KINDS
from humus.events.models import Event
from humus.events.reading import listed, upcoming
from humus.events.views.planning import open_spaces
from humus.kit.access import access

MOST = 100
PAGE = 20


@access(GET="anyone")
def index(request: HttpRequest) -> HttpResponse:
    """Upcoming events, the next one large, then the archive by year."""
    person = request.user
    kind = request.GET.get("kind", "")
    limits = {"kind": kind} if kind in EVENT_KINDS else {}
    coming = upcoming(person, most=MOST, **limits)
    first = next((event for event in coming if not event.cancelled), None)
    past = Event.objects.visible_to(person).filter(**limits).past()
    page = Paginator(past, PAGE).get_page(request.GET.get("page"))
    page.object_list = listed(page.object_list, person)
    context = {
        "next": first,
        "coming": [event for event in coming if event is not first],
        "past": page,
        "kinds": [{"name": name, "label": label, "current": name == kind} for name, label in EVENT_KINDS.items()],
        "kind": kind,
        "may_plan": person.is_authenticated and bool(open_spaces(person)),
    }
    return render(request, "events/index.html", context)
