"""Searches that a person keeps."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.search import saving, watching
from humus.search.models import SavedSearch

DEEDS: dict[str, tuple[Callable[..., None], str | Promise]] = {
    "seen": (saving.looked_at, ""),
    "watch": (watching.watch, gettext_lazy("You are told when a page comes to fit this search.")),
    "unwatch": (watching.unwatch, gettext_lazy("You are no longer told of this search; it is still kept.")),
    "drop": (saving.let_go, gettext_lazy("The search is no longer kept.")),
}


@access(GET="person", POST="person")
def saved(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        query = request.POST.get("query", "")
        try:
            kept = saving.keep(actor=request.user, query=query)
            messages.success(request, _("The search is kept. You see here what is new in it."))
            if "watch" in request.POST:
                watching.watch(actor=request.user, saved=kept)
        except DeedError as refused:
            messages.error(request, str(refused))
        return redirect("saved_searches")
    return render(request, "search/saved.html", {"kept": saving.with_news(request.user)})


@access(GET="person")
def open_saved(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the results."""
    one = get_object_or_404(SavedSearch, pk=pk, person=request.user)
    return redirect(f"{reverse('search')}?{one.query}")


@access(POST="person")
def change_saved(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a search go, take its news as seen, be told of them or no more."""
    one = get_object_or_404(SavedSearch, pk=pk, person=request.user)
    deed, said = DEEDS.get(request.POST.get("deed", ""), DEEDS["drop"])
    try:
        deed(actor=request.user, saved=one)
        if said:
            messages.success(request, str(said))
    except DeedError as refused:
        messages.error(request, str(refused))
    return redirect("saved_searches")
