"""Figures that the Initiative states of itself: read by everyone, recorded and corrected by the secretariat."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.organisations.domain import figures as deeds
from humus.organisations.forms import CorrectionForm, FigureForm
from humus.organisations.models import StatedFigure


@access(GET="anyone")
def stated(request: HttpRequest) -> HttpResponse:
    rows = StatedFigure.objects.select_related("corrected_by")
    return render(request, "organisations/stated.html", {"figures": rows})


@access(GET="secretariat", POST="secretariat")
def figures(request: HttpRequest) -> HttpResponse:
    form = FigureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        deeds.state(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("secretariat_figures")
    rows = StatedFigure.objects.select_related("corrected_by", "recorded_by")
    context = {"form": form, "figures": rows, "may_correct": True}
    return render(request, "organisations/secretariat/figures.html", context, status=422 if form.errors else 200)


@access(GET="secretariat", POST="secretariat")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    figure = get_object_or_404(StatedFigure.objects.standing(), pk=pk)
    form = CorrectionForm(request.POST or None, initial={name: getattr(figure, name) for name in CorrectionForm.KEPT})
    if request.method == "POST" and form.is_valid():
        try:
            deeds.correct(actor=request.user, figure=figure, **form.said())
        except DeedError as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("The figure is corrected. The earlier one stays in the history."))
            return redirect("secretariat_figures")
    context = {"form": form, "figure": figure}
    return render(request, "organisations/secretariat/correct.html", context, status=422 if form.errors else 200)
