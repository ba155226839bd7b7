"""The register as a table, and two entries made one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit import spreadsheet
from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.organisations.domain import merging, tables
from humus.organisations.forms import TableForm
from humus.organisations.models import Organisation
from humus.people.countries import country_name


@access(GET="secretariat")
def written(request: HttpRequest) -> HttpResponse:
    return spreadsheet.download(tables.written(), "organisations")


@access(GET="secretariat", POST="secretariat")
def read(request: HttpRequest) -> HttpResponse:
    """First a dry run that says what would happen; then, on demand, all of it or nothing."""
    if request.method == "POST" and "apply" in request.POST:
        return apply(request, request.POST.get("text", ""))
    form = TableForm(request.POST or None, request.FILES or None)
    context = {"form": form, "columns": tables.COLUMNS}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["table"]
        plan = tables.read(text)
        context |= {"plan": plan, "text": text} | {kind: plan.count(kind) for kind in ("new", "changed", "same")}
    return render(request, "organisations/secretariat/import.html", context, status=422 if form.errors else 200)


def apply(request: HttpRequest, text: str) -> HttpResponse:
    try:
        plan = tables.apply(actor=request.user, text=text.replace("\r\n", "\n"))
    except DeedError as refusal:
        messages.error(request, str(refusal))
        return redirect("secretariat_import")
    done = {"new": plan.count("new"), "changed": plan.count("changed")}
    messages.success(request, _("The table is imported: %(new)s new, %(changed)s changed.") % done)
    return redirect("secretariat_organisations")


@access(GET="secretariat", POST="secretariat")
def merge(request: HttpRequest) -> HttpResponse:
    """Choose two, compare field by field, keep one."""
    standing = Organisation.objects.standing()
    wanted = request.POST if request.method == "POST" else request.GET
    kept = standing.filter(slug=wanted.get("kept", "")).first()
    gone = standing.filter(slug=wanted.get("gone", "")).first()
    if request.method == "POST" and kept and gone:
        taken = [field for field in merging.FIELDS if request.POST.get(field) == "gone"]
        try:
            merging.merge(actor=request.user, survivor=kept, other=gone, taken=taken)
        except DeedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Merged. The old address leads to the entry that was kept."))
            return redirect("secretariat_organisation", slug=kept.slug)
    context = {
        "kept": kept,
        "gone": gone if gone != kept else None,
        "same": bool(kept and kept == gone),
        "all": standing.order_by("name").only("slug", "name", "acronym"),
        "rows": compared(kept, gone) if kept and gone and kept != gone else [],
        "moves": merging.preview(gone) if gone else [],
    }
    return render(request, "organisations/secretariat/merge.html", context)


def said(entry: Organisation, name: str) -> object:
    """A field in words."""
    known = {"description": entry.summary, "category": entry.category_label}
    known["country"] = country_name(entry.country) if entry.country else ""
    return known.get(name, getattr(entry, name))


def compared(kept: Organisation, gone: Organisation) -> list[dict[str, object]]:
    rows = []
    for name in merging.FIELDS:
        label = Organisation._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        values = [said(entry, name) for entry in (kept, gone)]
        if values[0] or values[1]:
            row = {"name": name, "label": label, "kept": values[0], "gone": values[1]}
            rows.append(row | {"differs": str(values[0]) != str(values[1]), "take": not values[0]})
    return rows
