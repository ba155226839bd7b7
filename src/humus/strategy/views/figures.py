"""The figures of one objective with their history, and the form for a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.pages.models import Page
from humus.pages.reading import text_of
from humus.strategy import domain
from humus.strategy.figures import in_words
from humus.strategy.forms import FigureForm
from humus.strategy.models import Objective


def find(request: HttpRequest, key: str) -> Objective:
    pages = Page.objects.visible_to(request.user).select_related("space")
    page = get_object_or_404(pages, key=key, kind="objective")
    objective = get_object_or_404(Objective.objects.select_related("goal"), page=page)
    objective.page = page
    text_of(page)
    return objective


@access(GET="anyone")
def history(request: HttpRequest, key: str) -> HttpResponse:
    objective = find(request, key)
    rows = list(objective.figures.select_related("recorded_by").prefetch_related("replaced_by").order_by("-pk"))
    for row in rows:
        row.said = in_words([row]) if row.value is not None else ""  # type: ignore[attr-defined]
        row.standing = not row.replaced_by.all()  # type: ignore[attr-defined]
    edits = request.user.is_authenticated and may("page.edit", request.user, objective.page)
    context = {"objective": objective, "page": objective.page, "rows": rows, "may_record": edits}
    return render(request, "strategy/history.html", context)


@access(GET="object", POST="object")
def record(request: HttpRequest, key: str) -> HttpResponse:
    objective = find(request, key)
    require("page.edit", request.user, objective.page)
    chosen = request.GET.get("replaces", "")
    known = chosen.isdecimal() and len(chosen) < 19
    old = objective.figures.current().filter(pk=int(chosen)).first() if known else None
    start = {name: getattr(old, name) for name in FigureForm.base_fields if name != "replaces"} if old else {}
    start["replaces"] = [old.pk] if old else []
    form = FigureForm(request.POST or None, objective=objective, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            domain.record_figure(actor=request.user, objective=objective, **form.cleaned_data)
            messages.success(request, _("The figure is recorded."))
            return redirect("figures", key=key)
        except DeedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    context = {"objective": objective, "page": objective.page, "form": form}
    return render(request, "strategy/record.html", context, status=422 if form.errors else 200)
