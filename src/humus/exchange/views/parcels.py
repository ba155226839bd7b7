"""A parcel on its way: how far it is, what could not be kept, and the file; for its owner alone."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from humus.exchange.models import KEPT_FOR, Parcel
from humus.exchange.views.exporting import handed
from humus.kit.access import access
from humus.pages import reading


def _own(request: HttpRequest, key: str) -> Parcel:
    parcel = Parcel.objects.of(request.user).filter(key=key).first()
    if parcel is None:
        raise Http404
    return parcel


@access(GET="person")
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Loaded again by itself while the worker is busy; no script is needed."""
    parcel = _own(request, key)
    page: Any = reading.find(request.user, pk=parcel.page_id)
    if page is None:
        raise Http404
    reading.text_of(page)
    context = {"parcel": parcel, "page": page, "until": parcel.created_at + KEPT_FOR}
    response = render(request, "exchange/parcel.html", context)
    if parcel.running:
        response["Refresh"] = "2"
    return response


@access(GET="person")
def fetch(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file, as long as its owner may still see the page it was made from."""
    parcel = _own(request, key)
    if parcel.state != "done" or parcel.way != "out" or reading.find(request.user, pk=parcel.page_id) is None:
        raise Http404
    response = FileResponse(parcel.stored.open("rb"), content_type=parcel.choices["media_type"])
    response["Content-Length"] = str(parcel.choices["size"])
    return handed(response, parcel.name)
