"""Language and colours of the site."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit import wishes
from humus.kit.access import access
from humus.people.adapters import local_path, remember_language
from humus.people.models import Person

THEMES = {"light", "dark", ""}


def back(request: HttpRequest) -> HttpResponse:
    return redirect(local_path(request.POST.get("next", "")) or "/")


@access(POST="anyone")
def language(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        Person.objects.filter(pk=request.user.pk).update(language=code)
    response = back(request)
    remember_language(response, code)
    return response


@access(POST="anyone")
def theme(request: HttpRequest) -> HttpResponse:
    """Day, night, or as the device wishes (empty). The script reads this cookie too."""
    wish = request.POST.get("theme", "")
    if wish not in THEMES:
        return HttpResponseBadRequest()
    response = back(request)
    if wish:
        response.set_cookie("theme", wish, max_age=365 * 86400, secure=settings.HTTPS, samesite="Lax")
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@access(GET="anyone", POST="anyone")
def reading(request: HttpRequest) -> HttpResponse:
    """How this browser reads: with explained words, in wide lines, and sparing data or not."""
    if request.method == "POST":
        response = redirect("reading_wishes")
        for name in wishes.CHOICES:
            wishes.keep(response, name, request.POST.get(name, ""), secure=settings.HTTPS)
        messages.success(request, _("Kept for this browser."))
        return response
    return render(request, "people/reading.html", {name: request.COOKIES.get(name, "") for name in wishes.CHOICES})
