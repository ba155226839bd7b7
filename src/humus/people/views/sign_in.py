"""Around signing in: confirming it is you, the second factor, the first administrator."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core.internal.cryptokit import compare_user_code
from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.kit.observability import security
from humus.people import firstrun
from humus.people.adapters import local_path
from humus.people.forms import CodeForm
from humus.people.limits import too_many
from humus.people.second_factor import lacks_second_factor

PENDING = "confirm_by_code"
ROOM = "/secretariat/"
SECONDS, ATTEMPTS = 600, 3


def ask_again(request: HttpRequest, then: str) -> HttpResponse:
    """To the page where this person proves once more that it is them, and back to ``then``."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    return redirect(f"{methods[0]['url']}?{urlencode({'next': then})}")


@access(GET="person", POST="person")
def confirm_by_code(request: HttpRequest) -> HttpResponse:
    """A code sent to one's address, for people who have neither password nor second factor."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    if methods[0]["id"] != "code":
        return redirect(methods[0]["url"])
    then = local_path(request.POST.get("next") or request.GET.get("next", "")) or "/me/"
    if request.method == "POST" and "send" in request.POST:
        return send_code(request, then)
    pending = request.session.get(PENDING)
    form = CodeForm(request.POST if pending and request.method == "POST" else None)
    if pending and form.is_valid():
        if fits(request, pending, form.cleaned_data["code"]):
            record_authentication(request, request.user, method="code", reauthenticated=True)
            return resume_request(request) or redirect(then)
        security.note(request, "sign_in_failed")
        form.add_error("code", _("This code is wrong or too old."))
    context = {"form": form, "sent": PENDING in request.session, "then": then}
    return render(request, "people/confirm_by_code.html", context, status=422 if form.errors else 200)


def send_code(request: HttpRequest, then: str) -> HttpResponse:
    person: Any = request.user
    if not consume(request, action="request_login_code", key=person.email.lower()):
        return too_many(request)
    adapter = get_adapter(request)
    code = adapter.generate_login_code()
    request.session[PENDING] = {"code": code, "until": time.time() + SECONDS, "left": ATTEMPTS}
    adapter.send_mail("account/email/login_code", person.email, {"request": request, "code": code})
    return redirect(f"{request.path}?{urlencode({'next': then})}")


def fits(request: HttpRequest, pending: dict[str, Any], code: str) -> bool:
    """Compare, and use up one attempt: after the last one a new code is needed."""
    right = time.time() < pending["until"] and compare_user_code(actual=code, expected=pending["code"])
    pending["left"] -= 1
    if right or pending["left"] <= 0:
        request.session.pop(PENDING)
    else:
        request.session[PENDING] = pending
    return bool(right)


@access(GET="person")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is asked for, how to get one, and back to where one was going."""
    then = local_path(request.session.get("second_factor_next", "")) or "/me/"
    if not lacks_second_factor(request):
        request.session.pop("second_factor_next", None)
        return redirect(then)
    return render(request, "people/second_factor.html", {"then": then})


@access(GET="anyone", POST="person")
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    """The link printed at the first start; a used or replaced one is a page that does not exist."""
    if not firstrun.valid(token):
        raise Http404
    if request.method == "POST":
        try:
            firstrun.claim(actor=request.user, token=token)  # type: ignore[arg-type]
        except DeedError:
            raise Http404 from None
        request.session["second_factor_next"] = ROOM
        messages.success(request, _("You are the administrator now. Please set up a second factor."))
        return redirect("people_second_factor")
    return render(request, "people/first.html", {"here": request.path})
