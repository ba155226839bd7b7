"""Suggest changes to a text that one may read, and decide on what others suggest."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from humus.kit import numbers, richtext
from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.kit.richtext import BadDocument
from humus.pages import domain
from humus.pages.editor import editor_context
from humus.pages.models import Page
from humus.pages.suggested import context_of
from humus.pages.typed import body_of, showable
from humus.pages.views.finding import page_or_404, shell, text_or_404, wanted_language, words_sent
from humus.pages.views.writing import done


@access(GET="person", POST="person")
def suggest(request: HttpRequest, key: str) -> HttpResponse:
    """The editor on words of one's own: nothing typed here touches the text."""
    page = page_or_404(request, key)
    require("page.suggest", request.user, page)
    language = _written_in(request, page)
    row = domain.mine(request.user, page, language)
    if request.method == "POST":
        return _typed(request, page, language)
    if row and row.sent_at:
        return redirect(f"{page.short_url}suggestions/?language={language}")
    text = page.texts.get(language=language)
    opening = {"title": row.title, "body": row.body} if row else {"title": text.title, "body": text.body}
    return _editor(request, page, language, opening | {"base": text.number, "draft": row})


def _editor(
    request: HttpRequest, page: Page, language: str, opening: dict[str, Any], *, error: str = ""
) -> HttpResponse:
    row = opening["draft"]
    context = shell(request, page) | opening
    context |= editor_context(request.user, page, language, opening, may_edit=may("page.edit", request.user, page))
    # Files and what blocks show are for those who may edit.
    context |= {"draft_url": f"{page.short_url}suggest/draft/?language={language}", "upload_url": "", "block_url": ""}
    context |= {
        "plain": "plain" in request.GET,
        "error": error,
        "note": request.POST.get("note", row.note if row else ""),
    }
    before = row.base_body if row else page.texts.get(language=language).body
    context |= {"base_json": json.dumps(before, ensure_ascii=False)}
    return render(request, "pages/suggest.html", context, status=400 if error else 200)


def _typed(request: HttpRequest, page: Page, language: str) -> HttpResponse:
    typed: dict[str, Any] = {
        "title": request.POST.get("title", ""),
        "base": numbers.small(request.POST.get("base", "0")),
        "body": richtext.empty(),
    }
    try:
        typed["body"] = body_of(request.POST, richtext.parse(request.POST.get("body", "")))
        if "keep" in request.POST:
            domain.save_suggestion(actor=request.user, page=page, language=language, **typed)
            messages.success(request, _("Kept. Nobody else sees it yet."))
            return redirect(f"{page.short_url}suggest/?language={language}&plain")
        domain.offer(actor=request.user, page=page, language=language, note=request.POST.get("note", ""), **typed)
    except (DeedError, BadDocument) as refusal:
        row = domain.mine(request.user, page, language)
        typed["body"] = showable(typed["body"], lambda: (row or page.texts.get(language=language)).body)
        typed |= {"draft": row, "markdown": request.POST.get("markdown")}
        return _editor(request, page, language, typed, error=str(refusal))
    messages.success(request, _("Your changes are suggested. You will be told what becomes of them."))
    return redirect(f"{page.short_url}suggestions/?language={language}")


@access(POST="person")
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what is being suggested. Answers only after it is stored."""
    page = page_or_404(request, key)
    require("page.suggest", request.user, page)
    try:
        title, body, base = words_sent(request)
        if not isinstance(base, int):
            raise BadDocument(_("The text did not arrive whole. Please try again."))
        base = base if 0 <= base < 2**31 else 0
        kept = domain.save_suggestion(
            actor=request.user, page=page, language=_written_in(request, page), title=title, body=body, base=base
        )
    except (BadDocument, DeedError) as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    return JsonResponse({"saved_at": kept.saved_at.isoformat()})


@access(POST="person")
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Write on at what one has offered, or throw it away; both also where one may suggest no more."""
    page = page_or_404(request, key)
    language = wanted_language(request, page)
    discard = request.POST.get("deed") == "discard"
    domain.take_back(actor=request.user, page=page, language=language, discard=discard)
    if discard:
        messages.success(request, _("Your suggestions are thrown away. The page is as it was."))
        return redirect(page.get_absolute_url())
    return redirect(f"{page.short_url}suggest/?language={language}")


@access(GET="person", POST="person")
def suggestions(request: HttpRequest, key: str) -> HttpResponse:
    """What is suggested: to those who may write here all of it, to its writer their own."""
    page = page_or_404(request, key)
    language = wanted_language(request, page)
    editor = may("page.edit", request.user, page)
    if request.method == "POST":
        require("page.edit", request.user, page)
        return _decided(request, page, language)
    if not editor and domain.mine(request.user, page, language) is None:
        require("page.suggest", request.user, page)
    text_or_404(page)
    context = context_of(request.user, page, language, editor=editor)
    if "part" in request.GET:
        return render(request, "pages/parts/suggestions_beside.html", context | {"page": page, "next": "edit"})
    return render(request, "pages/suggestions.html", shell(request, page) | context)


def _decided(request: HttpRequest, page: Page, language: str) -> HttpResponse:
    """``deed`` is accept, mine (in the place of what others wrote) or decline, and the change after a colon or none."""
    deed, _colon, unit = request.POST.get("deed", "").partition(":")
    back = f"{page.short_url}edit/" if request.POST.get("next") == "edit" else f"{page.short_url}suggestions/"
    try:
        if deed == "publish":
            if domain.is_reviewed(page):
                return done(request, domain.propose(actor=request.user, page=page, language=language, together=True))
            domain.publish_room(actor=request.user, page=page, language=language)
            messages.success(request, _("Published. Everyone who may read this page sees the new version."))
        elif deed in ("accept", "mine", "decline"):
            count = domain.decide(
                actor=request.user,
                page=page,
                key=request.POST.get("suggestion", "")[:16],
                chosen={unit} if unit else None,
                accept=deed != "decline",
                clash="mine" if deed == "mine" else "both",
                reason=request.POST.get("reason", ""),
            )
            messages.success(request, _said(deed, count))
    except DeedError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{back}?language={language}")


def _said(deed: str, count: int) -> str:
    if deed == "decline":
        told = ngettext("Declined. The text is as it was.", "%(count)d changes declined. The text is as it was.", count)
    else:
        told = ngettext("Accepted.", "%(count)d changes accepted.", count)
    return told % {"count": count}


def _written_in(request: HttpRequest, page: Page) -> str:
    """The language asked for where the page has words in it, else that of the text one reads."""
    language = wanted_language(request, page)
    if page.texts.filter(language=language).exists():
        return language
    return str(text_or_404(page).language)
