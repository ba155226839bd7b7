"""Addresses of links."""

from __future__ import annotations

import pytest

from humus.kit.richtext.urls import page_key, safe_url

from .harmless import SAFE_URL
from .xss_corpus import URLS


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://4p1000.org/a?b=1&c=é#d", "https://4p1000.org/a?b=1&c=%C3%A9#d"),
        ("http://example.org", "http://example.org"),
        ("HTTPS://Example.org/", "https://Example.org/"),
        (" https://example.org ", "https://example.org"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://münchen.example/", "https://m%C3%BCnchen.example/"),
        ("mailto:a@b.example?subject=x", "mailto:a@b.example?subject=x"),
        ("tel:+33 4 67 00 00 00", "tel:+33 4 67 00 00 00"),
        ("page:abc-12", "page:abc-12"),
        ("page:abc#h-goals", "page:abc#h-goals"),
        ("/spaces/x/?q=1", "/spaces/x/?q=1"),
        ("#h-goals", "#h-goals"),
        ("../up", "../up"),
        ("?page=2", "?page=2"),
    ],
)
def test_good_addresses_stay(given, expected):
    assert safe_url(given) == expected
    assert safe_url(expected) == expected


@pytest.mark.parametrize("url", URLS)
def test_bad_addresses_are_refused_or_harmless(url):
    found = safe_url(url)
    assert found is None or (SAFE_URL.match(found) or page_key(found))
    assert found is None or not set(found) & set("\"'<>`\\\n\r\t") or found.count("'") == url.count("'")
