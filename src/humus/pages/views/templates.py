"""Templates: begin a page with one, make one from a page, and keep those of one's spaces."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit import richtext
from humus.kit.access import access, require
from humus.kit.errors import DeedError
from humus.kit.richtext import BadDocument
from humus.kit.translated import pick
from humus.pages import domain, facts, kinds, reading
from humus.pages.domain import templating
from humus.pages.models import Page, PageTemplate, Text
from humus.pages.views.finding import NAMES, page_or_404, shell
from humus.spaces import kinds as space_kinds
from humus.spaces.models import Space


@access(GET="person", POST="person")
def begin(request: HttpRequest, space: str, key: str) -> HttpResponse:
    """What the template asks for; then the page opens in the editor with the answers in it."""
    place = Space.objects.visible_to(request.user).with_role_of(request.user).filter(slug=space).first()
    if place is None:
        raise Http404
    require("space.contribute", request.user, place)
    template = PageTemplate.objects.offered_in(place).filter(key=key).first()
    if template is None:
        raise Http404
    parent = reading.find(request.user, key=request.GET.get("parent", "")) if "parent" in request.GET else None
    asked = templating.prompts(pick(template.bodies))
    given, error, field = request.POST.getlist("answer"), "", ""
    if request.method == "POST":
        try:
            return redirect(begun(request, place, parent, template, given).short_url + "edit/")
        except DeedError as refusal:
            error, field = str(refusal), refusal.field or ""
    rows = [
        {"prompt": one, "value": given[place_] if place_ < len(given) else "", "bad": one.label == field}
        for place_, one in enumerate(asked)
    ]
    context = {"space": place, "template": template, "rows": rows, "error": error, "parent": parent}
    context |= {"title": request.POST.get("title", request.GET.get("title", "")), "pattern": pick(template.title)}
    return render(request, "pages/template_begin.html", context, status=400 if error else 200)


def begun(request: HttpRequest, space: Space, parent: Page | None, template: PageTemplate, given: list[str]) -> Page:
    """A new page from the template, with these answers in the order in which they are asked for."""
    if template.kind not in kinds.KINDS or not kinds.KINDS[template.kind].creatable:
        raise DeedError(_("There is no such kind of page."), field="kind")
    language: str = request.LANGUAGE_CODE  # type: ignore[attr-defined]
    body = pick(template.bodies, language)
    asked = templating.prompts(body)
    answers = templating.checked(asked, given)
    title = request.POST.get("title", "").strip() or templating.title_with(
        pick(template.title, language), asked, answers
    )
    return domain.create(
        actor=request.user,
        space=space,
        parent=parent if parent and parent.space_id == space.pk else None,
        kind=template.kind,
        title=title[:250],
        language=language,
        body=richtext.clean(templating.filled(body, answers)) if body else None,
        detail=template.detail,
    )


@access(GET="person", POST="person")
def make(request: HttpRequest, key: str) -> HttpResponse:
    """Use this page as a template."""
    page = page_or_404(request, key)
    require("page.use_as_template", request.user, page)
    titles = dict(Text.objects.filter(page=page).values_list("language", "title"))
    error = ""
    if request.method == "POST":
        try:
            made = templating.make_template(actor=request.user, page=page, **_words(request))
            messages.success(request, _("The template is offered to those who create content."))
            return redirect(made)
        except DeedError as refusal:
            error = str(refusal)
    languages = [code for code in NAMES if code in titles] or [page.language]
    typed = _words(request) if request.method == "POST" else {"name": titles, "description": {}, "title": {}}
    context = {"rows": _rows(languages, typed), "error": error, "tab": "template", "wide": typed.get("wide", False)}
    context |= {"space_kinds": space_kinds.KINDS, "space_kind": typed.get("space_kind")}
    context["columns"] = facts.lines(page.behaviour, page.behaviour.columns_for_others(page))
    context["brings"] = typed.get("columns", True)
    return render(request, "pages/template_make.html", shell(request, page) | context, status=400 if error else 200)


def _words(request: HttpRequest) -> dict[str, Any]:
    """Name, description and title in each language, and where it is offered."""
    found: dict[str, Any] = {
        field: {code: request.POST.get(f"{field}_{code}", "") for code in NAMES}
        for field in ("name", "description", "title")
    }
    more = {"wide": "wide" in request.POST, "columns": "columns" in request.POST}
    return found | more | {"space_kind": request.POST.get("space_kind")}


def _rows(languages: list[str], words: dict[str, Any], bodies: dict[str, str] | None = None) -> list[dict[str, Any]]:
    return [
        {"code": code, "language": NAMES[code]}
        | {field: words[field].get(code, "") for field in ("name", "description", "title")}
        | ({"markdown": bodies.get(code, "")} if bodies is not None else {})
        for code in languages
    ]


@access(GET="person")
def templates(request: HttpRequest) -> HttpResponse:
    """The templates that I may change: all for the secretariat, else those of the spaces that I write."""
    rows = PageTemplate.objects.kept_by(request.user).select_related("space", "made_by").defer("bodies", "detail")
    return render(request, "pages/templates.html", {"rows": rows.order_by("space__slug", "position", "key")[:500]})


@access(GET="person", POST="person")
def template(request: HttpRequest, key: str) -> HttpResponse:
    """Its names and its words as Markdown; offered or not; taken from its page anew; removed."""
    row = (
        PageTemplate.objects.kept_by(request.user)
        .select_related("space", "page__space", "made_by")
        .filter(key=key)
        .first()
    )
    if row is None:
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            return _changed(request, row)
        except (DeedError, BadDocument) as refusal:
            error = str(refusal)
    bodies = {code: richtext.to_markdown(body) for code, body in row.bodies.items()}
    typed: dict[str, Any] = {"name": row.name, "description": row.description, "title": row.title}
    if error:
        typed, bodies = _words(request), bodies | _typed(request)
    languages = [code for code in NAMES if code in row.bodies]
    seen = row.page and reading.find(request.user, pk=row.page_id)
    context = {"row": row, "rows": _rows(languages, typed, bodies), "error": error, "source": seen}
    context["asked"] = templating.prompts(pick(row.bodies))
    context |= {"space_kinds": space_kinds.KINDS, "space_kind": typed.get("space_kind", row.space_kind)}
    context["columns"] = facts.lines(kinds.KINDS[row.kind], row.detail) if row.kind in kinds.KINDS else []
    context["brings"] = typed.get("columns", True)
    return render(request, "pages/template.html", context, status=400 if error else 200)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {code: request.POST[f"markdown_{code}"] for code in NAMES if f"markdown_{code}" in request.POST}


def _changed(request: HttpRequest, row: PageTemplate) -> HttpResponse:
    if "remove" in request.POST:
        templating.remove_template(actor=request.user, template=row)
        messages.success(request, _("The template is removed; pages that began with it stay."))
        return redirect("templates")
    if "refresh" in request.POST:
        templating.refresh_template(actor=request.user, template=row)
        messages.success(request, _("The template has the words of its page."))
        return redirect(row)
    # What was not touched is kept as it is, with what Markdown cannot say.
    bodies = {
        code: richtext.from_markdown(written)
        for code, written in _typed(request).items()
        if code in row.bodies and _plain(written) != _plain(richtext.to_markdown(row.bodies[code]))
    }
    words = _words(request) | {"hidden": "hidden" in request.POST, "bodies": bodies}
    templating.change_template(actor=request.user, template=row, **words)
    messages.success(request, _("The template is saved."))
    return redirect(row)


def _plain(written: str) -> str:
    return "\n".join(line.rstrip() for line in written.strip().splitlines())
