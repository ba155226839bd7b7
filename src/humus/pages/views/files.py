"""Files of a page: list, upload, hand over, preview. Nothing uploaded ever runs."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from humus.kit import richtext
from humus.kit.access import access, require
from humus.kit.downloads import disposition, in_part
from humus.kit.errors import DeedError
from humus.pages import domain, firstpage, media, reading
from humus.pages.models import File, FileVersion, Page, Proposal
from humus.pages.views.finding import page_or_404, shell

PREVIEW_WIDTHS = 900
A_DAY = 24 * 60 * 60
# A picture or a film opened by its own address may show itself, and nothing more.
SANDBOX = "default-src 'none'; img-src 'self'; media-src 'self'; frame-ancestors 'none'; sandbox"
Answer = TypeVar("Answer", bound=HttpResponseBase)


def _file_or_404(request: HttpRequest, key: str, *, to_read: bool = True) -> File:
    """A file is seen by who sees its page, and read by who reviews a text in which it stands.

    What is missing asks as many questions as what is hidden, so that the time of an answer tells nothing.
    """
    files = File.objects.filter(key=key, deleted_at=None).select_related("page__space")
    file = files.filter(page__in=Page.objects.visible_to(request.user).values("pk")).first()
    if file is None and to_read and _stands_in_a_review(request.user, key):
        file = files.first()
    if file is None:
        raise Http404
    return file


def _stands_in_a_review(person: Any, key: str) -> bool:
    if not person.is_authenticated:
        return False
    page = File.objects.filter(key=key).values("page")
    texts = Proposal.objects.visible_to(person).living().filter(page__in=page).values_list("body", flat=True)
    return any(key in richtext.references(body).files for body in texts)


@access(GET="object")
def files(request: HttpRequest, key: str) -> HttpResponse:
    page = page_or_404(request, key)
    listed = File.objects.filter(page=page, deleted_at=None).prefetch_related("versions__uploaded_by")
    return render(request, "pages/files.html", shell(request, page) | {"files": listed, "tab": "files"})


@access(POST="person")
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Take one or several files; the editor asks for JSON, the form without scripts is led back to the list."""
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    as_json = "application/json" in request.headers.get("Accept", "")
    kept: list[File] = []
    try:
        sent = request.FILES.getlist("file")
        if not sent:
            raise DeedError(_("Please choose a file."), field="file")
        kept += [domain.upload(actor=request.user, page=page, uploaded=one) for one in sent[:20]]
    except DeedError as refusal:
        if as_json:
            return JsonResponse({"error": str(refusal)}, status=400)
        messages.error(request, str(refusal))
        return redirect(f"{page.short_url}files/")
    if as_json:
        return JsonResponse(_described(kept[0]))
    messages.success(request, _("Uploaded."))
    return redirect(f"{page.short_url}files/")


def _described(file: File) -> dict[str, Any]:
    ref = reading.file_ref(file)
    facts = ("key", "name", "url", "media_type", "size", "width", "height", "preview_url")
    return {name: getattr(ref, name) for name in facts} | {"mime": ref.media_type}


@access(GET="object")
def download(request: HttpRequest, key: str, number: int | None = None) -> HttpResponseBase:
    """The bytes: pictures, sound, video and PDF may be shown, everything else is a download; all of it inert."""
    file = _file_or_404(request, key)
    versions = file.versions.filter(number=number) if number else file.versions.order_by("-number")
    version = versions.first()
    if version is None:
        raise Http404
    return in_part(request, _served(version, file.name), version.size)


def _served(version: FileVersion, name: str) -> FileResponse:
    shown = version.media_type in media.SHOWN
    media_type = version.media_type if shown else "application/octet-stream"
    response = FileResponse(version.stored.open("rb"), content_type=media_type)
    kind = "inline" if shown else "attachment"
    response["Content-Disposition"] = disposition(name, kind)
    response["Content-Length"] = str(version.size)
    return harmless(response)


def harmless(response: Answer) -> Answer:
    """Headers that keep uploaded content from running in the name of this site."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response


@access(GET="object")
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """A smaller picture for the page."""
    file = _file_or_404(request, key)
    version = file.versions.order_by("-number").first()
    paper = version is not None and version.media_type == "application/pdf"
    if version is None or not (version.width or paper):
        raise Http404
    # Asked for again each time, so that it is gone with the right to see it; unchanged, it is not sent twice.
    tag = f'"{version.sha256[:32]}-{PREVIEW_WIDTHS}"'
    kept = get_conditional_response(request, etag=tag)
    if kept is not None:
        return harmless(kept)
    small = _first_page(version) if paper else _smaller(version)
    if not small:
        raise Http404
    return harmless(HttpResponse(small, content_type="image/webp", headers={"ETag": tag}))


def _smaller(version: FileVersion) -> bytes:
    with version.stored.open("rb") as stored:
        from humus.pages import pictures

        return pictures.thumbnail(ContentFile(stored.read()), PREVIEW_WIDTHS)


def _first_page(version: FileVersion) -> bytes:
    """Drawn once a day at most; who may see it was asked before."""
    name = f"first-page-{version.sha256}"
    kept: bytes | None = cache.get(name)
    if kept is None:
        with version.stored.open("rb") as stored:
            kept = firstpage.picture(stored.read())
        cache.set(name, kept, A_DAY)
    return kept


@access(GET="person", POST="person")
def remove(request: HttpRequest, key: str) -> HttpResponse:
    file = _file_or_404(request, key, to_read=False)
    require("page.edit", request.user, file.page)
    if request.method == "POST":
        domain.remove_file(actor=request.user, file=file)
        messages.success(request, _("The file is taken off this page."))
        return redirect(f"{file.page.short_url}files/")
    context = {
        "question": _("Take “%(name)s” off this page?") % {"name": file.name},
        "text": _("Links to it on pages stop working."),
        "yes": _("Take it off"),
        "danger": True,
        "back_url": f"{file.page.short_url}files/",
    }
    return render(request, "humus/confirm.html", context)
