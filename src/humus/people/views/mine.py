"""My own things: home, profile, security, data, leaving."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.people import domain, erasure, export, sections
from humus.people.adapters import confirmed_lately
from humus.people.forms import EraseForm, ProfileForm
from humus.people.responses import arrived
from humus.people.views.sign_in import ask_again


@access(GET="person")
def home(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    missing = [
        label
        for label, value in ((_("your country"), person.country), (_("your expertise"), person.expertise))
        if not value
    ]
    return render(
        request, "people/home.html", {"sections": sections.draw(sections.HOME, person, person), "missing": missing}
    )


@access(GET="person", POST="person")
def profile(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    form = ProfileForm(request.POST or None, request.FILES or None, person=person)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        if "photo" not in form.changed_data:
            del fields["photo"]
        domain.edit_profile(actor=person, person=person, fields=fields)
        messages.success(request, _("Your profile is saved."))
        if fields.get("photo") and not person.shows("photo"):
            messages.info(request, _("Only you see your photo. Tick “photo” under “What others see” to show it."))
        return arrived("people_my_profile")
    return render(request, "people/my_profile.html", {"form": form}, status=422 if form.errors else 200)


@access(POST="person")
def directory(request: HttpRequest) -> HttpResponse:
    agree = request.POST.get("agree") == "yes"
    try:
        domain.agree_to_directory(actor=request.user, agree=agree)
    except DeedError as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("You are in the directory now.") if agree else _("You are no longer in the directory.")
        messages.success(request, words)
    return redirect("people_my_profile")


@access(GET="person")
def security(request: HttpRequest) -> HttpResponse:
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "addresses": EmailAddress.objects.filter(user=request.user).order_by("-primary", "email"),
        "app": "totp" in kinds,
        "keys": kinds.count("webauthn"),
        "recovery": "recovery_codes" in kinds,
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "providers": bool(settings.SOCIALACCOUNT_PROVIDERS),
    }
    return render(request, "people/security.html", context)


@access(GET="person")
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "people/data.html")


@access(POST="person")
def take_data(request: HttpRequest) -> HttpResponse:
    packed = export.export(actor=request.user)  # type: ignore[arg-type]
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    response["Cache-Control"] = "no-store"
    return response


@access(GET="person", POST="person")
def leave(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    if not confirmed_lately(request):
        return ask_again(request, "/me/erase/")
    form = EraseForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            erasure.erase(actor=person, person=person)
        except DeedError as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            logout(request)
            messages.success(request, _("Your account has been erased."))
            return redirect("/")
    return render(request, "people/erase.html", {"form": form}, status=422 if form.errors else 200)
