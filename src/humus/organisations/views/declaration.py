"""The Declaration of Intent: to read, to print, to download in each of its languages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from humus.kit.access import access
from humus.organisations import declaration
from humus.organisations.models import Application
from humus.people import files


@access(GET="anyone")
def read(request: HttpRequest) -> HttpResponse:
    language = declaration.best_language(request.GET.get("language") or get_language() or "en")
    tongues = [(code, name, code == language) for code, name in declaration.tongues()]
    context = {"sheet": declaration.sheet(language), "tongues": tongues}
    return render(request, "organisations/joining/declaration.html", context)


@access(GET="anyone")
def download(request: HttpRequest) -> HttpResponse:
    """As PDF to sign; with the key of one's own application its facts stand in it."""
    language, key = request.GET.get("language", "en"), request.GET.get("application", "")
    if language not in declaration.texts():
        raise Http404
    application = None
    if key:
        application = get_object_or_404(Application.objects.visible_to(request.user), key=key)
    response = HttpResponse(declaration.pdf(language, application), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="declaration-of-intent-{language}.pdf"'
    response["Content-Security-Policy"] = files.SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response
