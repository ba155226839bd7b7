"""Every screen under the eyes of axe: by day whole, and by night, on the same page, what colour changes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.access.world import ROLES, client_of
from tests.screens.scene import let_in_again, plant
from tests.screens.site import Screen, Site

WHOLE: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS: dict[str, Any] = WHOLE | {"runOnly": ["color-contrast"]}
RUN = """async (options) => (await axe.run(document, options)).violations.flatMap(
  (one) => one.nodes.slice(0, 3).map((node) => `${one.id} ${node.target}`))"""


@cache
def source() -> str:
    return str(Axe().axe_script)


def look(page: Page, rules: dict[str, Any] = WHOLE) -> list[str]:
    """What axe finds on the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(source())
    found: list[str] = page.evaluate(RUN, rules)
    return found


def by_day_and_night(page: Page) -> list[str]:
    """The theme follows the medium, as no cookie chose one."""
    found = look(page)
    page.emulate_media(color_scheme="dark")
    found += [f"by night {one}" for one in look(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


def by_night(page: Page) -> list[str]:
    page.emulate_media(color_scheme="dark")
    return look(page)


def walk(site: Site, screens: Iterable[Screen], faults: Any = by_day_and_night, **how: str) -> list[str]:
    """Every fault with where it is; one browser a role, one page after the other."""
    troubles = []
    pages: dict[str, Page] = {}
    for screen in screens:
        if screen.role not in pages:
            pages[screen.role] = site.context(screen.role, theme="", **how).new_page()
        page = pages[screen.role]
        answer = page.goto(screen.url)
        assert answer
        assert answer.status == screen.status, screen
        troubles += [f"{screen.url} as {screen.role} {how or ''}: {fault}" for fault in faults(page)]
    for page in pages.values():
        page.context.close()
    return troubles


def screens_of(site: Site, *roles: str) -> list[Screen]:
    """Every address of the access matrix that answers one of these roles with a page, and the planted ones."""
    more = plant(site.world)
    site.world.clients["author"] = client_of(site.world.people["author"])
    let_in_again(site.world, "member")
    named = [site.screen(url, role) for role, urls in more.items() if role in roles for url in urls]
    assert [screen.url for screen in named if not screen.template] == []
    return [screen for role in roles if role in ROLES for screen in site.screens(role)] + named


def one_each(screens: list[Screen]) -> list[Screen]:
    """One screen a template."""
    return list({screen.template: screen for screen in reversed(screens)}.values())
