"""The calendar of the site, of a space, and one's own; each as a month and as a list, in the reader's zone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.events import dates
from humus.events.calendars.entries import between, entries, in_scope, vague
from humus.events.calendars.month import Month, by_day, weekdays
from humus.kit.access import access
from humus.kit.zone_field import zone_choices
from humus.spaces.models import Space

VIEWS = ("month", "agenda")


def zone_of(request: HttpRequest) -> str:
    """The zone asked for, else that of the account, else what the browser said of itself, else UTC."""
    person: Any = request.user
    for zone in (request.GET.get("zone", ""), person.time_zone, request.COOKIES.get("zone", "")):
        if zone in available_timezones():
            return zone
    return "UTC"


@access(GET="anyone")
def site(request: HttpRequest) -> HttpResponse:
    events = in_scope(request.user)
    return _drawn(request, events, {"title": _("Calendar"), "feed_url": reverse("calendar_file")})


@access(GET="anyone")
def of_space(request: HttpRequest, slug: str) -> HttpResponse:
    space = get_object_or_404(Space.objects.visible_to(request.user), slug=slug)
    feed = reverse("space_calendar_file", args=[slug]) if space.visibility == "public" else ""
    known = {"title": _("Calendar of %(space)s") % {"space": space.title}, "space": space, "feed_url": feed}
    return _drawn(request, in_scope(request.user, space=space), known)


@access(GET="person")
def mine(request: HttpRequest) -> HttpResponse:
    return _drawn(request, in_scope(request.user, mine=True), {"title": _("My calendar"), "mine": True})


def _drawn(request: HttpRequest, events: Any, known: dict[str, Any]) -> HttpResponse:
    zone = zone_of(request)
    today = dates.day_of(timezone.now(), zone)
    month = Month.of(request.GET.get("month", ""), today)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "month"
    found = between(events, month.first, month.after, zone)
    lines = entries(found, month.first, month.after, zone)
    kept = {"zone": request.GET["zone"]} if request.GET.get("zone") == zone else {}
    context = {
        "month": month,
        "weeks": month.weeks(lines, today),
        "weekdays": weekdays(),
        "days": by_day(lines, today),
        "vague": vague(found, month.first, month.after),
        "view": view,
        "zone": zone,
        "zones": zone_choices(also=zone),
        "tabs": [{"name": name, "query": _query(month.first, name, kept)} for name in VIEWS],
        "before": _query(month.before, view, kept),
        "after": _query(month.after, view, kept),
        "now": _query(today, view, kept),
        "guess": not request.user.is_authenticated and not request.GET.get("zone"),
    }
    return render(request, "events/calendars/calendar.html", context | known)


def _query(month: Any, view: str, kept: dict[str, str]) -> str:
    return urlencode({"month": f"{month:%Y-%m}", "view": view} | kept)
