"""The Bureau's queue of applications."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.organisations.domain import joining as deeds
from humus.organisations.domain import register
from humus.organisations.forms import DecisionForm, QuestionForm, RemarkForm
from humus.organisations.models import Application
from humus.people.countries import country_name
from humus.people.responses import arrived


def tabs() -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        ("", _("Waiting for the Bureau"), ("submitted",)),
        ("question", _("Waiting for an answer"), ("question",)),
        ("decided", _("Decided"), ("accepted", "declined", "withdrawn")),
    ]


@access(GET="bureau")
def queue(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("state", "")
    states = next((states for key, _label, states in tabs() if key == wanted), ("submitted",))
    rows = Application.objects.visible_to(request.user).filter(state__in=states).select_related("applicant")
    if wanted == "decided":
        rows = rows.order_by("-decided_at", "-created_at")
    shown = [{"label": label, "url": f"?state={key}", "current": key == wanted} for key, label, _states in tabs()]
    applications = list(rows[:200])
    for row in applications:
        row.country_name = country_name(row.country)
    context = {"applications": applications, "tabs": shown}
    return render(request, "organisations/secretariat/queue.html", context)


def found(request: HttpRequest, key: str) -> Application:
    rows = (
        Application.objects.visible_to(request.user).exclude(state="draft").select_related("applicant", "organisation")
    )
    return get_object_or_404(rows, key=key)


@access(GET="bureau")
def application(request: HttpRequest, key: str) -> HttpResponse:
    return show(request, found(request, key))


def show(request: HttpRequest, row: Application, **more: Any) -> HttpResponse:
    context = {
        "application": row,
        "country": country_name(row.country),
        "notes": row.notes.select_related("author"),
        "may_decide": may("application.decide", request.user, row),
        "question": QuestionForm(),
        "remark": RemarkForm(),
        "decision": DecisionForm(alike=register.alike(row.name)),
    }
    return render(request, "organisations/secretariat/application.html", context | more, status=422 if more else 200)


@access(POST="bureau")
def ask(request: HttpRequest, key: str) -> HttpResponse:
    row, form = found(request, key), QuestionForm(request.POST)
    require("application.decide", request.user, row)
    if form.is_valid():
        return done(request, row, lambda: deeds.ask(actor=request.user, application=row, **form.cleaned_data))
    return show(request, row, question=form)


@access(POST="bureau")
def remark(request: HttpRequest, key: str) -> HttpResponse:
    row, form = found(request, key), RemarkForm(request.POST)
    require("application.decide", request.user, row)
    if form.is_valid():
        return done(request, row, lambda: deeds.remark(actor=request.user, application=row, **form.cleaned_data))
    return show(request, row, remark=form)


@access(POST="bureau")
def decide(request: HttpRequest, key: str) -> HttpResponse:
    row = found(request, key)
    require("application.decide", request.user, row)
    form = DecisionForm(request.POST, alike=register.alike(row.name))
    if form.is_valid():
        accept = "accept" in request.POST
        try:
            deeds.decide(actor=request.user, application=row, accept=accept, **form.cleaned_data)
        except DeedError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Decided. The applicant is told by mail and finds the letter."))
            return arrived("secretariat_application", key=key)
    return show(request, row, decision=form)


def done(request: HttpRequest, row: Application, deed: Any) -> HttpResponse:
    try:
        deed()
    except DeedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return arrived("secretariat_application", key=row.key)
