"""The register, for the secretariat: enter, affiliate, prove, nominate, merge, tables, stated figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.organisations import directory
from humus.organisations.domain import colleagues as people
from humus.organisations.domain import register
from humus.organisations.forms import AffiliationForm, DomainForm, OrganisationForm, UntilForm
from humus.organisations.models import Affiliation, Colleague, EmailDomain, Organisation
from humus.people import facets
from humus.people.responses import arrived


@access(GET="secretariat")
def organisations(request: HttpRequest) -> HttpResponse:
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    known = Organisation.objects.filter(merged_into=None)
    shown = known.exclude(removed_at=None) if state == "struck" else known.filter(removed_at=None)
    if state == "unknown":
        shown = shown.filter(category="") | shown.filter(country="")
    named = facets.like(shown, words, "name", "acronym", "other_names")
    page = Paginator(facets.by_name(named.with_affiliations()), 50).get_page(request.GET.get("page"))
    directory.worded(page)
    labels = (("", _("In the register")), ("unknown", _("Category or country not known")), ("struck", _("Struck off")))
    tabs = [{"label": label, "url": f"?state={key}", "current": key == state} for key, label in labels]
    context = {"page": page, "words": words, "state": state, "tabs": tabs}
    return render(request, "organisations/secretariat/organisations.html", context)


@access(GET="secretariat", POST="secretariat")
def enter(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, request.FILES or None)
    alike: Any = []
    if request.method == "POST" and form.is_valid():
        alike = register.alike(form.cleaned_data["name"])
        if not alike or "anyway" in request.POST:
            entry = register.enter(actor=request.user, fields=form.values())
            messages.success(request, _("The entry is made."))
            return arrived("secretariat_organisation", slug=entry.slug)
    context = {"form": form, "alike": alike}
    return render(request, "organisations/secretariat/enter.html", context, status=422 if form.errors else 200)


def found(slug: str) -> Organisation:
    return get_object_or_404(Organisation, slug=slug, merged_into=None)


@access(GET="secretariat")
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, found(slug))


def show(request: HttpRequest, entry: Organisation, **more: Any) -> HttpResponse:
    rows = entry.colleagues.filter(ended_at=None).select_related("person").order_by("-role", "asked_at")
    context = {
        "entry": entry,
        "affiliations": entry.affiliations.select_related("decided_by"),
        "people": rows,
        "domains": entry.domains.select_related("verified_by"),
        "affiliation_form": AffiliationForm(),
        "until": UntilForm(),
        "domain_form": DomainForm(),
        "merged": entry.merged.all(),
    }
    status = 422 if more else 200
    return render(request, "organisations/secretariat/organisation.html", context | more, status=status)


def attempt(request: HttpRequest, entry: Organisation, deed: Callable[..., Any], **known: Any) -> HttpResponse:
    try:
        deed(actor=request.user, **known)
    except DeedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("secretariat_organisation", slug=entry.slug)


@access(POST="secretariat")
def affiliate(request: HttpRequest, slug: str) -> HttpResponse:
    entry, form = found(slug), AffiliationForm(request.POST)
    if not form.is_valid():
        return show(request, entry, affiliation_form=form)
    return attempt(request, entry, register.record_affiliation, organisation=entry, **form.cleaned_data)


@access(POST="secretariat")
def end_affiliation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    entry, form = found(slug), UntilForm(request.POST)
    row = get_object_or_404(Affiliation, pk=pk, organisation=entry)
    until = form.cleaned_data["until"] if form.is_valid() else timezone.localdate()
    return attempt(request, entry, register.end_affiliation, affiliation=row, until=until)


@access(POST="secretariat")
def domain(request: HttpRequest, slug: str) -> HttpResponse:
    """Prove a domain, or drop the one named."""
    entry = found(slug)
    if "drop" in request.POST:
        row = get_object_or_404(EmailDomain, domain=request.POST["drop"], organisation=entry)
        return attempt(request, entry, people.drop_domain, domain=row)
    form = DomainForm(request.POST)
    if not form.is_valid():
        return show(request, entry, domain_form=form)
    return attempt(request, entry, people.prove_domain, organisation=entry, **form.cleaned_data)


@access(POST="secretariat")
def nominate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    entry = found(slug)
    row = get_object_or_404(Colleague, pk=pk, organisation=entry, ended_at=None)
    return attempt(request, entry, people.nominate, colleague=row, focal="focal" in request.POST)


@access(POST="secretariat")
def strike(request: HttpRequest, slug: str) -> HttpResponse:
    entry = found(slug)
    if "back" in request.POST:
        return attempt(request, entry, register.bring_back, organisation=entry)
    return attempt(request, entry, register.strike_off, organisation=entry, reason=request.POST.get("reason", "")[:500])


@access(GET="secretariat")
def colleagues(request: HttpRequest) -> HttpResponse:
    rows = Colleague.objects.waiting().select_related("person", "organisation").order_by("asked_at")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "organisations/secretariat/colleagues.html", {"page": page})
