"""Whoever wishes reads in wide lines: chosen with the keyboard, kept for this browser, only where there is room."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.screens.site import Site

pytestmark = pytest.mark.browser
COMFORTABLE = 672


def line(page: Page) -> int:
    return round(page.locator(".prose").first.evaluate("text => text.getBoundingClientRect().width"))


def overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_visitor_chooses_wide_lines_and_comes_back_from_them(site: Site, language: str) -> None:
    path = site.world.pages["public"].get_absolute_url()
    context = site.context(language=language, width=1920)
    page = context.new_page()
    page.goto(path)
    assert line(page) == COMFORTABLE

    page.goto("/preferences/reading/")
    page.locator("[name=width]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=width][value=wide]")).to_be_checked()

    found = {}
    for width in (1920, 1280, 600):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        found[width] = line(page)
        assert not overflows(page)
    assert found[1920] > 1400 > found[1280] > COMFORTABLE > found[600]

    page.goto("/preferences/reading/")
    page.locator("[name=width]").first.check()
    page.locator("main form button").press("Enter")
    page.set_viewport_size({"width": 1920, "height": 900})
    page.goto(path)
    assert line(page) == COMFORTABLE
    context.close()
