"""What is in a file, shown where it stands; films of other sites, which are asked for nothing until one wants them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit.films import film

from .. import attributes
from ..blocks import Dynamic, Need, Node
from ..context import FileRef, RenderContext
from ..scope import Scope
from ..urls import safe_url
from .media import held

SEEN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
# What browsers play by themselves.
PLAYED = frozenset(
    {"audio/mpeg", "audio/ogg", "audio/mp4", "audio/wav", "audio/x-wav", "video/mp4", "video/webm", "video/ogg"}
)


class FilePreview(Dynamic):
    """The first page of a PDF, a picture, sound or film; of anything else its name to download."""

    name, label = "filePreview", gettext_lazy("Preview of a file")
    attributes = {"file": attributes.key("file"), "caption": attributes.text(500)}
    attribute_labels = {"file": gettext_lazy("File"), "caption": gettext_lazy("Caption")}
    help = gettext_lazy("Shows the first page of a PDF, a picture, sound or film; other files can be downloaded.")
    words_to_find = "pdf audio video film sound aperçu fichier vista previa archivo attachment"

    def needs(self, attrs: dict[str, Any], owner: str) -> Iterable[Need]:
        return (("files", attrs["file"]),)

    def view(self, attrs: dict[str, Any], scope: Scope) -> str:
        file = scope.files.get(attrs["file"])
        if file is None:
            return scope.problem(_("This file was deleted, or you may not see it."))
        shown = _shown(file, attrs.get("caption", ""), scope.context) if scope.context.target == "page" else ""
        caption = f"<span>{escape(attrs['caption'])}</span>" if attrs.get("caption") else ""
        return f'<figure class="preview">{shown}<figcaption>{_line(file)} {caption}</figcaption></figure>'

    def text(self, node: Node, inner: str) -> str:
        return str(node["attrs"].get("caption", ""))

    def words(self, attrs: dict[str, Any], scope: Scope) -> str:
        file = scope.files.get(attrs["file"])
        return " – ".join(filter(None, (file.name if file else "", attrs.get("caption", ""))))


def _line(file: FileRef) -> str:
    size = f' <span class="muted small">({escape(filesizeformat(file.size))})</span>' if file.size else ""
    return f'<span><a class="file" href="{escape(file.url)}">{escape(file.name)}</a>{size}</span>'


def _shown(file: FileRef, caption: str, context: RenderContext) -> str:
    url, family = escape(file.url), file.media_type.partition("/")[0]
    if file.media_type in PLAYED:
        # Nothing of it is loaded before one plays it: it may be large and the line slow.
        return f'<{family} controls preload="none" src="{url}" aria-label="{escape(caption or file.name)}"></{family}>'
    if file.media_type == "application/pdf" or file.media_type in SEEN:
        if context.saving:
            return held(file, caption)
        paper = " preview__paper" if file.media_type == "application/pdf" else ""
        picture = f'<img src="{escape(file.preview_url or file.url)}" alt="" loading="lazy">'
        label = escape(_("Open %(name)s") % {"name": file.name})
        return f'<a class="preview__open{paper}" href="{url}" aria-label="{label}">{picture}</a>'
    return ""


class Video(Dynamic):
    """A film of another site, shown as a button: the site learns of the reader only when one presses it."""

    name, label = "video", gettext_lazy("Video of another site")
    attributes = {"url": attributes.text(500, required=True), "title": attributes.text(200)}
    attribute_labels = {"url": gettext_lazy("Address of the video"), "title": gettext_lazy("Title")}
    help = gettext_lazy(
        "YouTube, Vimeo or Dailymotion. Nothing is asked of that site before a reader presses the button."
    )
    words_to_find = "youtube vimeo dailymotion film vidéo vídeo embed"

    def view(self, attrs: dict[str, Any], scope: Scope) -> str:
        url, title = attrs["url"], attrs.get("title", "")
        found = film(url)
        if found is None:
            told = scope.problem(_("Videos of this site cannot be shown here; readers get a link to it."))
            return told + f"<p>{_link(url, title)}</p>"
        name, player = found
        if scope.context.target != "page":
            return f"<p>{_link(url, title)} ({escape(name)})</p>"
        play = _("Play the video “%(title)s”") % {"title": title} if title else _("Play the video")
        note = _("It comes from %(site)s, which then learns your internet address.") % {"site": name}
        return (
            f'<figure class="preview"><a class="film" href="{escape(url)}" rel="noreferrer" '
            f'data-film="{escape(player)}"><span class="film__sign"></span>'
            f'<span class="film__play">{escape(play)}</span> <span class="film__note">{escape(note)}</span></a>'
            f"<figcaption><span>{_link(url, title)} ({escape(name)})</span></figcaption></figure>"
        )

    def text(self, node: Node, inner: str) -> str:
        return str(node["attrs"].get("title", ""))

    def words(self, attrs: dict[str, Any], scope: Scope) -> str:
        return " – ".join(filter(None, (attrs.get("title", ""), attrs["url"])))


def _link(url: str, words: str) -> str:
    safe = safe_url(url)
    shown = escape(words or url)
    return f'<a href="{escape(safe)}" rel="noreferrer">{shown}</a>' if safe else shown


BLOCKS = (FilePreview(), Video())
