"""Take a page out, alone or with the pages below it."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.exchange import carrying, gathering
from humus.exchange.models import Parcel
from humus.exchange.out import FORMATS
from humus.kit.access import access
from humus.kit.downloads import disposition
from humus.kit.errors import DeedError
from humus.pages.models import Page
from humus.pages.views.finding import asked_language, page_or_404, shell

Answer = TypeVar("Answer", bound=HttpResponseBase)


@access(GET="object", POST="object")
def export(request: HttpRequest, key: str) -> HttpResponse:
    """Few pages are answered with the file; many go to the worker, for people who are signed in."""
    page = page_or_404(request, key)
    error = ""
    if request.method == "POST":
        try:
            return _answer(request, page)
        except DeedError as refusal:
            error = str(refusal)
    context = shell(request, page) | {
        "formats": FORMATS,
        "chosen": request.POST.get("format") or next(iter(FORMATS)),
        "with_tree": request.POST.get("tree") == "on",
        "below": gathering.below(request.user, page).count(),
        "language": asked_language(request),
        "at_once": carrying.AT_ONCE,
        "parcels": _parcels(request, page),
        "error": error,
    }
    return render(request, "exchange/export.html", context, status=400 if error else 200)


def _parcels(request: HttpRequest, page: Page) -> list[Parcel]:
    """What the worker made or makes for this person, by the name of its format as long as it has none of its own."""
    found = list(Parcel.objects.of(request.user).at(page, "out")) if request.user.is_authenticated else []
    for parcel in found:
        parcel.name = parcel.name or str(FORMATS[parcel.choices["format"]].label)
    return found


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    kind, tree, language = request.POST.get("format", ""), request.POST.get("tree") == "on", asked_language(request)
    if kind not in FORMATS:
        raise DeedError(_("Please choose a format."), field="format")
    person: Any = request.user
    total = gathering.counted(person, page, tree=tree)
    if total <= carrying.AT_ONCE:
        made, notices = carrying.take_out(actor=person, page=page, kind=kind, tree=tree, language=language)
        if person.is_authenticated:
            for notice in notices[:5]:
                messages.warning(request, notice)
        return handed(HttpResponse(made.content, content_type=made.media_type), made.name)
    if not person.is_authenticated:
        raise DeedError(_("Please sign in to take so many pages out at once."), field="tree")
    choices = {"format": kind, "tree": tree, "language": language, "interface": get_language() or "en"}
    parcel = carrying.order(actor=person, page=page, choices=choices, total=total)
    return redirect(parcel.get_absolute_url())


def handed(response: Answer, name: str) -> Answer:
    """A download, never shown in place."""
    response["Content-Disposition"] = disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
