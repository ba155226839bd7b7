"""HTML from outside: its words and pictures through the one allow-list; what has no place is named."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from html import escape
from posixpath import relpath
from urllib.parse import quote

from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as lhtml
from lxml.html import HtmlElement

from humus.exchange.into.items import Bundle, Item, attached
from humus.exchange.into.places import Places
from humus.exchange.into.webnotes import bring_notes, put_words
from humus.exchange.into.word_math import BLOCK, END, LINE, MOST
from humus.exchange.xml import UNSTORABLE
from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.kit.richtext import BadDocument

MOST_LENGTH = 20_000_000
_DATA = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
_LOST = {
    "iframe", "video", "audio", "embed", "object", "form", "input", "button", "select", "textarea", "canvas", "svg",
    "math", "applet",
}  # fmt: skip
_SILENT = ("script", "style", "template", "noscript", "head", "link", "meta", "nav", "footer")


def read_html(bundle: Bundle, place: str, text: str, files: Callable[[str], str] | None = None) -> Item:
    """``files`` answers the path of a picture in the bundle for the name in the text."""
    if len(text) > MOST_LENGTH:
        raise DeedError(_("This text is too large to be read."), field="file")
    root = _parsed(text)
    name = place.rpartition("/")[2]
    title = _title(root) or name
    language = (root.get("lang") or "").split("-")[0][:8]
    item = Item(place=place, title=title, doc={}, language=language)
    places = Places(bundle, item, files)
    _prepare(bundle, item, root, places)
    body = root.find("body")
    written = lhtml.tostring(body if body is not None else root, encoding="unicode")
    try:
        item.doc = _finish(richtext.from_plain_html(written, places.address))
    except BadDocument as error:
        raise DeedError(f"{title}: {error}", field="file") from error
    return item


def _parsed(text: str) -> HtmlElement:
    parser = lhtml.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lhtml.document_fromstring(text.encode("utf-8", "replace") or b"<p></p>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return lhtml.document_fromstring(f"<p>{escape(UNSTORABLE.sub('', text)[:1000])}</p>")
    for element in root.iter():
        # Written as &#1; they come through the parser, which then refuses to move them.
        element.text, element.tail = _storable(element.text), _storable(element.tail)
    return root


def _storable(text: str | None) -> str | None:
    return UNSTORABLE.sub("", text) if text else text


def _title(root: HtmlElement) -> str:
    """The first heading of the first level, else the title of the file; the heading leaves the text."""
    heading = next(iter(root.iter("h1")), None)
    if heading is not None:
        title = " ".join(heading.text_content().split())[:250]
        heading.drop_tree()
        if title:
            return title
    found = root.findtext(".//title") or ""
    return " ".join(found.split())[:250]


def _prepare(bundle: Bundle, item: Item, root: HtmlElement, places: Places) -> None:
    for element in list(root.iter(*_SILENT)):
        element.drop_tree()
    # What stands around the text of a site, and the line of origin that our own web pages carry.
    for element in root.xpath("//body/header[following-sibling::main] | //article/p[@class='source']"):
        element.drop_tree()
    for element in list(root.iter("math")):
        _formula(element)
    bring_notes(root)
    for element in list(root.iter(*_LOST)):
        words = {"page": item.title, "what": f"<{element.tag}>"}
        bundle.note(_("“%(page)s”: %(what)s cannot be kept.") % words)
    levels = [int(heading.tag[1]) for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    shift = 1 if 1 in levels else 0
    for heading in list(root.iter("h1", "h2", "h3", "h4", "h5", "h6")):
        heading.tag = f"h{min(6, int(heading.tag[1]) + shift)}"
    for figure in root.iter("figure"):
        picture, caption = figure.find(".//img"), figure.find("figcaption")
        if picture is not None and caption is not None:
            picture.set("title", " ".join(caption.text_content().split())[:500])
            caption.drop_tree()
    for paragraph in list(root.iter("p")):
        before = paragraph.getprevious()
        if paragraph.get("class") == "caption" and before is not None and before.find(".//img") is not None:
            before.find(".//img").set("title", " ".join(paragraph.text_content().split())[:500])
            paragraph.drop_tree()
    for aside in root.iter("aside", "div"):
        _callout(aside)
    for number, picture in enumerate(root.iter("img")):
        _inline_picture(bundle, item, picture, number)


def _formula(element: HtmlElement) -> None:
    """Where a formula brings its LaTeX, as ours, those of Pandoc and of MediaWiki do, it stays one."""
    source = element.findtext(".//annotation[@encoding='application/x-tex']") or element.get("alttext") or ""
    source = " ".join(source.split())
    if source and len(source) <= MOST:
        sign = BLOCK if element.get("display") == "block" else LINE
        put_words(element, f"{sign}{source}{END}")


def _callout(element: HtmlElement) -> None:
    """Ours, from Word or from a web page, to the sign that Markdown has for it."""
    names = (element.get("class") or "").replace("callout--", "").split()
    kind = next((name for name in names if name in ("note", "tip", "warning", "decision")), "")
    if not kind or (element.tag == "div" and "callout" not in names):
        return
    for title in element.xpath("./p[@class='callout__title']"):
        title.drop_tree()
    mark = lhtml.fragment_fromstring(f"<p>[!{kind}]</p>")
    element.tag = "blockquote"
    element.insert(0, mark)


def _inline_picture(bundle: Bundle, item: Item, picture: HtmlElement, number: int) -> None:
    match = _DATA.fullmatch(picture.get("src") or "")
    if match is None:
        return
    try:
        content = base64.b64decode(match[2], validate=False)
    except (binascii.Error, ValueError):
        return
    ending = match[1].lower().partition("/")[2].replace("jpeg", "jpg")
    path = attached(item.place, f"inline-{number + 1}.{ending}")
    bundle.files[path] = content
    picture.set("src", quote(relpath(path, bundle.folder_of(item.place) or ".")))


def _finish(doc: dict[str, object]) -> dict[str, object]:
    from humus.exchange.into.shapes import restored

    return restored(doc)
