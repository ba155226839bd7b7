"""The address of a page and the platform's own words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import Resolver404, URLResolver, get_resolver, resolve

from humus.pages.slugs import RESERVED, plain_slug


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        whole = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, whole)
        else:
            yield whole


def test_no_page_takes_a_word_that_the_platform_uses_in_a_space() -> None:
    found = (re.fullmatch(r"s/<slug:\w+>/([a-z-]+)/", route) for route in routes(get_resolver()))
    words = {match[1] for match in found if match}
    assert words
    assert words <= RESERVED
    assert all(plain_slug(word) == f"{word}-page" for word in words)
    assert all(resolve(f"/s/soils/{word}/").url_name != "page" for word in words)


@pytest.mark.parametrize("slug", ["front", "peoples", "bin-2", "tree_", "joined"])
def test_names_that_only_begin_like_such_a_word_are_pages(slug: str) -> None:
    assert resolve(f"/s/soils/{slug}/").url_name == "page"


def test_what_is_no_slug_is_no_page() -> None:
    with pytest.raises(Resolver404):
        resolve("/s/soils/a.b/")
