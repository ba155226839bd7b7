"""Move, copy, order, archive, bin and bring back: one page or many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.kit.observability import security
from humus.pages import domain, reading
from humus.pages.models import Page
from humus.pages.views.finding import manageable_or_404, page_or_404, shell
from humus.spaces.models import Space


def _targets(request: HttpRequest, exclude: Page | None = None) -> list[Page]:
    """Pages below which the person may put something, by space and tree."""
    writable = [
        space.pk
        for space in Space.objects.visible_to(request.user).current().with_role_of(request.user)
        if may("space.contribute", request.user, space)
    ]
    pages = Page.objects.visible_to(request.user).published().filter(space__in=writable).select_related("space")
    if exclude is not None:
        pages = pages.exclude(path__startswith=exclude.path)
    return reading.titled(pages.order_by("space__slug", "path")[:1000])


def _target(request: HttpRequest) -> Page:
    page = reading.find(request.user, key=request.POST.get("parent", ""))
    if page is None:
        raise DeedError(_("Please choose a page."), field="parent")
    return page


@access(GET="person", POST="person")
def move(request: HttpRequest, key: str) -> HttpResponse:
    page = page_or_404(request, key)
    require("page.organise", request.user, page)
    error = ""
    if request.method == "POST":
        try:
            page = domain.move(actor=request.user, page=page, parent=_target(request))
            messages.success(request, _("Moved. The old address leads here."))
            return redirect(page.get_absolute_url())
        except DeedError as refusal:
            error = str(refusal)
    context = shell(request, page) | {"targets": _targets(request, page), "error": error, "deed": "move"}
    return render(request, "pages/move.html", context, status=400 if error else 200)


@access(GET="person", POST="person")
def copy(request: HttpRequest, key: str) -> HttpResponse:
    page = page_or_404(request, key)
    error = ""
    if request.method == "POST":
        try:
            children = request.POST.get("children") == "on"
            twin = domain.copy(actor=request.user, page=page, parent=_target(request), with_children=children)
            messages.success(request, _("Copied. This is the copy."))
            return redirect(twin.get_absolute_url())
        except DeedError as refusal:
            error = str(refusal)
    context = shell(request, page) | {"targets": _targets(request), "error": error, "deed": "copy"}
    return render(request, "pages/move.html", context, status=400 if error else 200)


@access(POST="person")
def place(request: HttpRequest, space: str) -> HttpResponse:
    """Put the page ``id`` after its sibling ``after``, or first."""
    page = reading.find(request.user, space__slug=space, key=request.POST.get("id", ""))
    if page is None:
        raise Http404
    after = page_or_404(request, request.POST["after"]) if request.POST.get("after") else None
    try:
        domain.place(actor=request.user, page=page, after=after)
    except DeedError as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    return JsonResponse({"placed": True})


Deed = Callable[..., int | None]

STATUS_DEEDS: dict[str, tuple[Deed, Any]] = {
    "archive": (
        domain.archive,
        lambda: (
            _("Archive this page?"),
            _("It stays readable by its address and leaves lists and search. Pages below it are archived too."),
            _("Archive"),
            _("Archived. Everyone who knows its address can still read it."),
        ),
    ),
    "unarchive": (
        domain.unarchive,
        lambda: (
            _("Bring this page back from the archive?"),
            _("It appears in lists and search again, with the pages below it."),
            _("Bring back"),
            _("Brought back from the archive."),
        ),
    ),
    "bin": (
        domain.to_bin,
        lambda: (
            _("Move this page to the bin?"),
            _("Readers no longer find it, nor the pages below it. You can bring it back from the bin of the space."),
            _("Move to the bin"),
            _("“%(title)s” is in the bin. Bring it back from here whenever you like."),
        ),
    ),
    "bring-back": (
        domain.bring_back,
        lambda: (
            _("Bring this page back from the bin?"),
            _("It returns to its place with the pages below it."),
            _("Bring back"),
            _("Brought back, to the place where it was."),
        ),
    ),
    "destroy": (
        domain.destroy,
        lambda: (
            _("Delete this page for ever?"),
            _("The page, all pages below it, their versions and files are deleted. This cannot be undone."),
            _("Delete for ever"),
            _("“%(title)s” is deleted for ever."),
        ),
    ),
}


@access(GET="person", POST="person")
def status(request: HttpRequest, key: str, deed: str) -> HttpResponse:
    """One screen to confirm each change of status, with its way back."""
    if deed not in STATUS_DEEDS:
        raise Http404
    page = manageable_or_404(request, key)
    require("page.destroy" if deed == "destroy" else "page.organise", request.user, page)
    act, words = STATUS_DEEDS[deed]
    question, text, yes, done = words()
    title = page.title
    error = ""
    if request.method == "POST":
        try:
            act(actor=request.user, page=page)
        except DeedError as refusal:
            error = str(refusal)
        else:
            messages.success(request, done % {"title": title})
            gone = deed in ("bin", "destroy")
            return redirect(f"/s/{page.space.slug}/bin/" if gone else page.get_absolute_url())
    context = {
        "question": question,
        "text": f"{page.title} — {text}",
        "yes": yes,
        "danger": deed in ("bin", "destroy"),
        "error": error,
        "back_url": page.get_absolute_url() if page.status != "binned" else f"/s/{page.space.slug}/bin/",
    }
    return render(request, "humus/confirm.html", context, status=400 if error else 200)


@access(GET="person")
def bin_of(request: HttpRequest, space: str) -> HttpResponse:
    """What was put in the bin of a space, for those who may bring it back."""
    place = Space.objects.visible_to(request.user).with_role_of(request.user).filter(slug=space).first()
    if place is None:
        raise Http404
    require("space.contribute", request.user, place)
    found = Page.objects.in_bin_of(request.user).filter(space=place)
    tops = found.exclude(parent__status="binned").select_related("space", "status_by")
    if not may("space.write", request.user, place):
        tops = tops.filter(author=request.user)
    return render(
        request,
        "pages/bin.html",
        {
            "space": place,
            "pages": reading.with_working_titles(reading.titled(tops.order_by("-status_at")[:200]), request.user),
            "may_destroy": may("space.manage", request.user, place),
            "crumbs": [{"label": place.title, "url": place.get_absolute_url()}],
        },
    )


@access(POST="person")
def many(request: HttpRequest, space: str) -> HttpResponse:
    """Move, label, archive or bin several pages at once: all of them or none."""
    place = Space.objects.visible_to(request.user).with_role_of(request.user).filter(slug=space).first()
    if place is None:
        raise Http404
    keys = request.POST.getlist("pages")[:500]
    pages = list(Page.objects.visible_to(request.user).filter(space=place, key__in=keys).select_related("space"))
    back = redirect(f"/s/{place.slug}/tree/")
    if not keys or len(pages) != len(set(keys)):
        security.note(request, "refused")
        messages.error(request, _("Choose at least one page; nothing was changed."))
        return back
    try:
        with transaction.atomic():
            _do_all(request, pages)
    except DeedError as refusal:
        messages.error(request, _("Nothing was changed: %(reason)s") % {"reason": refusal})
        return back
    count = len(pages)
    messages.success(request, ngettext("%(count)d page changed.", "%(count)d pages changed.", count) % {"count": count})
    return back


def _do_all(request: HttpRequest, pages: list[Page]) -> None:
    deed, actor = request.POST.get("deed", ""), request.user
    # A page below another chosen one travels with it.
    tops = [
        page for page in pages if not any(page is not other and page.path.startswith(other.path) for other in pages)
    ]
    if deed == "label":
        for page in pages:
            domain.add_label(actor=actor, page=page, name=request.POST.get("label", ""))
    elif deed == "move":
        parent = _target(request)
        for page in tops:
            domain.move(actor=actor, page=page, parent=parent)
    elif deed in ("archive", "bin"):
        for page in tops:
            STATUS_DEEDS[deed][0](actor=actor, page=page)
    else:
        raise DeedError(_("Please choose what to do."))
