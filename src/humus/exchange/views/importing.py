"""Bring pages in: choose a file, see what it would become, say yes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from humus.exchange import bringing
from humus.exchange.into.places import PAGES
from humus.exchange.models import Parcel
from humus.exchange.views.parcels import own_or_404
from humus.kit.access import access, require
from humus.kit.errors import DeedError
from humus.pages import reading
from humus.pages.views.finding import page_or_404, shell


@access(GET="person", POST="person")
def bring(request: HttpRequest, key: str) -> HttpResponse:
    """A file that is refused is named with the reason; nothing has been made."""
    page = page_or_404(request, key)
    require("space.contribute", request.user, page.space)
    error = ""
    if request.method == "POST":
        try:
            uploaded = request.FILES.get("file")
            if uploaded is None:
                raise DeedError(_("Please choose a file."), field="file")
            return redirect(bringing.look(actor=request.user, page=page, uploaded=uploaded))
        except DeedError as refusal:
            error = str(refusal)
    context = shell(request, page) | {"error": error, "endings": ",".join((*PAGES, ".zip"))}
    context["parcels"] = Parcel.objects.of(request.user).at(page, "in")
    return render(request, "exchange/import.html", context, status=400 if error else 200)


@access(POST="person")
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Make the pages, or put the file away."""
    parcel = own_or_404(request, key)
    person: Any = request.user
    page = reading.find(person, pk=parcel.page_id)
    if request.POST.get("answer") == "undo":
        return _undo(request, parcel)
    if request.POST.get("answer") == "discard" or page is None:
        bringing.discard(actor=person, parcel=parcel)
        messages.success(request, _("Nothing was brought in."))
        return redirect(page.get_absolute_url() if page else "/")
    bringing.begin(actor=person, parcel=parcel, publish=request.POST.get("as") == "published")
    return redirect(parcel)


def _undo(request: HttpRequest, parcel: Parcel) -> HttpResponse:
    try:
        count = bringing.undo(actor=request.user, parcel=parcel)
    except DeedError as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext("%(n)d page is in the bin now.", "%(n)d pages are in the bin now.", count)
        messages.success(request, words % {"n": count})
    return redirect(parcel)
