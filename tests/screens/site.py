"""The platform over real HTTP with the small world of the access matrix, in a real browser as one of its people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from humus.kit.tests.browser import PATIENCE
from tests.access import matrix
from tests.access.samples import states_of
from tests.access.world import ROLES, World

EXPECTED = matrix.expectations()


@dataclass(frozen=True)
class Screen:
    """One address that answers with a page to this role, and the template that made it."""

    url: str
    role: str
    template: str
    status: int = 200


@dataclass
class Site:
    browser: Browser
    url: str
    world: World
    # What was planted besides the world: addresses by role.
    more: dict[str, list[str]] = field(default_factory=dict)

    def context(
        self, role: str = "anonymous", *, theme: str = "light", language: str = "en", width: int = 1280, **more: Any
    ) -> BrowserContext:
        """A browser of this person; cookies as the platform would set them."""
        size = {"width": width, "height": 900}
        context = self.browser.new_context(viewport=size, base_url=self.url, reduced_motion="reduce", **more)
        context.add_cookies(self.cookies(role, theme=theme, language=language))
        context.set_default_timeout(PATIENCE)
        return context

    def cookies(self, role: str, **chosen: str) -> list[Any]:
        session = self.world.clients[role].cookies.get(settings.SESSION_COOKIE_NAME)
        values = chosen | ({settings.SESSION_COOKIE_NAME: session.value} if session else {})
        return [{"name": name, "value": value, "url": self.url} for name, value in values.items()]

    @contextmanager
    def open(self, path: str, role: str = "anonymous", **how: Any) -> Iterator[Page]:
        context = self.context(role, **how)
        page = context.new_page()
        page.goto(path)
        yield page
        context.close()

    def screens(self, roles: Iterable[str], within: Callable[[str], bool]) -> Iterator[Screen]:
        """Every GET address once: as the first of these roles whom it answers with a page."""
        for endpoint in matrix.endpoints():
            places = ((role, self._let_in(endpoint, role)) for role in roles)
            screens = (self.screen(url, role) for role, url in places if url and within(url))
            yield from islice((screen for screen in screens if screen.template), 1)

    def screen(self, url: str, role: str) -> Screen:
        """The template is empty where no page answers: a file, a redirect, data."""
        answer = self.world.clients[role].get(url)
        # A file that nobody reads to its end would seem to be under way still.
        answer.close()
        html = answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code in (200, 404)
        templates = [one.name for one in answer.templates if one.name] if html else []
        return Screen(url, role, templates[0] if templates else "", answer.status_code)

    def _let_in(self, endpoint: matrix.Endpoint, role: str) -> str | None:
        grid = matrix.grid_of(EXPECTED, endpoint.route, "GET") or {}
        for state in states_of(endpoint.route):
            letters = grid.get(state, "").replace(" ", "")
            if letters and letters[ROLES.index(role)] == "+":
                return matrix.address(self.world, endpoint, state)
        return None
