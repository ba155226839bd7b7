"""From an address to a space, through the person; an earlier address leads to today's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from humus.spaces.models import Space

View = Callable[..., HttpResponse]


def in_space(*, known: bool = False) -> Callable[[View], View]:
    """Hand the view the space instead of its slug, or answer 404; ``known`` also finds those one only knows by name."""

    def decorate(view: View) -> View:
        @wraps(view)
        def found(request: HttpRequest, slug: str, **arguments: Any) -> HttpResponse:
            through = Space.objects.known_to(request.user) if known else Space.objects.visible_to(request.user)
            space = through.with_role_of(request.user).filter(slug=slug).first()
            if space is not None:
                return view(request, space, **arguments)
            moved = through.filter(former_slugs__slug=slug).first()
            if moved is None or request.method not in ("GET", "HEAD"):
                raise Http404
            rest = request.get_full_path().removeprefix(f"/s/{slug}/")
            return redirect(moved.get_absolute_url() + rest, permanent=False)

        return found

    return decorate
