"""Searches that a person keeps."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.search import saving
from humus.search.models import SavedSearch


@access(GET="person", POST="person")
def saved(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        query = request.POST.get("query", "")
        try:
            saving.keep(actor=request.user, query=query)
            messages.success(request, _("The search is kept. You see here what is new in it."))
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
    """Let a search go, or take its news as seen."""
    one = get_object_or_404(SavedSearch, pk=pk, person=request.user)
    if request.POST.get("deed") == "seen":
        saving.looked_at(actor=request.user, saved=one)
    else:
        saving.let_go(actor=request.user, saved=one)
        messages.success(request, _("The search is no longer kept."))
    return redirect("saved_searches")
