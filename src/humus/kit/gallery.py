"""The living gallery of components: only where developers and demonstrations run."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from humus.kit.access import access
from humus.kit.gallery_samples import SampleForm, samples


@access(GET="anyone", POST="anyone")
def gallery(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    wrong = SampleForm({"wrong-title": "", "wrong-members": "3", "wrong-role": "leader"}, prefix="wrong")
    return render(request, "humus/gallery.html", {"form": SampleForm(), "wrong_form": wrong, **samples()})
