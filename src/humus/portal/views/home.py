"""The home page, and addresses by which the platform finds its own pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from humus.kit.access import access
from humus.pages.models import Page
from humus.portal import home as content
from humus.portal.models import SiteSetting


@access(GET="anyone")
def home(request: HttpRequest) -> HttpResponse:
    return content.show(request)


@access(GET="anyone")
def about(request: HttpRequest, name: str) -> HttpResponse:
    """Help, privacy, terms: wherever the secretariat moved the page, this leads to it."""
    key = SiteSetting.objects.as_dict().get(f"page-{name}", "")
    page = Page.objects.visible_to(request.user).select_related("space").filter(key=key).first()
    page = page or Page.objects.visible_to(request.user).filter(space__slug="portal", slug=name).first()
    if page is None:
        raise Http404
    return redirect(page)
