"""Where the secretariat sets the words and rules of the register."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.organisations import categories as catalogue
from humus.organisations import regions as places
from humus.organisations import settled
from humus.organisations import wording as forms
from humus.organisations.models import Organisation, RegisterSetting, RegisterTerm


@access(GET="secretariat", POST="secretariat")
def declaration(request: HttpRequest) -> HttpResponse:
    return screen(request, "declaration", forms.DeclarationForm)


@access(GET="secretariat", POST="secretariat")
def categories(request: HttpRequest) -> HttpResponse:
    return screen(request, "categories", forms.CategoriesForm)


@access(GET="secretariat", POST="secretariat")
def regions(request: HttpRequest) -> HttpResponse:
    return screen(request, "regions", forms.RegionsForm)


def screen(request: HttpRequest, name: str, kind: Any) -> HttpResponse:
    """Show what is in force, or write what was sent; earlier rows stay as history."""
    if request.method == "POST" and "usual" in request.POST:
        settled.settle(actor=request.user, name=name, value={})
        messages.success(request, _("What came with the software is in force again."))
        return redirect(f"secretariat_{name}")
    form = kind.shown(request.POST or None)
    if request.method == "POST" and form.is_valid():
        changed = settled.settle(actor=request.user, name=name, value=form.value())
        messages.success(request, _("Saved. It holds from now on.") if changed else _("Nothing was changed."))
        return redirect(f"secretariat_{name}")
    rows = RegisterSetting.objects.filter(name=name).select_related("set_by")[:10]
    context = {"form": form, "rows": rows, "own": bool(settled.values().get(name)), "terms": listed(name)}
    status = 422 if form.errors else 200
    return render(request, f"organisations/secretariat/{name}.html", context, status=status)


def listed(name: str) -> list[dict[str, Any]]:
    """Each category or region with how much is in it, the retired ones last."""
    kind = {"categories": "category", "regions": "region"}.get(name)
    if kind is None:
        return []
    label = catalogue.label if kind == "category" else places.region_label
    current = catalogue.every() if kind == "category" else places.every()
    counts = used(kind)
    rows = [{"key": key, "label": label(key), "count": counts.get(key, 0), "retired": None} for key in current]
    gone = RegisterTerm.objects.filter(list=kind).exclude(retired_at=None).select_related("retired_by")
    return rows + [{"key": row.key, "label": label(row.key), "count": 0, "retired": row} for row in gone]


def used(kind: str) -> dict[str, int]:
    """Organisations of each category, countries of each region."""
    if kind == "region":
        return dict(Counter(places.places().values()))
    return dict(Organisation.objects.standing().order_by().values_list("category").annotate(n=Count("pk")))
