"""One click of the demonstration becomes anyone of its cast: on a phone, in French, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from humus.kit.tests.emptying import kept_for_a_file
from humus.people.models import Person
from humus.portal import demo_roles
from humus.portal.models import SiteSetting

pytestmark = pytest.mark.browser

ROOM = {"secretariat", "administrator", "bureau"}
TALK = "/s/climate-soil-cop/demo-debat-bois/"


@pytest.fixture(scope="module")
def community(live_server: Any, django_db_blocker: Any) -> Iterator[str]:
    """The demonstration's address: made once, as these tests change nothing but who one is."""
    with kept_for_a_file(django_db_blocker.unblock), override_settings(DEMO=True):
        with django_db_blocker.unblock():
            call_command("demo_community", stdout=StringIO())
        yield live_server.url


@pytest.fixture
def phone(browser: Browser, community: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="fr-FR", base_url=community, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def status(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer is not None
    return answer.status


def asked(page: Page, path: str) -> int:
    """The answer to the same browser, without drawing it."""
    return page.request.get(path).status


def test_every_role_is_one_click_away(phone: Page) -> None:
    faults: list[str] = []
    phone.on("pageerror", lambda error: faults.append(str(error)))
    for role in demo_roles.labels():
        phone.goto("/join/")
        phone.locator(".demo-roles > summary").click()
        with phone.expect_navigation():
            phone.locator(f"form[action$='/demo/become/{role}/'] button").click()
        expect(phone.locator("html")).to_have_attribute("lang", "fr")
        name = "Vous êtes un visiteur"
        if role != demo_roles.VISITOR:
            person = Person.objects.get(key=SiteSetting.objects.get(name=f"demo-{role.replace('_', '-')}").value)
            name = person.name
        expect(phone.locator(".demo-roles > summary")).to_contain_text(name)
        assert fits(phone), role
        for path in ("/people/", TALK):
            assert asked(phone, path) == 200, (role, path)
        for path in ("/", "/me/"):
            assert status(phone, path) == 200, (role, path)
            assert fits(phone), (role, path)
        assert ("/account/login/" in phone.url) is (role == demo_roles.VISITOR), role
        assert asked(phone, "/secretariat/") == (200 if role in ROOM else 404), role
    assert faults == []


def test_first_page_shows_the_cast_and_one_click_is_enough(phone: Page) -> None:
    for role in ("visitor", "leader", "focal_point", "administrator", "visitor"):
        phone.goto("/")
        with phone.expect_navigation():
            phone.locator(f".demo-cast form[action$='/demo/become/{role}/'] button").click()
        expect(phone.locator(".demo-cast [aria-current]")).to_have_count(1)
        chosen = phone.locator(f".demo-cast form[action$='/demo/become/{role}/'] button")
        expect(chosen).to_have_attribute("aria-current", "true")
        assert status(phone, "/me/") == 200
        assert ("/account/login/" in phone.url) is (role == demo_roles.VISITOR)
    assert phone.goto("/join/")
    expect(phone.locator(".demo-cast")).to_have_count(0)


def test_invented_conversation_is_marked_and_answered_in_its_language(phone: Page) -> None:
    for path in ("/people/", TALK):
        phone.goto(path)
        assert fits(phone), path
    expect(phone.locator(".notice-bar--demo")).to_contain_text("inventées")
    expect(phone.locator("main .status--blue").first).to_have_text("Inventé pour la démonstration")
    expect(phone.get_by_text("comptez sept ans")).to_be_visible()
