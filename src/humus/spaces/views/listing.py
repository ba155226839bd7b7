"""All spaces one may know of, by kind, one's own first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from humus.kit.accents import letters
from humus.kit.access import access
from humus.spaces import kinds
from humus.spaces.models import Space

MOST_FOUND = 10


def grouped(spaces: list[Space]) -> list[dict[str, Any]]:
    """Spaces under their kinds, in the order of the kinds; each kind by code, then by name."""
    groups = []
    for name, kind in kinds.KINDS.items():
        inside = sorted((s for s in spaces if s.kind == name), key=lambda s: (s.code, str(s).casefold()))
        if inside:
            groups.append({"name": name, "kind": kind, "spaces": inside})
    return groups


@access(GET="anyone")
def index(request: HttpRequest) -> HttpResponse:
    person = request.user
    known = Space.objects.known_to(person).with_role_of(person).with_people()
    archived = request.GET.get("archived") == "1"
    spaces = list(known.exclude(archived_at=None) if archived else known.current())
    for space in spaces:
        space.my_roles = role_labels(space)  # type: ignore[attr-defined]
    mine = sorted((s for s in spaces if s.my_roles), key=lambda s: str(s).casefold())  # type: ignore[attr-defined]
    context = {"mine": mine, "groups": grouped(spaces), "archived": archived}
    return render(request, "spaces/index.html", context)


@access(GET="anyone")
def find(request: HttpRequest) -> JsonResponse:
    """A few spaces by their names or codes, for fields that choose one."""
    words = letters(request.GET.get("q", "")[:60])
    spaces = Space.objects.visible_to(request.user).current() if words else ()
    named = [space for space in spaces if words in letters(f"{space} {space.code}")]
    named.sort(key=lambda space: (not letters(str(space)).startswith(words), str(space).casefold()))
    rows = [
        {"key": space.slug, "title": str(space), "space": str(space.behaviour.label)} for space in named[:MOST_FOUND]
    ]
    return JsonResponse({"results": rows})


def role_labels(space: Space) -> list[kinds.Label]:
    """What the person is there, of a space loaded ``with_role_of`` them."""
    roles = space.behaviour.roles
    return [roles[name].label for name in space.loaded_roles if name in roles]  # type: ignore[attr-defined]
