"""With scripts off one reads, finds, joins and writes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from humus.pages.models import Page
from humus.spaces.models import Membership
from tests.screens.scene import plant
from tests.screens.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_main_screens_are_readable(site: Site, width: int) -> None:
    places = ["/", "/strategy/", "/join/", "/organisations/", "/people/", "/events/", "/spaces/", "/search/?q=canary"]
    context = site.context("member", java_script_enabled=False, width=width)
    page = context.new_page()
    for place in places + plant(site.world)["anonymous"][:6]:
        answer = page.goto(place)
        assert answer
        assert answer.ok, place
        expect(page.locator("h1")).to_be_visible()
        assert len(page.locator("main").inner_text()) > 60, place
    context.close()


def test_one_finds_by_words(site: Site) -> None:
    plant(site.world)
    with site.open("/", java_script_enabled=False) as page:
        page.locator(".searchbox input").fill("every block")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Every block").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Every block")
        expect(page.get_by_text("What is folded.")).to_be_hidden()
        page.get_by_text("More about it").click()
        expect(page.get_by_text("What is folded.")).to_be_visible()


def test_one_joins_an_open_space(site: Site) -> None:
    with site.open("/s/open-space/join/", "outsider", java_script_enabled=False) as page:
        page.locator("main form button").first.click()
        expect(page.get_by_role("status").or_(page.locator(".messages")).first).to_be_visible()
    person = site.world.people["outsider"]
    assert Membership.objects.current().filter(person=person, space=site.world.spaces["public"]).exists()


def test_one_writes_a_page_as_markdown(site: Site) -> None:
    page_ = site.world.pages["public"]
    with site.open(f"/p/{page_.key}/edit/", "editor", java_script_enabled=False) as page:
        page.get_by_label("Text as Markdown").fill("## Roots\n\nCarbon **stays** below.")
        page.get_by_role("button", name="Keep as my draft").click()
        expect(page.get_by_label("Text as Markdown")).to_have_value("## Roots\n\nCarbon **stays** below.\n")
        page.get_by_role("button", name="Publish").click()
        expect(page.get_by_role("heading", name="Roots")).to_be_visible()
        expect(page.locator("strong", has_text="stays")).to_be_visible()
    assert Page.objects.get(pk=page_.pk).versions.count() == 3
