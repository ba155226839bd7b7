"""Where the secretariat adds a category or a region and retires one that nothing uses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.organisations import categories, regions, wording
from humus.organisations.domain import terms


@access(GET="secretariat", POST="secretariat")
def new_category(request: HttpRequest) -> HttpResponse:
    return new(request, "category", "secretariat_categories", wording.NewCategoryForm)


@access(GET="secretariat", POST="secretariat")
def new_region(request: HttpRequest) -> HttpResponse:
    return new(request, "region", "secretariat_regions", wording.NewTermForm)


def new(request: HttpRequest, name: str, back: str, kind: Any) -> HttpResponse:
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = terms.add(actor=request.user, name=name, **form.cleaned_data)
        except DeedError as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("“%(name)s” is offered from now on.") % {"name": row})
            return redirect(back)
    context = {"form": form, "back": back}
    return render(request, f"organisations/secretariat/new_{name}.html", context, status=422 if form.errors else 200)


@access(POST="secretariat")
def category(request: HttpRequest, key: str) -> HttpResponse:
    if categories.find(key) is None:
        raise Http404
    return settle(request, "category", key, "secretariat_categories")


@access(POST="secretariat")
def region(request: HttpRequest, key: str) -> HttpResponse:
    if not regions.known(key):
        raise Http404
    return settle(request, "region", key, "secretariat_regions")


def settle(request: HttpRequest, name: str, key: str, back: str) -> HttpResponse:
    """Retire it, or bring it back."""
    deed = terms.bring_back if "back" in request.POST else terms.retire
    try:
        deed(actor=request.user, name=name, key=key)
    except DeedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("It is offered again.") if "back" in request.POST else _("It is no longer offered.")
        )
    return redirect(back)
