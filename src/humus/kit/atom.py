"""Atom feeds (RFC 4287): what a list on a screen says, for a reader of feeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag

MOST = 30


@dataclass(frozen=True)
class Entry:
    """One thing of a feed; ``key`` never changes, whatever becomes of its title and address."""

    key: str
    title: str
    path: str
    changed_at: datetime
    published_at: datetime | None = None
    summary: str = ""
    author: str = ""
    labels: list[str] = field(default_factory=list)


def answer(request: HttpRequest, *, title: str, path: str, language: str, entries: Iterable[Entry]) -> HttpResponse:
    """The feed; 304 to a reader that has it already."""
    # It brings readers of XML with it, which most web processes never need.
    from django.utils.feedgenerator import Atom1Feed

    shown = list(entries)
    feed = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(path),
        feed_url=request.build_absolute_uri(),
        description="",
        language=language,
    )
    for entry in shown:
        feed.add_item(
            title=entry.title,
            link=request.build_absolute_uri(entry.path),
            unique_id=f"urn:humus:{entry.key}",
            description=entry.summary,
            author_name=entry.author or None,
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
            categories=entry.labels,
        )
    content = feed.writeString("utf-8")
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response.headers["Content-Language"] = language
    tag = quote_etag(sha256(content.encode()).hexdigest()[:32])
    response.headers["ETag"] = tag
    if shown:
        response.headers["Last-Modified"] = http_date(max(entry.changed_at for entry in shown).timestamp())
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return get_conditional_response(request, etag=tag, response=response) or response
