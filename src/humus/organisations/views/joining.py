"""Becoming a partner, for the applicant."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.kit.access import access, require
from humus.kit.errors import DeedError
from humus.organisations import declaration, letters
from humus.organisations.domain import joining as deeds
from humus.organisations.forms import AnswerForm, ApplicationForm
from humus.organisations.models import Application
from humus.people import files
from humus.people.countries import country_name
from humus.people.responses import arrived

PAPERS = {"declaration", "proof"}


@access(GET="anyone", POST="person")
def start(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return redirect(deeds.begin(actor=request.user, language=get_language() or "en"))
    mine = Application.objects.visible_to(request.user).filter(applicant_id=request.user.pk).order_by("-created_at")
    return render(request, "organisations/joining/start.html", {"mine": mine, "tongues": declaration.tongues()})


def found(request: HttpRequest, key: str) -> Application:
    return get_object_or_404(Application.objects.visible_to(request.user), key=key)


def own(request: HttpRequest, key: str) -> Application:
    application = found(request, key)
    if application.applicant_id != request.user.pk:
        raise Http404
    return application


@access(GET="person", POST="person")
def application(request: HttpRequest, key: str) -> HttpResponse:
    row = own(request, key)
    if request.method == "POST":
        return save(request, row)
    if row.state in ("draft", "question"):
        return show(request, row, ApplicationForm(application=row))
    return show(request, row, None)


def show(request: HttpRequest, row: Application, form: ApplicationForm | None, **more: Any) -> HttpResponse:
    notes = row.notes.exclude(kind="internal").select_related("author")
    context = {
        "application": row,
        "country": country_name(row.country) if row.country else "",
        "form": form,
        "notes": notes,
        "answer": AnswerForm(),
        "tongues": declaration.tongues(),
    } | more
    bad = (form and form.errors) or ("answer" in more)
    return render(request, "organisations/joining/application.html", context, status=422 if bad else 200)


def save(request: HttpRequest, row: Application) -> HttpResponse:
    """Keep everything that is sound, name the rest; hand in where that is asked for and nothing lacks."""
    require("application.edit", request.user, row)
    form = ApplicationForm(request.POST, request.FILES, application=row)
    form.is_valid()
    try:
        row = deeds.save_draft(actor=request.user, application=row, fields=form.values())
        if "hand_in" in request.POST:
            for field, words in deeds.missing(row).items():
                if field not in form.errors:
                    form.add_error(field, words)
            if not form.errors and row.state == "draft":
                deeds.hand_in(actor=request.user, application=row)
                messages.success(request, _("Your application is with the Bureau. You see here how it goes on."))
                return arrived(row)
    except DeedError as refusal:
        form.add_error(None, str(refusal))
    if form.errors:
        return show(request, row, form)
    messages.success(request, _("Saved. You can go on later."))
    return arrived(row)


@access(POST="person")
def answer(request: HttpRequest, key: str) -> HttpResponse:
    row, form = own(request, key), AnswerForm(request.POST)
    if form.is_valid():
        try:
            deeds.answer(actor=request.user, application=row, **form.cleaned_data)
        except DeedError as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return show(request, row, ApplicationForm(application=row), answer=form)
    messages.success(request, _("Your answer is with the Bureau."))
    return arrived(row)


@access(POST="person")
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    row = own(request, key)
    deeds.withdraw(actor=request.user, application=row)
    messages.success(request, _("The application is withdrawn."))
    return redirect("join_partner")


@access(GET="object")
def paper(request: HttpRequest, key: str, which: str) -> FileResponse:
    """A paper of the application: for the applicant and the Bureau, as a download only."""
    row = found(request, key)
    if which == "logo" and row.logo:
        return files.picture(row.logo)
    if which not in PAPERS or not getattr(row, which):
        raise Http404
    return files.attachment(getattr(row, which), f"{which}-{row.key}.pdf")


def decided(request: HttpRequest, key: str) -> Application:
    row = found(request, key)
    if row.state not in ("accepted", "declined"):
        raise Http404
    return row


@access(GET="object")
def letter(request: HttpRequest, key: str) -> HttpResponse:
    row = decided(request, key)
    context = {"application": row, "letter": letters.letter(row)}
    return render(request, "organisations/joining/letter.html", context)


@access(GET="object")
def letter_pdf(request: HttpRequest, key: str) -> HttpResponse:
    row = decided(request, key)
    response = HttpResponse(letters.pdf(row), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="letter-{row.key}.pdf"'
    response["Content-Security-Policy"] = files.SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response
