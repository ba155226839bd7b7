"""Arrange a front: choose its parts, order, hide and set them, write between them; seen by others once published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from humus.kit import richtext
from humus.kit.access import access, require
from humus.kit.errors import DeedError
from humus.kit.richtext import BadDocument, blocks
from humus.kit.richtext.blocks import Block, Node
from humus.pages import arranging, domain, fronts, reading
from humus.pages.blockform import BlockForm
from humus.pages.editor import as_json
from humus.pages.models import Draft, Page, Text
from humus.pages.views.finding import NAMES, page_or_404, shell, wanted_language
from humus.pages.views.reading import drawn


@dataclass
class Work:
    """What a person is arranging: their draft, else what is published; nothing where this language has neither."""

    page: Page
    front: fronts.Front
    language: str
    draft: Draft | None
    text: Text | None

    @property
    def title(self) -> str:
        return self.draft.title if self.draft else self.text.title if self.text else ""

    @property
    def body(self) -> Node | None:
        found = self.draft or self.text
        return fronts.completed(self.front, richtext.clean(found.body)) if found else None

    @property
    def base(self) -> int:
        return self.draft.base if self.draft else self.text.number if self.text else 0

    @property
    def known(self) -> Node:
        body = self.body
        if body is None:
            raise DeedError(_("This language is not arranged yet. Choose how to begin."))
        return body

    def keep(self, actor: Any, body: Node, title: str = "") -> None:
        facts: dict[str, Any] = {"language": self.language, "title": title or self.title, "base": self.base}
        self.draft = domain.save_draft(actor=actor, page=self.page, body=body, **facts)

    def address(self, tail: str = "") -> str:
        return f"{self.page.short_url}arrange/{tail}?language={self.language}"


def _work(request: HttpRequest, key: str) -> Work:
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    language = wanted_language(request, page)
    draft = Draft.objects.filter(page=page, person=request.user, language=language).first()
    return Work(page, fronts.front_of(page), language, draft, page.texts.filter(language=language).first())


def _context(request: HttpRequest, work: Work) -> richtext.RenderContext:
    return reading.context(request.user, work.page, work.language, may_edit=True)


def _screen(request: HttpRequest, work: Work, **more: Any) -> dict[str, Any]:
    languages = [
        {
            "code": code,
            "name": name,
            "url": f"{work.page.short_url}arrange/?language={code}",
            "current": code == work.language,
        }
        | {"arranged": code in work.page.languages}  # type: ignore[attr-defined]
        for code, name in NAMES.items()
    ]
    facts = {"work": work, "arrange_languages": languages, "read_at": fronts.address(work.page)}
    return shell(request, work.page) | facts | more


@access(GET="person", POST="person")
def arrange(request: HttpRequest, key: str) -> HttpResponse:
    """The parts in their order; every change is kept in one's own draft."""
    work = _work(request, key)
    if request.method == "POST":
        return _changed(request, work)
    body = work.body
    more: dict[str, Any] = {"original": work.page.texts.filter(language=work.page.language).first()}
    more["initial"] = work.front.initial(work.page, work.language) is not None
    if body is not None:
        facts = {"rows": arranging.named(arranging.rows(body, work.front), request.user), "body_json": as_json(body)}
        more |= facts | {
            "request_key": get_random_string(24),
            "behind": bool(work.text and work.base < work.text.number),
        }
    return render(request, "pages/arrange.html", _screen(request, work, **more))


def _changed(request: HttpRequest, work: Work) -> HttpResponse:
    """One step: ``do`` names it and the part; a part that was drawn elsewhere comes as ``id`` and ``after``."""
    deed, _space, wanted = request.POST.get("do", "").partition(" ")
    dragged = request.POST.get("id", "")
    try:
        if dragged:
            work.keep(request.user, arranging.after(work.known, work.front, dragged, request.POST.get("after", "")))
        elif deed in arranging.DEEDS:
            work.keep(request.user, arranging.DEEDS[deed](work.known, work.front, wanted))
        elif deed == "begin":
            _begin(request, work, wanted)
    except (DeedError, BadDocument) as refusal:
        messages.error(request, str(refusal))
        return HttpResponse(status=409) if dragged else redirect(work.address())
    if dragged:
        return HttpResponse(status=204)
    body = work.body
    part = arranging.part_of(body, work.front, wanted) if body else ""
    return redirect(work.address() + (f"#part-{part}" if part else ""))


def _begin(request: HttpRequest, work: Work, how: str) -> None:
    """A language that is not arranged begins with the original's parts, or as the platform brings it."""
    if how == "initial":
        found = work.front.initial(work.page, work.language)
    else:
        original = work.page.texts.filter(language=work.page.language).first()
        found = (original.title, original.body) if original else None
    if found is None:
        raise DeedError(_("There is nothing to begin with in this language. Write it in the editor."))
    _bring(request, work, found)


def _bring(request: HttpRequest, work: Work, found: tuple[str, Node]) -> None:
    work.keep(request.user, fronts.completed(work.front, richtext.clean(found[1])), found[0])


@access(GET="person", POST="person")
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Choose what to add behind a part, or write a text there."""
    work = _work(request, key)
    behind = request.GET.get("after", "")
    more: dict[str, Any] = {"behind": behind, "text": request.POST.get("text", "")}
    if request.method == "POST":
        try:
            nodes = [node for node in richtext.from_markdown(more["text"])["content"] if node.get("content")]
            if not nodes:
                raise DeedError(_("Please write something first."))
            work.keep(request.user, arranging.put(work.known, work.front, nodes, behind))
            part = arranging.part_of(work.known, work.front, nodes[0]["attrs"]["id"])
            return redirect(f"{work.address()}#part-{part}")
        except (DeedError, BadDocument) as refusal:
            more["error"] = str(refusal)
    more["offered"] = arranging.offered(_context(request, work), work.front)
    screen = _screen(request, work, **more)
    return render(request, "pages/arrange_add.html", screen, status=400 if "error" in more else 200)


@access(GET="person", POST="person")
def options(request: HttpRequest, key: str) -> HttpResponse:
    """What a part is told: of one that stands there (``part``), or of a new one (``block``, put behind ``after``)."""
    work = _work(request, key)
    found = _asked(request, work)
    if found is None:
        messages.error(request, arranging.gone())
        return redirect(work.address())
    block, row = found
    behind = request.GET.get("after", "")
    data = request.POST if request.method == "POST" else None
    form = BlockForm(block, row.attrs if row else {}, work.page, request.user, data)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            if row:
                body, part = arranging.set_options(work.known, work.front, row.id, form.attrs), row.id
            else:
                nodes: list[Node] = [{"type": block.name, "attrs": form.attrs}]
                body = arranging.put(work.known, work.front, nodes, behind)
                part = nodes[0]["attrs"]["id"]
            work.keep(request.user, body)
            return redirect(f"{work.address()}#part-{part}")
        except (DeedError, BadDocument) as refusal:
            error = str(refusal)
    more = {"form": form, "chosen": block, "row": row, "behind": behind, "error": error}
    refused = bool(error or form.errors)
    return render(request, "pages/arrange_options.html", _screen(request, work, **more), status=400 if refused else 200)


def _asked(request: HttpRequest, work: Work) -> tuple[Block, arranging.Row | None] | None:
    body = work.body
    if body is None:
        return None
    if wanted := request.GET.get("part"):
        row = next((row for row in arranging.rows(body, work.front) if row.id == wanted), None)
        return (row.block, row) if row and row.block else None
    block = blocks.get(request.GET.get("block"))
    return (block, None) if block in arranging.offered(_context(request, work), work.front) and block else None


@access(GET="person")
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The front as others would see it if it were published now."""
    work = _work(request, key)
    body = work.body
    if body is None:
        return redirect(work.address())
    page = work.page
    text = work.text or Text(page=page, language=work.language)
    text.title, text.body, text.plain = work.title, body, richtext.to_text(body)
    page.shown_text = text  # type: ignore[attr-defined]
    compiled = richtext.compile(body, language=work.language)
    if work.front.draw:
        return work.front.draw(request, page, text, compiled, preview=work.address())
    return drawn(request, page, text, compiled, preview=work.address())


@access(GET="person", POST="person")
def reset(request: HttpRequest, key: str) -> HttpResponse:
    """Begin again as the platform brought the page; nothing is shown to others before it is published."""
    work = _work(request, key)
    found = work.front.initial(work.page, work.language)
    if found is None:
        messages.error(request, _("There is nothing to begin with in this language. Write it in the editor."))
        return redirect(work.address())
    if request.method == "POST":
        _bring(request, work, found)
        messages.success(request, _("The initial arrangement is in your draft. Publish it to show it to everyone."))
        return redirect(work.address())
    context = {
        "question": _("Go back to the initial arrangement?"),
        "text": _("It takes the place of what you are arranging now. What is published stays until you publish."),
        "yes": _("Take the initial arrangement"),
        "back_url": work.address(),
    }
    return render(request, "humus/confirm.html", context)
