"""Every screen under the eyes of axe: by day whole, and by night, on the same page, what colour changes.

Each address is looked at as the role that sees the most of it, and each template once more as the role that sees the
least of it, from the right to the left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page

from tests.screens.site import Screen, Site

MOST_FIRST = ("secretariat", "administrator", "member", "author", "anonymous")
LEAST_FIRST = ("anonymous", "author", "member", "secretariat", "administrator")

# Of what a page loads no rule in force needs more than its films and sounds.
WHOLE: dict[str, Any] = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
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


def by_night(page: Page) -> list[str]:
    """The theme follows the medium, as no cookie chose one."""
    page.emulate_media(color_scheme="dark")
    found = [f"by night {one}" for one in look(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


def walk(site: Site, screens: Iterable[Screen], **how: str) -> list[str]:
    """Every fault with where it is; one browser a role, one page after the other; by night once a template."""
    troubles = []
    pages: dict[str, Page] = {}
    known: set[str] = set()
    for screen in screens:
        if screen.role not in pages:
            pages[screen.role] = site.context(screen.role, theme="", **how).new_page()
        page = pages[screen.role]
        answer = page.goto(screen.url)
        assert answer
        assert answer.status == screen.status, screen
        faults = look(page) + ([] if screen.template in known else by_night(page))
        known.add(screen.template)
        if not page.title().endswith(f" · {settings.SITE_NAME}") and screen.url != "/":
            faults.append(f"title {page.title()!r}")
        troubles += [f"{screen.url} as {screen.role} {how or ''}: {fault}" for fault in faults]
    for page in pages.values():
        page.context.close()
    return troubles


def addresses(first: str, before: str) -> Callable[[str], bool]:
    """Whether an address stands from this one on and before that one in the order of the alphabet."""
    return lambda url: first <= url.lstrip("/") < before


def screens_of(site: Site, roles: tuple[str, ...], within: Callable[[str], bool]) -> list[Screen]:
    """Every address that answers with a page, in the access matrix and planted, as the first of these roles."""
    known = list(site.screens([role for role in roles if role != "author"], within))
    planted = {url: role for role in reversed(roles) for url in site.more.get(role, []) if within(url)}
    named = [site.screen(url, role) for url, role in planted.items()]
    assert [screen.url for screen in named if not screen.template] == []
    return known + named


def one_each(screens: list[Screen]) -> list[Screen]:
    """One screen a template."""
    return list({screen.template: screen for screen in reversed(screens)}.values())
