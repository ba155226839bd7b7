"""Streams of what happened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from humus.activity.stream import stream
from humus.kit.access import access, may
from humus.kit.numbers import whole
from humus.people.models import Person
from humus.spaces.finding import in_space
from humus.spaces.models import Space


@access(GET="anyone")
def site(request: HttpRequest) -> HttpResponse:
    return _shown(request, "activity/site.html", {})


@access(GET="object")
@in_space()
def in_one_space(request: HttpRequest, space: Space) -> HttpResponse:
    manages = request.user.is_authenticated and may("space.manage", request.user, space)
    return _shown(request, "activity/space.html", {"space": space, "manages": manages}, space=space)


@access(GET="object")
def by_person(request: HttpRequest, key: str) -> HttpResponse:
    """What somebody of the directory did, as far as the reader may see where."""
    whose = get_object_or_404(Person.objects.visible_to(request.user), key=key)
    return _shown(request, "activity/person.html", {"whose": whose}, actor=whose)


def _shown(request: HttpRequest, template: str, context: dict[str, Any], **of: Any) -> HttpResponse:
    before = request.GET.get("before", "")
    found = stream(request.user, before=whole(before), **of)
    return render(request, template, context | {"stream": found, "later": bool(before)})
