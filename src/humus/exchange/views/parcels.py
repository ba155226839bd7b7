"""A parcel on its way: how far it is, what could not be kept, and the file or the pages; for its owner alone."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from humus.exchange.models import KEPT_FOR, Parcel
from humus.exchange.views.exporting import handed
from humus.kit.access import access
from humus.pages import domain, reading
from humus.pages.models import Page


def own_or_404(request: HttpRequest, key: str) -> Parcel:
    parcel = Parcel.objects.of(request.user).filter(key=key).first()
    if parcel is None:
        raise Http404
    return parcel


@access(GET="person")
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Loaded again by itself while the worker is busy; no script is needed."""
    parcel = own_or_404(request, key)
    page: Any = reading.find(request.user, pk=parcel.page_id)
    if page is None:
        raise Http404
    reading.text_of(page)
    context = {"parcel": parcel, "page": page, "until": parcel.created_at + KEPT_FOR}
    if parcel.way == "in":
        context |= {"shown": _branches(parcel.choices.get("shown", [])), "made": _made(request.user, parcel)}
        context["reviewed"] = domain.is_reviewed(page)
    response = render(request, "exchange/parcel.html", context)
    if parcel.running:
        response["Refresh"] = "2"
    return response


def _branches(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines with depths, as branches."""
    top: list[dict[str, Any]] = []
    way = [top]
    for line in lines:
        del way[line["depth"] + 1 :]
        branch = line | {"below": []}
        way[-1].append(branch)
        way.append(branch["below"])
    return top


def _made(person: Any, parcel: Parcel) -> list[dict[str, str]]:
    """The topmost of the pages that were made, as far as the person may still see them; drafts open for writing."""
    tops = parcel.choices.get("tops", {})
    pages = (
        Page.objects.visible_to(person)
        .filter(key__in=tops)
        .exclude(status="binned")
        .select_related("space")
        .order_by("path")
    )
    return [
        {
            "title": tops[page.key],
            "url": f"{page.short_url}edit/" if page.status == "draft" else page.get_absolute_url(),
        }
        for page in pages
    ]


@access(GET="person")
def fetch(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file, as long as its owner may still see the page it was made from."""
    parcel = own_or_404(request, key)
    if parcel.state != "done" or parcel.way != "out" or reading.find(request.user, pk=parcel.page_id) is None:
        raise Http404
    response = FileResponse(parcel.stored.open("rb"), content_type=parcel.choices["media_type"])
    response["Content-Length"] = str(parcel.choices["size"])
    return handed(response, parcel.name)
