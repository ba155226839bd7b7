"""Read a page, its history, and what is known about it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from humus.kit import numbers, richtext, wishes
from humus.kit.access import access, may
from humus.kit.richtext import diff
from humus.pages import anchors, fronts, kinds, loading, reading, versions
from humus.pages import panels as page_panels
from humus.pages.models import File, Link, Page, Redirect, Text
from humus.pages.views.finding import KNOWN, page_or_404, shell, text_or_404
from humus.people import sections
from humus.spaces import panels
from humus.spaces.models import Space


@access(GET="object")
def show(request: HttpRequest, space: str, slug: str = "front") -> HttpResponse:
    """The page; a former address leads on; a members-only space that one may know shows how to join."""
    language = request.GET.get("language", "")
    page = loading.page_at(request.user, space, slug, language if language in KNOWN else get_language() or "en")
    if page is None:
        return _elsewhere(request, space, slug)
    text: Text | None = page.shown_text  # type: ignore[attr-defined]
    if text is None:
        return redirect(f"{page.short_url}edit/")
    compiled = reading.compiled_of(text)
    if wishes.wants_explanations(request):
        compiled = reading.explained(text.language, compiled)
    return drawn(request, page, text, compiled)


def drawn(request: HttpRequest, page: Page, text: Text, compiled: richtext.Compiled, **more: Any) -> HttpResponse:
    """The page with this text, as its reader sees it."""
    around = shell(request, page, reading.linked_in(compiled))
    address = "" if page.is_front else _address(page, text)
    context = reading.context_around(request.user, page, compiled, around, address)
    extra = page.behaviour.context(page, request.user) if page.behaviour.context else {}
    if page.is_front:
        front = fronts.front_of(page)
        parts = fronts.parts(front, compiled, context)
        for part in parts:
            part.html = anchors.linked(part.html, _address(page, text))
        extra |= panels.front_panel(page.space, request.user)
        extra |= {"parts": parts, "body": fronts.whole(parts), "lists_pages": front.standing == fronts.PAGES_HERE}
    else:
        extra["body"] = richtext.render(compiled, context)
    response = render(
        request,
        "pages/front.html" if page.is_front else "pages/page.html",
        around
        | extra
        | {
            "text": text,
            "labels": page.label_names,  # type: ignore[attr-defined]
            "other_languages": [code for code in page.languages if code != text.language],  # type: ignore[attr-defined]
            "stale": text.language != page.language and text.source_number < (page.source_number or 0),  # type: ignore[attr-defined]
            "panels_around": page_panels.around(request, page),
            "outline": text.compiled.get("outline", []),
        }
        | more,
    )
    return wishes.varied(response)


def _address(page: Page, text: Text) -> str:
    return page.get_absolute_url() + (f"?language={text.language}" if len(page.languages) > 1 else "")  # type: ignore[attr-defined]


def _elsewhere(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    moved = Space.objects.known_to(request.user).filter(former_slugs__slug=space).first()
    if moved is not None:
        return redirect(f"/s/{moved.slug}/" + ("" if slug == "front" else f"{slug}/"), permanent=True)
    former = Redirect.objects.filter(space__slug=space, slug=slug).values_list("page_id", flat=True).first()
    page = reading.find(request.user, pk=former) if former else None
    if page is not None:
        return redirect(page.get_absolute_url(), permanent=True)
    if slug == "front":
        known = Space.objects.known_to(request.user).with_role_of(request.user).filter(slug=space).first()
        if known is not None:
            context = {"space": known} | panels.front_panel(known, request.user)
            return render(request, "spaces/teaser.html", context)
    raise Http404


@access(GET="object")
def permalink(request: HttpRequest, key: str) -> HttpResponse:
    return redirect(page_or_404(request, key).get_absolute_url())


@access(GET="object")
def history(request: HttpRequest, key: str) -> HttpResponse:
    page = page_or_404(request, key)
    text = text_or_404(page)
    counts = versions.counts(page)
    pages = Paginator(range(counts.get(text.language, 0)), versions.PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "pages/history.html",
        shell(request, page)
        | {
            "text": text,
            "pages": pages,
            "versions": versions.listed(page, text.language, skip=max(pages.start_index() - 1, 0)),
            "counts": counts,
            "tab": "history",
        },
    )


@access(GET="object")
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """An old version, as it would read today, below a banner with the ones before and after."""
    page = page_or_404(request, key)
    text = text_or_404(page)
    old = page.versions.filter(language=text.language, number=number).select_related("author", "approved_by").first()
    if old is None:
        raise Http404
    around = shell(request, page)
    shown = reading.context(request.user, page, get_language() or "en")
    return render(
        request,
        "pages/version.html",
        around
        | {
            "text": text,
            "version": old,
            "body": richtext.to_html(old.body, shown, language=old.language),
            "is_latest": old.number == text.number,
            "older": old.number - 1 if old.number > 1 else None,
            "newer": old.number + 1 if old.number < text.number else None,
        },
    )


@access(GET="object")
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Any two versions side by side in one text: words struck and added, blocks moved, tables cell by cell."""
    page = page_or_404(request, key)
    text = text_or_404(page)
    wanted = _number(request, "from", max(text.number - 1, 1)), _number(request, "to", text.number)
    old, new, numbers = versions.pair(page, text.language, min(wanted), max(wanted))
    if old is None or new is None:
        raise Http404
    changes = diff.compare(old.body, new.body)
    return render(
        request,
        "pages/compare.html",
        shell(request, page)
        | {
            "text": text,
            "old": old,
            "new": new,
            "difference": diff.to_html(changes),
            "title_changed": old.title != new.title,
            "same": old.title == new.title and not any(change.kind != "kept" or change.moved for change in changes),
            "numbers": numbers,
            "tab": "history",
        },
    )


def _number(request: HttpRequest, name: str, default: int) -> int:
    return numbers.small(request.GET.get(name, ""), default)


@access(GET="object")
def source(request: HttpRequest, key: str) -> HttpResponse:
    """The page as Markdown, to read or take along."""
    page = page_or_404(request, key)
    text = text_or_404(page)
    number = _number(request, "version", text.number)
    shown = page.versions.filter(language=text.language, number=number).first()
    if shown is None:
        raise Http404
    markdown = richtext.to_markdown(shown.body)
    context: dict[str, Any] = {"text": text, "markdown": markdown, "number": number, "tab": "source"}
    return render(request, "pages/source.html", shell(request, page) | context)


@access(GET="object")
def info(request: HttpRequest, key: str) -> HttpResponse:
    """Who made the page, what it links to and what links here."""
    page = page_or_404(request, key)
    visible = Page.objects.visible_to(request.user).select_related("space")
    pointing = Link.objects.filter(target_key=page.key)
    kinds = {"links": ["link"], "includes": ["include", "excerpt"]}
    incoming = {
        name: reading.titled(visible.filter(links_out__in=pointing.filter(kind__in=of)).distinct()[:100])
        for name, of in kinds.items()
    }
    keys = Link.objects.filter(source=page, kind__in=["link", "include", "excerpt"]).values("target_key")
    return render(
        request,
        "pages/info.html",
        shell(request, page)
        | {
            "incoming": incoming,
            "outgoing": reading.titled(visible.filter(key__in=keys)[:100]),
            "texts": page.texts.with_writers().defer("body", "compiled", "plain"),
            "files": File.objects.filter(page=page, deleted_at=None).count(),
            "watchers": page.watches.count(),
            "permanent": settings.SITE_URL + page.short_url,
            "tab": "info",
        },
    )


@access(GET="anyone")
def label(request: HttpRequest, name: str) -> HttpResponse:
    """Every page with this label that the reader may see."""
    pages = Page.objects.visible_to(request.user).published().filter(labels__name=name).select_related("space")
    shown = Paginator(pages.order_by("-changed_at"), 30).get_page(request.GET.get("page"))
    shown.object_list = reading.titled(shown.object_list)
    context = {"name": name, "pages": shown, "crumbs": []}
    context["sections"] = sections.draw(page_panels.LABEL, request.user, name)
    return render(request, "pages/label.html", context)


@access(GET="object")
def tree(request: HttpRequest, space: str) -> HttpResponse:
    """The whole tree of a space, to read and, for those who may, to arrange."""
    place = Space.objects.visible_to(request.user).with_role_of(request.user).filter(slug=space).first()
    if place is None:
        raise Http404
    pages = Page.objects.visible_to(request.user).exclude(status="archived").exclude(kind__in=kinds.apart())
    listed = reading.titled(pages.filter(space=place).select_related("space")[:2000])
    listed = reading.with_working_titles(listed, request.user)
    front = next((page for page in listed if page.is_front), None)
    below: dict[int | None, list[Page]] = {}
    for page in listed:
        below.setdefault(page.parent_id, []).append(page)
    for page in listed:
        page.below = below.get(page.pk, [])  # type: ignore[attr-defined]
    return render(
        request,
        "pages/tree.html",
        {
            "space": place,
            "front": front,
            "count": len(listed),
            "targets": [page for page in listed if page.status == "published"],
            "may_organise": may("space.write", request.user, place),
            "may_contribute": may("space.contribute", request.user, place),
            "crumbs": [{"label": place.title, "url": place.get_absolute_url()}],
        },
    )
