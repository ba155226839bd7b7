"""Write together: what the editor opens with, and the ways in and out of the shared text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit import richtext
from humus.kit.access import access, require
from humus.kit.errors import DeedError
from humus.kit.formats import joined
from humus.kit.richtext import BadDocument
from humus.pages import domain
from humus.pages.live import address
from humus.pages.models import Page
from humus.pages.views.finding import json_of, page_or_404, wanted_language


def opening_together(request: HttpRequest, page: Page, language: str) -> dict[str, Any] | None:
    """The shared text, where a live process is known; None where one writes alone."""
    found = "" if "plain" in request.GET else address.url(request, page, language)
    if not found:
        return None
    words = domain.words_in(page, language)
    room = page.rooms.filter(language=language).first()
    opening: dict[str, Any] = {"live_url": found, "writers": domain.unpublished(room)}
    if words is None:
        text = page.texts.get(language=language)
        return opening | {"title": text.title, "body": text.body, "base": text.number}
    title, body, base = words
    return opening | {"title": title, "body": body, "base": base}


@access(POST="person")
def bring_in(request: HttpRequest, key: str) -> HttpResponse:
    """A browser was away for long: what it wrote is joined into the shared text, and acknowledged once stored."""
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    try:
        sent = json_of(request)
        base, mine = sent.get("base") or richtext.empty(), sent.get("mine")
        title = (str(sent.get("title_before") or ""), str(sent.get("title") or "")[:250])
        if not isinstance(mine, dict) or "\x00" in title[0] + title[1]:
            raise BadDocument(_("The text did not arrive whole. Please try again."))
        language = wanted_language(request, page)
        domain.bring_in(actor=request.user, page=page, language=language, base=base, mine=mine, title=title)
    except (BadDocument, DeedError) as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    return JsonResponse({"joined": True})


@access(POST="person")
def bring_draft(request: HttpRequest, key: str) -> HttpResponse:
    """My own draft becomes part of the shared text."""
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    language = wanted_language(request, page)
    domain.bring_draft_in(actor=request.user, page=page, language=language)
    messages.success(request, _("Your draft is part of the shared text now."))
    return redirect(f"{page.short_url}edit/?language={language}")


@access(GET="person", POST="person")
def discard_together(request: HttpRequest, key: str) -> HttpResponse:
    """Go back to the published words, for everybody."""
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    language = wanted_language(request, page)
    if request.method == "POST":
        domain.discard_room(actor=request.user, page=page, language=language)
        messages.success(request, _("The shared text is the published one again."))
        return redirect(page.get_absolute_url())
    names = joined(str(one) for one in domain.unpublished(page.rooms.filter(language=language).first()))
    context = {
        "question": _("Discard everything that is not published?"),
        "text": _("What %(names)s wrote since the last publication is lost, for everyone.") % {"names": names or "—"},
        "yes": _("Discard it"),
        "danger": True,
        "back_url": f"{page.short_url}edit/",
    }
    return render(request, "humus/confirm.html", context)
