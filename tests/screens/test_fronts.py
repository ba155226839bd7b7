"""A front is arranged with a mouse and with keys; an explained word tells itself to both, and to a finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from humus.kit.richtext import from_markdown
from humus.pages import domain
from humus.pages.models import Page
from humus.search import explaining
from humus.search.models import Concept, ConceptForm
from tests.screens.site import Site

pytestmark = pytest.mark.browser
TOLD = "one => getComputedStyle(one, '::after').content !== 'none'"
WORDS = "## One\n\nCover crops help.\n\n## Two\n\nMore.\n"


@pytest.fixture
def front(site: Site) -> Page:
    page = Page.objects.filter(depth=1, status="published", space__visibility="public", texts__language="en").first()
    assert page is not None
    actor = site.world.people["secretariat"]
    domain.publish(actor=actor, page=page, language="en", title="Front", body=from_markdown(WORDS))
    return page


@pytest.fixture
def explained(front: Page) -> Page:
    concept = Concept.objects.create(explanation={"en": "Plants between two harvests."})
    ConceptForm.objects.create(concept=concept, language="en", name="cover crops", key="cover crop")
    explaining.explainers.keep(explaining.load())
    return front


def names(tab: Tab) -> list[str]:
    return [text.split()[0] for text in tab.locator(".part__words, .part__name").all_inner_texts() if text != "Text"]


def put_down(tab: Tab, key: str = "") -> None:
    with tab.expect_response(lambda answer: "/arrange/" in answer.url and answer.request.method == "POST") as answer:
        tab.keyboard.press(key) if key else tab.mouse.up()
    assert answer.value.status == 204


def test_parts_are_moved_by_keys_and_by_drag_and_stay_there(site: Site, front: Page) -> None:
    with site.open(f"/p/{front.key}/arrange/?language=en", "secretariat") as tab:
        assert names(tab) == ["One", "Two", "Pages"]
        tab.locator("[data-handle]").nth(1).focus()
        for key in ("Space", "ArrowUp"):
            tab.keyboard.press(key)
        put_down(tab, "Space")
        tab.reload()
        assert names(tab) == ["Two", "One", "Pages"]
        handle = tab.locator("[data-handle]").first.bounding_box()
        last = tab.locator(".part").last.bounding_box()
        assert handle
        assert last
        tab.mouse.move(handle["x"] + 5, handle["y"] + 5)
        tab.mouse.down()
        tab.mouse.move(handle["x"] + 5, last["y"] + last["height"] * 0.9, steps=8)
        put_down(tab)
        tab.reload()
        assert names(tab) == ["One", "Pages", "Two"]


@pytest.mark.parametrize("touch", [False, True])
def test_an_explained_word_tells_itself_and_is_put_away(site: Site, explained: Page, touch: bool) -> None:
    with site.open(explained.get_absolute_url(), width=390 if touch else 1280, has_touch=touch) as tab:
        term = tab.locator(".term")
        expect(term).to_have_text("Cover crops")
        assert not term.evaluate(TOLD)
        if touch:
            term.tap()
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        else:
            term.hover()
        assert term.evaluate(TOLD)
        assert "/glossary/" not in tab.url
        tab.keyboard.press("Escape")
        assert not term.evaluate(TOLD)
        if touch:
            term.tap()
            term.tap()
        else:
            term.click()
        tab.wait_for_url("**/glossary/**")


def test_an_explained_word_tells_itself_to_the_keyboard(site: Site, explained: Page) -> None:
    with site.open(explained.get_absolute_url()) as tab:
        term = tab.locator(".term")
        tab.locator("a[href='#h-one']").focus()
        tab.keyboard.press("Tab")
        expect(term).to_be_focused()
        assert term.evaluate(TOLD)
        described = term.get_attribute("aria-describedby")
        assert tab.locator(f"#{described}").text_content() == "Plants between two harvests."
