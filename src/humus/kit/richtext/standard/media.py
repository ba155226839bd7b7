"""Pictures and files, by key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape
from typing import Any, NamedTuple

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import attributes
from ..blocks import Dynamic, Need, Node
from ..context import FileRef
from ..scope import Scope

# How wide a smaller picture is, what one weighs where its size is not known, and the WebP bytes of a pixel.
PREVIEW_WIDTH, PAPER_BYTES, BYTES_A_PIXEL = 900, 50_000, 0.15
# As an image is drawn into a page: its address, what it shows, how wide and how high it is.
DRAWN = re.compile(
    r'<figure class="image image--\w+">(?:<a [^>]*>)?'
    r'<img src="(?P<url>[^"]+)" alt="(?P<alt>[^"]*)" width="(?P<width>\d+)" height="(?P<height>\d+)"'
)


class Image(Dynamic):
    """A picture with a text for those who do not see it, or marked as decoration."""

    name, label = "image", gettext_lazy("Image")
    attributes = {
        "file": attributes.key("file"),
        "alt": attributes.text(500),
        "decorative": attributes.flag(),
        "caption": attributes.text(500),
        "width": attributes.choice("small", "medium", "full", default="full"),
    }

    def repair(self, node: Node) -> Node:
        if node["attrs"].get("decorative"):
            node["attrs"].pop("alt", None)
        return node

    def needs(self, attrs: dict[str, Any], owner: str) -> Iterable[Need]:
        return (("files", attrs["file"]),)

    def view(self, attrs: dict[str, Any], scope: Scope) -> str:
        file = scope.files.get(attrs["file"])
        if file is None:
            return scope.problem(_("This image was deleted, or you may not see it."))
        size = f' width="{int(file.width)}" height="{int(file.height)}"' if file.width and file.height else ""
        source, alt = escape(file.preview_url or file.url), escape(attrs.get("alt", ""))
        if scope.context.saving and scope.context.target == "page":
            return _figure(attrs, held(file, attrs.get("alt", "")))
        picture = f'<img src="{source}" alt="{alt}"{size} loading="lazy">'
        if file.preview_url and scope.context.target == "page":
            picture = f'<a href="{escape(file.url)}" aria-label="{escape(_open_label(attrs, file.name))}">{picture}</a>'
        return _figure(attrs, picture)

    def text(self, node: Node, inner: str) -> str:
        return " ".join(filter(None, (node["attrs"].get("alt"), node["attrs"].get("caption"))))


def _figure(attrs: dict[str, Any], picture: str) -> str:
    caption = f"<figcaption>{escape(attrs['caption'])}</figcaption>" if attrs.get("caption") else ""
    return f'<figure class="image image--{attrs.get("width", "full")}">{picture}{caption}</figure>'


class Picture(NamedTuple):
    url: str
    alt: str


def first_picture(html: str, *, wide: int, high: int) -> Picture | None:
    """The first image in a drawn text that is at least so large."""
    found = (one for one in DRAWN.finditer(html) if int(one["width"]) >= wide and int(one["height"]) >= high)
    return next((Picture(unescape(one["url"]), unescape(one["alt"])) for one in found), None)


def held(file: FileRef, alt: str) -> str:
    """In place of a picture: what it shows and about how much it weighs; a link to it, or with scripts itself."""
    bytes_ = shown_bytes(file)
    weight = (_("about %s") if file.preview_url else "%s") % filesizeformat(bytes_) if bytes_ else ""
    words = " · ".join(filter(None, (alt or file.name, weight)))
    source, label = (
        escape(file.preview_url or file.url),
        escape(_("Open the image in full size: %(name)s") % {"name": alt or file.name}),
    )
    full = f' data-held-full="{escape(file.url)}" data-held-label="{label}"' if file.preview_url else ""
    return (
        f'<a class="held panel panel--sunken" href="{source}" data-held="{source}" data-held-alt="{escape(alt)}"{full}>'
        f"<strong>{escape(_('Show the picture'))}</strong> "
        f'<span class="muted small">{escape(words)}</span></a>'
    )


def shown_bytes(file: FileRef) -> int:
    """What is sent for it on a page: the file itself, or an estimate of its smaller picture (0.15 bytes a pixel)."""
    if not file.preview_url:
        return file.size
    if file.media_type == "application/pdf" or not (file.width and file.height):
        return PAPER_BYTES
    shown = min(1, PREVIEW_WIDTH / file.width) ** 2 * file.width * file.height
    return min(file.size or PAPER_BYTES, int(shown * BYTES_A_PIXEL))


def _open_label(attrs: dict[str, Any], name: str) -> str:
    return _("Open the image in full size: %(name)s") % {"name": attrs.get("alt") or name}


class FileLink(Dynamic):
    name, label, inline = "fileLink", gettext_lazy("File"), True
    attributes = {"file": attributes.key("file"), "label": attributes.text(200)}

    def needs(self, attrs: dict[str, Any], owner: str) -> Iterable[Need]:
        return (("files", attrs["file"]),)

    def view(self, attrs: dict[str, Any], scope: Scope) -> str:
        file = scope.files.get(attrs["file"])
        if file is None:
            return f'<span class="file">{escape(attrs.get("label") or _("File"))}</span>'
        size = f' <span class="muted small">({escape(filesizeformat(file.size))})</span>' if file.size else ""
        return f'<a class="file" href="{escape(file.url)}">{escape(attrs.get("label") or file.name)}</a>{size}'

    def text(self, node: Node, inner: str) -> str:
        return str(node["attrs"].get("label", ""))

    def words(self, attrs: dict[str, Any], scope: Scope) -> str:
        file = scope.files.get(attrs["file"])
        return str(attrs.get("label") or (file.name if file else ""))


BLOCKS = (Image(), FileLink())
