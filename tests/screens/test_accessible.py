"""No accessibility fault on any address that answers with a page: three kinds of reader, day, night and Arabic."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.access.world import client_of
from tests.screens.scene import let_in_again, plant
from tests.screens.site import Screen, Site

pytestmark = pytest.mark.browser
ROLES = ("secretariat", "member", "anonymous")


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} {node['target']}" for one in found for node in one["nodes"][:3]]


def walk(site: Site, screens: Iterable[Screen], **how: str) -> list[str]:
    """Every fault with where it is; one browser a role, one page after the other."""
    troubles = []
    pages: dict[str, Page] = {}
    for screen in screens:
        if screen.role not in pages:
            pages[screen.role] = site.context(screen.role, **how).new_page()
        page = pages[screen.role]
        answer = page.goto(screen.url)
        assert answer
        assert answer.status == screen.status, screen
        troubles += [f"{screen.url} as {screen.role} {how or ''}: {fault}" for fault in faults(page)]
    for page in pages.values():
        page.context.close()
    return troubles


def one_each(screens: list[Screen]) -> list[Screen]:
    """One screen a template."""
    return list({screen.template: screen for screen in reversed(screens)}.values())


def every_screen(site: Site) -> list[Screen]:
    more = plant(site.world)
    site.world.clients["author"] = client_of(site.world.people["author"])
    let_in_again(site.world, "member")
    named = [site.screen(url, role) for role, urls in more.items() for url in urls]
    assert [screen.url for screen in named if not screen.template] == []
    return [screen for role in ROLES for screen in site.screens(role)] + named


def test_no_fault_on_any_address(site: Site) -> None:
    screens = every_screen(site)
    assert len(screens) > 150
    assert walk(site, screens) == []


def test_no_fault_by_night_in_arabic_on_any_kind_of_screen(site: Site) -> None:
    assert walk(site, one_each(every_screen(site)), theme="dark", language="ar") == []


def test_the_check_sees_a_fault(site: Site) -> None:
    with site.open("/") as page:
        page.evaluate("document.querySelector('h1').outerHTML = '<img src=\"/x.png\">'")
        assert any(fault.startswith("image-alt") for fault in faults(page))
