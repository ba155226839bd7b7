"""Review before publication: the queue, and one text with what is said and decided about it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.kit import numbers, richtext
from humus.kit.access import access, may
from humus.kit.errors import DeedError
from humus.kit.richtext import diff
from humus.pages import domain, facts, reading
from humus.pages.domain import proposing, scheduling
from humus.pages.models import Page, Proposal, Remark
from humus.spaces.models import Space

MOST = 200


def proposals() -> Any:
    return Proposal.objects.select_related("page__space", "author", "decided_by", "version")


@access(GET="person")
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for me to read, and what I have handed in myself."""
    visible = proposals().visible_to(request.user).defer("body")
    waiting = proposals().to_decide(request.user).defer("body")[:MOST]
    later = visible.filter(publish_at__isnull=False, state__in=Proposal.OPEN).exclude(author=request.user)[:MOST]
    mine = proposals().living().filter(author=request.user, pk__in=visible.values("pk")).defer("body")[:MOST]
    settled = visible.filter(state="published").exclude(decided_by=None).order_by("-decided_at")[:10]
    context = {"waiting": waiting, "mine": mine, "later": later, "settled": settled}
    return render(request, "pages/reviews.html", context)


def find(request: HttpRequest, key: str) -> Proposal:
    row = proposals().visible_to(request.user).filter(key=key).first()
    if row is None:
        raise Http404
    with_roles = Space.objects.with_role_of(request.user).filter(pk=row.page.space_id).first()
    row.page.space = with_roles or row.page.space
    return row  # type: ignore[no-any-return]


@access(GET="person", POST="person")
def review(request: HttpRequest, key: str) -> HttpResponse:
    """The text as it would be read, what it changes, and the talk about it. What was typed comes back if refused."""
    row = find(request, key)
    error = ""
    if request.method == "POST":
        try:
            answer = _deed(request, row)
            if answer is not None:
                return answer
            raise DeedError(_("There is no such deed."))
        except DeedError as refusal:
            error = str(refusal)
            row = find(request, key)
    return render(request, "pages/review.html", _shown(request, row) | {"error": error}, status=400 if error else 200)


def _deed(request: HttpRequest, row: Proposal) -> HttpResponse | None:
    said, deed, person = request.POST.get("words", ""), request.POST.get("deed", ""), request.user
    if deed == "remark":
        domain.remark(actor=person, proposal=row, said=said)
        messages.success(request, _("Your remark is kept; the others hear of it."))
    elif deed == "send_back":
        domain.send_back(actor=person, proposal=row, reason=said)
        messages.success(request, _("It is with its author again, with your reason."))
    elif deed in ("approve", "approve_publish"):
        row = domain.approve(actor=person, proposal=row, round=numbers.small(request.POST.get("round", "")))
        return _released(request, row) if deed == "approve_publish" else _back(request, row, _("It is approved."))
    elif deed == "publish":
        return _released(request, row)
    elif deed in ("reschedule", "unschedule"):
        return _rescheduled(request, row, deed)
    elif deed == "withdraw":
        domain.withdraw(actor=person, proposal=row)
        return _back(request, row, _("It is withdrawn; your draft is kept."))
    else:
        return None
    return redirect(row)


def _rescheduled(request: HttpRequest, row: Proposal, deed: str) -> HttpResponse:
    zone = request.POST.get("zone", "")
    moment = scheduling.moment_of(request.POST.get("publish_at", ""), zone) if deed == "reschedule" else None
    row = domain.reschedule(actor=request.user, proposal=row, moment=moment, zone=zone)
    return _back(request, row, _("The moment is set.") if moment else _("It is not published by itself any more."))


def _back(request: HttpRequest, row: Proposal, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(row)


def _released(request: HttpRequest, row: Proposal) -> HttpResponse:
    try:
        version = domain.release(actor=request.user, proposal=row)
    except PermissionDenied:
        if row.author_id == request.user.pk:
            raise
        words = _("It is approved, but its author may no longer write this page, so that it is not published.")
        messages.error(request, words)
        return redirect(row)
    messages.success(request, _("Published. Everyone who may read this page sees the new version."))
    return redirect(version.page)


def _on_clock(row: Proposal) -> str:
    """The moment as a form shows it, on the clock it was read from."""
    return f"{row.publish_at.astimezone(ZoneInfo(row.zone or 'UTC')):%Y-%m-%dT%H:%M}" if row.publish_at else ""


def _talk(row: Proposal, context: richtext.RenderContext) -> list[Remark]:
    """What was said, drawn as comments are."""
    remarks = list(row.remarks.select_related("person"))
    for one in remarks:
        one.html = _drawn(one.words, context) if one.words else ""  # type: ignore[attr-defined]
    return remarks


def _drawn(typed: str, context: richtext.RenderContext) -> str:
    try:
        doc = richtext.from_light_markdown(typed)
    except richtext.BadDocument:
        doc = richtext.paragraphs(typed)
    return richtext.to_html(richtext.clean(doc), context)


def _since(row: Proposal) -> dict[str, Any]:
    """What changed since it was last sent back, where it was handed in again."""
    before = row.sent_back.filter(round__lt=row.round).order_by("-round").first() if row.round > 1 else None
    if before is None:
        return {}
    return {
        "difference": diff.to_html(diff.compare(before.body, row.body)),
        "title": before.title if before.title != row.title else "",
        "same": proposing.same_words(row, before.title, before.body),
    }


def _shown(request: HttpRequest, row: Proposal) -> dict[str, Any]:
    person, page = request.user, row.page
    seen = Page.objects.visible_to(person).filter(pk=page.pk).exists()
    text = page.texts.filter(language=row.language).first() if page.status != "draft" else None
    language = get_language() or "en"
    read = reading.Resolvers(person, language, reviewed=page.pk)
    context = reading.context(person, page, language, read=read)
    changed = proposing.has_changed(row) if row.is_open else False
    return {
        "row": row,
        "space": page.space,
        "page_seen": seen and page.status != "draft",
        "text": text,
        "title_before": text.title if text and text.title != row.title else "",
        "difference": diff.to_html(diff.compare(text.body, row.body)) if text else "",
        "body": richtext.to_html(row.body, context, language=row.language),
        "facts": facts.of(page, row.detail),
        "since": _since(row),
        "remarks": _talk(row, context),
        "decides": may("proposal.decide", person, row),
        "own": may("proposal.own", person, row),
        "may_write": seen and may("page.edit", person, page),
        "changed": changed,
        "outdated": row.is_open and proposing.is_outdated(row),
        "typed": request.POST.get("words", ""),
        "zone": row.zone or scheduling.zone_of(person),
        "publish_at": request.POST.get("publish_at") or _on_clock(row),
        "crumbs": [
            {"label": page.space.title, "url": page.space.get_absolute_url()},
            {"label": _("Review"), "url": "/reviews/"},
        ],
    }
