"""Making one account of two, for the secretariat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access, require
from humus.kit.errors import DeedError
from humus.kit.formats import joined
from humus.people import countries, expertise, merging
from humus.people.facets import like
from humus.people.models import Person
from humus.people.views.secretariat import found

SOME = 12


@access(GET="secretariat", POST="secretariat")
def merge(request: HttpRequest, key: str) -> HttpResponse:
    """Find the other account, see what would move, then make them one."""
    kept = found(request, key)
    require("person.merge", request.user, kept)
    wanted = (request.POST if request.method == "POST" else request.GET).get("gone", "")
    gone = found(request, wanted) if wanted else None
    unsure = request.method == "POST" and "sure" not in request.POST
    if request.method == "POST" and gone and not unsure:
        try:
            merging.merge(actor=request.user, kept=kept, gone=gone)
        except DeedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The two accounts are one. Both addresses were told by mail."))
            return redirect("secretariat_account", key=kept.key)
    words = request.GET.get("q", "").strip()
    others = like(Person.objects.filter(erased_at=None).exclude(pk=kept.pk), words, "name", "email")[:SOME]
    context = {
        "kept": kept,
        "gone": gone,
        "words": words,
        "twins": [] if words else merging.likely_twins(kept),
        "others": others if words else [],
        "rows": compared(kept, gone) if gone else [],
        "moves": merging.preview(gone) if gone else [],
        "unsure": unsure,
    }
    return render(request, "people/secretariat/merge.html", context, status=422 if unsure else 200)


# How the entries of a field that is a list are called.
NAMED: dict[str, Callable[[str], str]] = {"languages": countries.language_name, "expertise": expertise.label}


def said(person: Person, field: str) -> str:
    value: Any = getattr(person, field)
    if field in NAMED:
        return joined(NAMED[field](one) for one in value)
    if field == "country":
        return countries.country_name(value) if value else ""
    return _("there is one") if field == "photo" and value else str(value or "")


def compared(kept: Person, gone: Person) -> list[dict[str, Any]]:
    rows = []
    for field in merging.FIELDS:
        label: Any = Person._meta.get_field(field).verbose_name  # type: ignore[union-attr]
        values = said(kept, field), said(gone, field)
        if any(values):
            rows.append({"label": label, "kept": values[0], "gone": values[1], "taken": not values[0]})
    return rows
