"""What somebody sent after their session had ended: kept through the sign-in, then given back to be sent again."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

KEY = "kept_words"
SECONDS = 3600
MOST = 200_000
# Carried by a form, but not typed; and what must not be kept anywhere.
UNTYPED = frozenset({"csrfmiddlewaretoken", "next"})
SECRET = re.compile("password|^code$|token|secret", re.IGNORECASE)
# Where a single word is worth keeping; elsewhere a value that reads like a key is a button or a choice.
WRITTEN = frozenset({"title", "text", "body", "markdown", "note", "words", "statement", "reason", "name", "why"})
KEYLIKE = re.compile(r"[\w.:-]*")

Pairs = list[tuple[str, str]]


def sent(request: HttpRequest) -> Pairs:
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values if "\0" not in value]
    return [(name, value) for name, value in fields if name not in UNTYPED and not SECRET.search(name)]


def typed(pairs: Pairs) -> bool:
    return any(value.strip() and (name in WRITTEN or not KEYLIKE.fullmatch(value)) for name, value in pairs)


def keep(request: HttpRequest) -> bool:
    """Whether the words wait now in the session; not too many from one place."""
    pairs = sent(request)
    if not typed(pairs) or sum(len(name) + len(value) for name, value in pairs) > MOST:
        return False
    if not consume(request, action="keep_words"):
        return False
    files = sorted(request.FILES)
    request.session[KEY] = {"to": request.get_full_path(), "fields": pairs, "files": files, "at": time.time()}
    return True


def answer(request: HttpRequest) -> HttpResponse:
    """To a form whose sender is signed out: on to the sign-in with the words kept, or the words to be copied."""
    if keep(request):
        return redirect_to_login(reverse("people_kept"))
    pairs = sent(request)
    if not typed(pairs):
        return redirect_to_login("/")
    longest = max((value for _name, value in pairs), key=len)
    return render(request, "people/words_to_copy.html", {"words": longest, "login": settings.LOGIN_URL}, status=401)


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    found: dict[str, Any] | None = request.session.get(KEY)
    if found is not None and time.time() - found["at"] > SECONDS:
        drop(request)
        return None
    return found


def drop(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def arrived(request: HttpRequest) -> None:
    """The words are on their way again: whatever comes of it, the form itself shows them from now on."""
    if request.method == "POST" and request.session.get(KEY, {}).get("to") == request.get_full_path():
        drop(request)
