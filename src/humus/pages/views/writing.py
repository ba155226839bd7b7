"""Write: begin a page, keep drafts, publish, settle a conflict, restore."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from humus.kit import numbers, richtext
from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.kit.richtext import BadDocument, merge
from humus.kit.translated import pick
from humus.pages import domain, fronts, kinds, panels, reading
from humus.pages.domain import scheduling, templating
from humus.pages.editor import editor_context
from humus.pages.live import address
from humus.pages.models import Draft, Page, PageTemplate, Proposal, Room, Version
from humus.pages.typed import body_of, showable
from humus.pages.views import templates
from humus.pages.views.finding import page_or_404, shell, wanted_language, words_sent
from humus.pages.views.together import opening_together
from humus.spaces.models import Space


@access(GET="person")
def begin(request: HttpRequest) -> HttpResponse:
    """Create content: first choose where."""
    spaces = Space.objects.visible_to(request.user).current().with_role_of(request.user)
    open_to_me = [space for space in spaces if may("space.contribute", request.user, space)]
    return render(request, "pages/begin.html", {"spaces": sorted(open_to_me, key=str)})


@access(GET="person", POST="person")
def create(request: HttpRequest, space: str) -> HttpResponse:
    """Choose a kind or a template; the new page opens in the editor, seen by its author alone."""
    place = Space.objects.visible_to(request.user).with_role_of(request.user).filter(slug=space).first()
    if place is None:
        raise Http404
    require("space.contribute", request.user, place)
    parent = reading.find(request.user, key=request.GET.get("parent", "")) if "parent" in request.GET else None
    error = ""
    if request.method == "POST":
        try:
            return _begin_with(request, place, parent)
        except DeedError as refusal:
            error = str(refusal)
    open_kinds = {name: kind for name, kind in kinds.KINDS.items() if kind.begins_in(place.kind)}
    context = {
        "space": place,
        "kinds": open_kinds,
        "templates": templating.offered(place),
        "parent": parent,
        "error": error,
    }
    context |= {"beginnings": panels.BEGINNINGS, "below": parent or domain.front(place)}
    context["may_write"] = may("space.write", request.user, place)
    return render(request, "pages/create.html", context, status=400 if error else 200)


def _begin_with(request: HttpRequest, space: Space, parent: Page | None) -> HttpResponse:
    """A page of the chosen kind, or with the chosen template, which may have to ask something first."""
    key = request.POST.get("template", "")
    if not key:
        return redirect(_begun(request, space, parent).short_url + "edit/")
    chosen = PageTemplate.objects.offered_in(space).filter(key=key).first()
    if chosen is None:
        raise DeedError(_("This template is no longer offered here."), field="template")
    if templating.prompts(pick(chosen.bodies)):
        asked = {"title": request.POST.get("title", "")[:250]} | ({"parent": parent.key} if parent else {})
        return redirect(reverse("template_begin", args=[space.slug, chosen.key]) + "?" + urlencode(asked))
    return redirect(templates.begun(request, space, parent, chosen, []).short_url + "edit/")


def _begun(request: HttpRequest, space: Space, parent: Page | None) -> Page:
    kind = request.POST.get("kind", "page")
    if kind not in kinds.KINDS or not kinds.KINDS[kind].creatable:
        raise DeedError(_("There is no such kind of page."), field="kind")
    return domain.create(
        actor=request.user,
        space=space,
        parent=parent if parent and parent.space_id == space.pk else None,
        kind=kind,
        title=request.POST.get("title", "")[:250],
        language=request.LANGUAGE_CODE,  # type: ignore[attr-defined]
    )


@access(GET="person", POST="person")
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """The editor. What was typed comes back with every refusal."""
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    language = wanted_language(request, page)
    form_class = page.behaviour.form() if page.behaviour.form else None
    detail = getattr(page, page.behaviour.detail, None) if page.behaviour.detail else None
    if request.method == "POST":
        if "keep" in request.POST:
            return _keep(request, page, language)
        form = form_class(request.POST, request.FILES, instance=detail) if form_class else None
        return _publish(request, page, language, form)
    form = form_class(instance=detail) if form_class else None
    response = _editor(request, page, language, form, _opening(request, page, language))
    address.allow(request, response)
    return response


def _opening(request: HttpRequest, page: Page, language: str) -> dict[str, Any]:
    """What the editor opens with: my draft, else the shared text, else the published one, else an empty page."""
    text = page.texts.filter(language=language).first()
    draft = Draft.objects.filter(page=page, person=request.user, language=language).first()
    if draft:
        behind = bool(text and draft.base < text.number)
        return {"title": draft.title, "body": draft.body, "base": draft.base, "draft": draft, "behind": behind} | (
            {"may_bring_in": page.status != "draft" and bool(address.origin(request))}
        )
    if text:
        together = opening_together(request, page, language)
        return together or {"title": text.title, "body": text.body, "base": text.number}
    source = reading.text_of(page) if page.status != "draft" else None
    return {"title": source.title if source else "", "body": richtext.empty(), "base": 0, "source": source}


def _editor(
    request: HttpRequest, page: Page, language: str, form: Any, opening: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = shell(request, page) | opening | editor_context(request.user, page, language, opening)
    context |= {
        "form": form,
        "plain": "plain" in request.GET,
        "beside": panels.BESIDE,
        "reviewed": domain.is_reviewed(page),
        "zone": scheduling.zone_of(request.user),
        "publish_at": request.POST.get("publish_at", ""),
        "later_open": request.POST.get("when") == "later",
        "request_key": request.POST.get("request_key") or get_random_string(24),
        "note": request.POST.get("note", ""),
    }
    return render(request, "pages/edit.html", context, status=status)


def _publish(request: HttpRequest, page: Page, language: str, form: Any) -> HttpResponse:
    typed: dict[str, Any] = {
        "title": request.POST.get("title", ""),
        "base": _base(request),
        "body": richtext.empty(),
        "markdown": request.POST.get("markdown"),
    }
    try:
        typed["body"] = richtext.parse(request.POST.get("body", ""))
        typed["body"] = body_of(request.POST, typed["body"])
        if form is not None and not form.is_valid():
            return _editor(request, page, language, form, typed | _still_together(request, page, language), status=400)
        facts: dict[str, Any] = {
            "note": request.POST.get("note", ""),
            "request_key": request.POST.get("request_key", "")[:64],
            "save_detail": form.save_for if form is not None and hasattr(form, "save_for") else None,
        }
        made = _made(request, page, language, typed, facts)
    except domain.EditConflict as conflict:
        return _conflict(request, page, language, conflict)
    except (DeedError, BadDocument) as refusal:
        typed["body"] = showable(typed["body"], lambda: _opening(request, page, language)["body"])
        typed |= _still_together(request, page, language) | {"error": str(refusal)}
        return _editor(request, page, language, form, typed, status=400)
    return done(request, made)


def _made(
    request: HttpRequest, page: Page, language: str, typed: dict[str, Any], facts: dict[str, Any]
) -> Version | Proposal:
    """Published, or handed in where somebody else approves it first."""
    given = {"actor": request.user, "page": page, "language": language} | facts
    words = {name: typed[name] for name in ("title", "body", "base")}
    together = bool(request.POST.get("together"))
    later = request.POST.get("when") == "later"
    if later or (together and domain.is_reviewed(page)):
        moment, zone = _moment(request) if later else (None, "")
        given |= {"publish_at": moment, "zone": zone}
        return domain.propose(**given, together=together, **({} if together else words))
    if together:
        return domain.publish_room(**given)
    return domain.put_forward(**given, **words)


def _moment(request: HttpRequest) -> tuple[Any, str]:
    zone = request.POST.get("zone", "")
    return scheduling.moment_of(request.POST.get("publish_at", ""), zone), zone


def done(request: HttpRequest, made: Version | Proposal) -> HttpResponse:
    """Say what became of the words, and lead there."""
    if isinstance(made, Proposal):
        words = _("Handed in. It is published once somebody else has read and approved it.")
        messages.success(request, _("It is published at the moment you set.") if made.state == "ready" else words)
        return redirect(made)
    messages.success(request, _("Published. Everyone who may read this page sees the new version."))
    page = made.page
    return redirect(fronts.address(page) + (f"?language={made.language}" if made.language != page.language else ""))


def _still_together(request: HttpRequest, page: Page, language: str) -> dict[str, Any]:
    """After a refusal one goes on in the room, not in a copy of it."""
    return (opening_together(request, page, language) or {}) if request.POST.get("together") else {}


def _keep(request: HttpRequest, page: Page, language: str) -> HttpResponse:
    """Keep what was typed without scripts as my draft; the editor does the same by itself."""
    try:
        body = body_of(request.POST, richtext.parse(request.POST.get("body", "")))
        title = request.POST.get("title", "")
        domain.save_draft(actor=request.user, page=page, language=language, title=title, body=body, base=_base(request))
        messages.success(request, _("Your draft is kept."))
    except (DeedError, BadDocument) as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{page.short_url}edit/?language={language}&plain")


def _base(request: HttpRequest) -> int:
    return numbers.small(request.POST.get("base", "0"))


def _conflict(request: HttpRequest, page: Page, language: str, conflict: domain.EditConflict) -> HttpResponse:
    """Both texts, block by block; mine is kept as a draft whatever happens next."""
    mine = conflict.mine
    domain.save_draft(
        actor=request.user, page=page, language=language, title=mine["title"], body=mine["body"], base=_base(request)
    )
    context = {
        "choices": merge.to_html(conflict.merge),
        "mine": mine,
        "body_json": json.dumps(mine["body"], ensure_ascii=False),
        "theirs": conflict.theirs,
        "titles_differ": mine["title"] != conflict.theirs.title,
        "base": _base(request),
        "merge_language": language,
        "request_key": get_random_string(24),
        "note": request.POST.get("note", ""),
    }
    return render(request, "pages/merge.html", shell(request, page) | context, status=409)


@access(POST="person")
def settle(request: HttpRequest, key: str) -> HttpResponse:
    """Publish what was chosen block by block; a third person's version meanwhile is merged once more."""
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    language = wanted_language(request, page)
    began = page.versions.filter(language=language, number=_base(request)).first()
    theirs = page.versions.filter(language=language, number=numbers.small(request.POST.get("theirs", "0"))).first()
    if theirs is None:
        messages.error(request, _("The text did not arrive whole. Please try again."))
        return redirect(f"{page.short_url}edit/?language={language}")
    try:
        mine = richtext.clean(richtext.parse(request.POST.get("body", "")))
        joined = merge.merge(began.body if began else richtext.empty(), mine, theirs.body)
        chosen = {name[7:]: str(value) for name, value in request.POST.items() if name.startswith("choice-")}
        title = theirs.title if request.POST.get("title_choice") == "theirs" else request.POST.get("title", "")
        settled: dict[str, Any] = {"title": title, "body": joined.resolve(chosen)}
        made = domain.put_forward(
            actor=request.user,
            page=page,
            language=language,
            **settled,
            note=request.POST.get("note", ""),
            base=theirs.number,
            request_key=request.POST.get("request_key", "")[:64],
        )
    except domain.EditConflict as conflict:
        return _conflict(request, page, language, conflict)
    except (DeedError, BadDocument) as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{page.short_url}edit/?language={language}")
    if isinstance(made, Proposal):
        return done(request, made)
    messages.success(request, _("Published, with both your text and theirs taken care of."))
    return redirect(page_or_404(request, key).get_absolute_url())


@access(POST="person")
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what is being typed. Answers only after it is stored."""
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    try:
        title, body, base = words_sent(request)
        kept = domain.save_draft(
            actor=request.user,
            page=page,
            language=wanted_language(request, page),
            title=title,
            body=body,
            base=min(base, 2**31 - 1) if isinstance(base, int) and base >= 0 else 0,
        )
    except (BadDocument, DeedError) as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    return JsonResponse({"saved_at": kept.saved_at.isoformat()})


@access(GET="person", POST="person")
def discard(request: HttpRequest, key: str) -> HttpResponse:
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    unpublished = page.status == "draft"
    if request.method == "POST":
        domain.discard_draft(actor=request.user, page=page, language=wanted_language(request, page))
        messages.success(request, _("The draft is discarded."))
        return redirect(page.space.get_absolute_url() if unpublished else page.get_absolute_url())
    context = {
        "question": _("Discard your draft?"),
        "text": _("What you typed since the last publication is lost. The published page stays as it is."),
        "yes": _("Discard the draft"),
        "danger": True,
        "back_url": f"{page.short_url}edit/",
    }
    return render(request, "humus/confirm.html", context)


@access(GET="person", POST="person")
def restore(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Make an old version the newest; nothing in between is lost."""
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    language = wanted_language(request, page)
    version = page.versions.filter(language=language, number=number).select_related("page__space").first()
    if version is None:
        raise Http404
    if request.method == "POST":
        made = domain.restore(actor=request.user, version=version)
        if isinstance(made, Proposal):
            return done(request, made)
        messages.success(
            request, _("Version %(old)d is back, as version %(new)d.") % {"old": number, "new": made.number}
        )
        return redirect(page_or_404(request, key).get_absolute_url())
    context = {
        "question": _("Restore version %(number)d?") % {"number": number},
        "text": _("It becomes the newest version. All versions in between stay in the history."),
        "yes": _("Restore this version"),
        "back_url": f"{page.short_url}history/",
    }
    return render(request, "humus/confirm.html", context)


@access(GET="person")
def drafts(request: HttpRequest) -> HttpResponse:
    """Everything I began and did not publish, alone or together."""
    visible = Page.objects.visible_to(request.user).values("pk")
    mine = Draft.objects.filter(person=request.user, page__in=visible)
    shared = Room.objects.filter(writers__person=request.user, page__in=visible).defer("snapshot")
    handed = Proposal.objects.living().filter(author=request.user).defer("body")
    handed_in = {(row.page_id, row.language): row for row in handed}
    drafts = list(mine.select_related("page__space").defer("body").order_by("-saved_at")[:200])
    for draft in drafts:
        draft.handed_in = handed_in.get((draft.page_id, draft.language))
    rooms = list(shared.select_related("page__space").order_by("-changed_at")[:200])
    reading.titled([room.page for room in rooms])
    suggested = domain.suggested_by(request.user)
    context = {
        "suggested": suggested,
        "drafts": drafts,
        "rooms": rooms,
    }
    return render(request, "pages/drafts.html", context)
