"""New pages and new versions as Atom feeds, and the list of pages for search engines: as far as the asker may see."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sitemaps import GenericSitemap
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap as sitemap_section
from django.db.models import Prefetch
from django.db.models.functions import Left
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.kit import atom
from humus.kit.access import access
from humus.pages.models import Label, Page, Text
from humus.spaces.models import Space

SUMMARY = 400


def entries(pages: Any, language: str) -> list[atom.Entry]:
    """The pages changed last, for three queries."""
    newest = pages.published().exclude(changed_at=None).order_by("-changed_at", "-pk").select_related("space")
    shown = list(newest.prefetch_related(Prefetch("labels", Label.objects.order_by("name")))[: atom.MOST])
    texts = Text.objects.filter(page__in=shown).best_for(language).annotate(opening=Left("plain", SUMMARY))
    best = {text.page_id: text for text in texts.with_writers().defer("body", "compiled", "plain")}
    return [_entry(page, best[page.pk]) for page in shown if page.pk in best]


def _entry(page: Page, text: Any) -> atom.Entry:
    return atom.Entry(
        key=page.key,
        title=text.title,
        path=page.get_absolute_url(),
        changed_at=page.changed_at,
        published_at=page.published_at,
        summary=text.opening,
        author=text.byline,
        labels=[label.name for label in page.labels.all()],
    )


def _feed(request: HttpRequest, title: str, path: str, pages: Any) -> HttpResponse:
    language = get_language() or "en"
    return atom.answer(request, title=title, path=path, language=language, entries=entries(pages, language))


@access(GET="anyone")
def everywhere(request: HttpRequest) -> HttpResponse:
    return _feed(request, settings.SITE_NAME, "/", Page.objects.visible_to(request.user))


@access(GET="object")
def space(request: HttpRequest, space: str) -> HttpResponse:
    place = Space.objects.visible_to(request.user).filter(slug=space).first()
    if place is None:
        raise Http404
    pages = Page.objects.visible_to(request.user).filter(space=place)
    return _feed(request, f"{place.title} · {settings.SITE_NAME}", place.get_absolute_url(), pages)


@access(GET="anyone")
def label(request: HttpRequest, name: str) -> HttpResponse:
    pages = Page.objects.visible_to(request.user).filter(labels__name=name)
    title = f"{_('Label')}: {name} · {settings.SITE_NAME}"
    return _feed(request, title, request.path.removesuffix("feed/"), pages)


def _sections(request: HttpRequest) -> dict[str, Any]:
    pages = Page.objects.visible_to(request.user).published().select_related("space").order_by("pk")
    made = GenericSitemap({"queryset": pages, "date_field": "changed_at"}, protocol=request.scheme)
    made.limit = 5000
    return {"pages": made}


@access(GET="anyone")
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """The sections of the site map."""
    return sitemap_index(request, sitemaps=_sections(request), sitemap_url_name="sitemap_section")


@access(GET="anyone")
def sitemap_of(request: HttpRequest, section: str) -> HttpResponseBase:
    return sitemap_section(request, sitemaps=_sections(request), section=section)


@access(GET="anyone")
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines read pages, not lists of results and what asks for a person."""
    closed = ("/account/", "/me/", "/p/", "/search/", "/secretariat/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
