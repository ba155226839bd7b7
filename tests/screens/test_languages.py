"""No string of the interface stays in English on a French or a Spanish screen."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser

from humus.conftest import make_person
from humus.organisations.models import Organisation
from humus.pages.models import Page
from tests.access.world import World, client_of
from tests.screens.site import Site
from tests.screens.wording import left_in_english, words_of

pytestmark = pytest.mark.browser

COMPLETE = ("fr", "es")


@pytest.fixture
def furnished(browser: Browser, live_server: Any) -> Site:
    """What the platform comes with (spaces, strategy, help, register), a person, and somebody of the secretariat."""
    call_command("initial_community", stdout=StringIO())
    people = {
        "member": make_person("Nadège Kouassi", listed_at=timezone.now()),
        "secretariat": make_person("Inés Robledo", "secretariat"),
    }
    clients = {"anonymous": client_of(None)} | {role: client_of(person) for role, person in people.items()}
    return Site(browser, live_server.url, World(people=people, clients=clients))


def screens(site: Site) -> list[tuple[str, str]]:
    """Who looks, and where."""
    page = Page.objects.get(space__slug="portal", slug="help")
    organisation = Organisation.objects.order_by("slug").first()
    assert organisation
    looks = {
        "anonymous": (
            "/", "/strategy/", "/join/", "/spaces/", "/s/task-force-a2/", "/s/task-force-a2/join/?role=leader",
            "/s/strategy/objective-a2/", "/organisations/", "/people/", "/events/", "/search/?q=soil",
            "/search/?q=qqqq", "/glossary/", "/account/login/", "/account/signup/", "/nothing-here/",
            "/about/help/", "/about/first-steps/", "/about/privacy/", "/about/terms/", "/about/accessibility/",
        ),
        "member": (
            f"{page.short_url}history/", f"{page.short_url}info/", f"/organisations/{organisation.slug}/",
            site.world.people["member"].get_absolute_url(), "/me/", "/me/profile/", "/me/security/", "/me/notices/",
            "/account/email/", "/join/partner/",
        ),
        "secretariat": (
            "/secretariat/", "/secretariat/applications/", "/secretariat/requests/", "/secretariat/people/",
            "/secretariat/organisations/", "/secretariat/settings/", "/secretariat/log/", "/secretariat/search/",
            f"{page.short_url}edit/",
        ),
    }  # fmt: skip
    return [(role, address) for role, addresses in looks.items() for address in addresses]


@pytest.mark.parametrize("language", COMPLETE)
def test_no_string_of_the_interface_stays_in_english(furnished: Site, language: str) -> None:
    left, pages = [], {}
    for role, address in screens(furnished):
        page = pages.get(role) or furnished.context(role, language=language, locale=language).new_page()
        pages[role] = page
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        left += [f"{address} as {role}: {said}" for said in left_in_english(page, language)]
    for page in pages.values():
        page.context.close()
    assert left == []


def test_the_check_sees_a_string_left_in_english(furnished: Site) -> None:
    with furnished.open("/join/", language="fr") as page:
        assert left_in_english(page, "fr") == []
        page.evaluate("document.querySelector('h1').textContent = 'Join the Task Forces'")
        page.evaluate("document.querySelector('main p').title = 'Hello Ada,'")
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p lang=en>Sign in</p>')")
        assert left_in_english(page, "fr") == ["Join the Task Forces"]


def test_the_check_knows_a_string_with_its_holes_filled() -> None:
    spanish = words_of("es")
    assert spanish.english("Ada asks to join Soils") == "%(name)s asks to join %(space)s"
    assert spanish.english("Ada pide unirse a Suelos") == ""
