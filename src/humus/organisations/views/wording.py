"""Where the secretariat sets the words and rules of the register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.organisations import settled
from humus.organisations import wording as forms
from humus.organisations.models import RegisterSetting


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
    context = {"form": form, "rows": rows, "own": bool(settled.values().get(name))}
    status = 422 if form.errors else 200
    return render(request, f"organisations/secretariat/{name}.html", context, status=status)
