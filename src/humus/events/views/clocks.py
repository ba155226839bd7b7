"""How far the clocks of a zone are from UTC and how it is called, for devices whose own table may be old."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control

from humus.kit.access import access
from humus.kit.zone_field import zone_place

MOST = 200


@access(GET="anyone")
@cache_control(private=True, max_age=3600)
def offsets(request: HttpRequest) -> HttpResponse:
    """``?zone=America/Havana&at=SECONDS,SECONDS``: minutes from UTC by each moment, and the zone's name; nothing
    for an unknown zone. The answer is kept an hour: a page in another language asks at another address (``in``)."""
    zone = request.GET.get("zone", "")
    asked = request.GET.get("at", "").split(",")[:MOST]
    if zone not in available_timezones():
        return JsonResponse({})
    clock = ZoneInfo(zone)
    # Ten digits of seconds end in the year 2286.
    moments = [text for text in asked if text.isascii() and text.isdecimal() and len(text) < 11]
    offsets = {text: _minutes(int(text), clock) for text in moments}
    return JsonResponse({"offsets": offsets, "place": zone_place(zone)})


def _minutes(seconds: int, place: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(seconds, UTC).astimezone(place).utcoffset()
    return int(offset.total_seconds()) // 60 if offset else 0
