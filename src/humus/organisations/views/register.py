"""The directory of organisations, one entry, and its own people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.organisations import directory, worldmap
from humus.organisations.domain import colleagues as deeds
from humus.organisations.domain import register as entries
from humus.organisations.forms import AskForm, OrganisationForm, ReasonForm
from humus.organisations.models import Colleague, Organisation, StatedFigure
from humus.people import facets, files
from humus.people.countries import country_name
from humus.people.models import Person
from humus.people.responses import arrived


@access(GET="anyone")
def organisations(request: HttpRequest) -> HttpResponse:
    words, chosen = request.GET.get("q", "").strip(), request.GET.get("country", "").upper()
    fields = ("name", "acronym", "city", "other_names")
    named = facets.like(Organisation.objects.standing(), words, *fields, country="country")
    narrowed = facets.narrow(request, named, directory.FACETS)
    page = Paginator(facets.by_name(narrowed.found.with_affiliations()), 24).get_page(request.GET.get("page"))
    places: list[Any] = next((facet["choices"] for facet in narrowed.facets if facet["name"] == "country"), [])
    urls = {place["value"]: place["url"] for place in places}
    counts = [(place["value"], place["count"]) for place in places if isinstance(place["count"], int)]
    directory.worded(page)
    figure = StatedFigure.objects.newest("partners")
    context = narrowed.context() | {
        "page": page,
        "words": words,
        "total": page.paginator.count,
        "map": worldmap.context(counts, lambda code: urls[code], chosen),
        "counters": directory.counters(),
        "figure": figure,
    }
    return render(request, "organisations/directory.html", context)


@access(GET="anyone")
def find(request: HttpRequest) -> JsonResponse:
    """A few entries by their names, for fields that choose one."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    named = facets.like(Organisation.objects.standing(), words, "name", "acronym", "other_names") if words else ()
    rows = [
        {"key": one.key, "title": one.name, "space": country_name(one.country) if one.country else ""}
        for one in named[:10]
    ]
    return JsonResponse({"results": rows})


def found(request: HttpRequest, slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)


def survivor(organisation: Organisation) -> Organisation:
    while organisation.merged_into:
        organisation = organisation.merged_into
    return organisation


@access(GET="anyone")
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    entry = found(request, slug)
    if entry.merged_into_id:
        return redirect("organisation", slug=survivor(entry).slug, permanent=True)
    return show(request, entry)


def show(request: HttpRequest, entry: Organisation, form: AskForm | None = None) -> HttpResponse:
    rows = entry.colleagues.confirmed().select_related("person").order_by("-role", "person__name")
    agreed = Person.objects.listed().filter(shown__contains=["organisations"])
    mine = None
    if request.user.is_authenticated:
        mine = entry.colleagues.filter(person_id=request.user.pk, ended_at=None).first()
    context = {
        "entry": entry,
        "country": country_name(entry.country) if entry.country else "",
        "affiliations": entry.affiliations.select_related("decided_by"),
        "agreements": entry.agreements.all(),
        "people": rows.filter(person__in=agreed),
        "mine": mine,
        "form": form or AskForm(),
        "may_edit": may("organisation.edit", request.user, entry),
        "waiting": entry.colleagues.waiting().count() if may("organisation.colleagues", request.user, entry) else 0,
    }
    return render(request, "organisations/organisation.html", context, status=422 if form and form.errors else 200)


@access(GET="object")
def logo(request: HttpRequest, slug: str) -> FileResponse:
    entry = found(request, slug)
    if not entry.logo:
        raise Http404
    return files.picture(entry.logo)


@access(GET="person", POST="person")
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    entry = found(request, slug)
    require("organisation.edit", request.user, entry)
    own = not request.user.is_secretariat  # type: ignore[union-attr]
    form = OrganisationForm(request.POST or None, request.FILES or None, organisation=entry, own=own)
    if request.method == "POST" and form.is_valid():
        try:
            entries.edit(actor=request.user, organisation=entry, fields=form.values())
        except DeedError as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The entry is saved."))
            return arrived(entry)
    context = {"form": form, "entry": entry}
    return render(request, "organisations/edit.html", context, status=422 if form.errors else 200)


@access(POST="person")
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    entry, form = found(request, slug), AskForm(request.POST)
    if not form.is_valid():
        return show(request, entry, form)
    try:
        row = deeds.ask(actor=request.user, organisation=entry, **form.cleaned_data)
    except DeedError as refusal:
        messages.error(request, str(refusal))
    else:
        confirmed = _("Your address proves it: you are confirmed as a colleague.")
        waiting = _("Your request is sent. A focal point or the secretariat confirms it.")
        messages.success(request, confirmed if row.confirmed_at else waiting)
    return redirect(entry)


@access(POST="person")
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    entry = found(request, slug)
    row = get_object_or_404(Colleague, organisation=entry, person_id=request.user.pk, ended_at=None)
    deeds.end(actor=request.user, colleague=row)
    messages.success(request, _("You are no longer shown with this organisation."))
    return redirect(entry)


@access(GET="person")
def colleagues(request: HttpRequest, slug: str) -> HttpResponse:
    """For focal points and the secretariat: who asks, who is confirmed."""
    entry = found(request, slug)
    require("organisation.colleagues", request.user, entry)
    return show_colleagues(request, entry)


def show_colleagues(request: HttpRequest, entry: Organisation, **more: Any) -> HttpResponse:
    rows = entry.colleagues.filter(ended_at=None).select_related("person", "confirmed_by").order_by("asked_at")
    context = {
        "entry": entry,
        "waiting": [row for row in rows if not row.confirmed_at],
        "confirmed": [row for row in rows if row.confirmed_at],
        "form": ReasonForm(),
    }
    status = 422 if "form" in more else 200
    return render(request, "organisations/colleagues.html", context | more, status=status)


@access(POST="person")
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm, or decline or end with a reason."""
    entry = found(request, slug)
    require("organisation.colleagues", request.user, entry)
    row = get_object_or_404(entry.colleagues.filter(ended_at=None), pk=pk)
    form = ReasonForm(request.POST)
    try:
        if "confirm" in request.POST:
            deeds.confirm(actor=request.user, colleague=row)
        elif form.is_valid():
            deeds.end(actor=request.user, colleague=row, **form.cleaned_data)
        else:
            return show_colleagues(request, entry, form=form, about=row)
    except DeedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done. The person is told by mail."))
    return redirect("organisation_colleagues", slug=slug)
