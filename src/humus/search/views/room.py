"""The secretariat's part: what was sought in vain, and which page is shown first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.search import best_bets, rebuilding, seeking
from humus.search.forms import BestBetForm
from humus.search.models import BestBet

DAYS = (7, 30, 365)
SHOWN = 100


@access(GET="secretariat")
def sought(request: HttpRequest) -> HttpResponse:
    raw = request.GET.get("days", "")
    days = int(raw) if raw in {str(one) for one in DAYS} else 30
    context = {
        "rebuilding": rebuilding.under_way(),
        "days": days,
        "spans": DAYS,
        "vain": seeking.most_sought(days, in_vain=True)[:SHOWN],
        "most": seeking.most_sought(days, in_vain=False)[:SHOWN],
    }
    return render(request, "search/sought.html", context)


@access(GET="secretariat", POST="secretariat")
def bets(request: HttpRequest) -> HttpResponse:
    form = BestBetForm(request.POST or None, initial={"words": request.GET.get("words", "")})
    if request.method == "POST" and form.is_valid():
        best_bets.choose(actor=request.user, **form.cleaned_data)
        messages.success(request, _("This page is shown first from now on."))
        return redirect("best_bets")
    context = {"form": form, "bets": best_bets.every()}
    return render(request, "search/bets.html", context, status=422 if form.errors else 200)


@access(POST="secretariat")
def drop_bet(request: HttpRequest, pk: int) -> HttpResponse:
    best_bets.drop(actor=request.user, bet=get_object_or_404(BestBet.objects.select_related("page"), pk=pk))
    messages.success(request, _("This page is no longer shown first."))
    return redirect("best_bets")
