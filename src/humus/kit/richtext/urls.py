"""The addresses a link may carry: http, https, mailto, tel, a page by key, and paths of this site."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

MAX_LENGTH = 2000
KEY = r"[A-Za-z0-9_-]{1,64}"
PAGE = re.compile(rf"page:({KEY})(?:#([^\s\"'<>]{{1,200}}))?")

_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_WEB = re.compile(r"//[^/?#\\@\s]*[^/?#\\@\s.:-][^/?#\\]*", re.DOTALL)
_LOCAL = re.compile(r"(?:/(?![/\\])|[#?]|\.{1,2}/)[^\\]*", re.DOTALL)
# Characters that a browser would percent-encode anyway, plus those that end an attribute or a Markdown link.
_KEEP = "!#$%&'()*+,-./:;=?@[]_~"


def to_page(address: str) -> str:
    """What came along with a text and stands in it as ``file:KEY`` is linked to as ``page:KEY``."""
    return f"page:{address.removeprefix('file:')}" if address.startswith("file:") else address


def safe_url(value: Any) -> str | None:
    """The address made harmless, or None where it may not be linked to."""
    if not isinstance(value, str) or len(value) > MAX_LENGTH:
        return None
    url = value.strip()
    if not url or _CONTROL.search(url.replace(" ", "")):
        return None
    match = _SCHEME.fullmatch(url)
    if match is None:
        return quote(url, safe=_KEEP) if _LOCAL.fullmatch(url) else None
    return _with_scheme(match[1].lower(), match[2])


def _with_scheme(scheme: str, rest: str) -> str | None:
    if scheme in ("http", "https"):
        return f"{scheme}:{quote(rest, safe=_KEEP)}" if _WEB.match(rest) and "\\" not in rest else None
    if scheme == "mailto":
        return f"mailto:{quote(rest, safe=_KEEP)}" if "@" in rest else None
    if scheme == "tel":
        return f"tel:{rest}" if re.fullmatch(r"[0-9+().*#; -]{2,40}", rest) else None
    if scheme == "page":
        return f"page:{rest}" if PAGE.fullmatch(f"page:{rest}") else None
    return None


def page_key(url: str) -> tuple[str, str] | None:
    """(key, anchor) of a ``page:`` address."""
    match = PAGE.fullmatch(url)
    return (match[1], match[2] or "") if match else None
