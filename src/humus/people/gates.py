"""Gates that depend on who is asking; see ``kit.access``."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from humus.kit.access import gate
from humus.kit.observability import security
from humus.people import kept_words
from humus.people.second_factor import lacks_second_factor


@gate("person")
def signed_in(request: HttpRequest) -> HttpResponse | None:
    if request.user.is_authenticated:
        kept_words.arrived(request)
        return None
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        security.note(request, "session_over")
    if request.method == "POST" and request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=401)
    return kept_words.answer(request) if request.method == "POST" else redirect_to_login(request.get_full_path())


def _staff(request: HttpRequest, right: str) -> HttpResponse | None:
    """Who lacks the role gets the answer of a page that does not exist."""
    if not getattr(request.user, right):
        if request.method == "POST" and settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_anonymous:
            kept_words.keep(request)
        raise Http404
    kept_words.arrived(request)
    if not lacks_second_factor(request):
        return None
    if request.method == "GET":
        request.session["second_factor_next"] = request.get_full_path()
    return redirect("people_second_factor")


@gate("secretariat")
def secretariat(request: HttpRequest) -> HttpResponse | None:
    return _staff(request, "is_secretariat")


@gate("administrator")
def administrator(request: HttpRequest) -> HttpResponse | None:
    return _staff(request, "is_administrator")


@gate("bureau")
def bureau(request: HttpRequest) -> HttpResponse | None:
    return _staff(request, "is_bureau")
