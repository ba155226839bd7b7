"""What was found is clicked where it stands and covers nothing else; a key leads to the search from everywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Page
from tests.screens.site import Site

pytestmark = pytest.mark.browser
COVERED = """() => [...document.querySelectorAll("main :is(a, button, summary, input)")].filter((one) => {
  const box = one.getBoundingClientRect();
  if (!box.width || box.top < 0 || box.bottom > innerHeight) return false;
  const top = document.elementFromPoint(box.left + Math.min(12, box.width / 2), box.top + box.height / 2);
  return top !== one && !one.contains(top) && !top.contains(one);
}).map((one) => one.textContent.trim())"""


def plant(site: Site) -> None:
    page = Page.objects.filter(status="published", space__visibility="public", texts__language="en").first()
    assert page is not None
    body = richtext.paragraphs("A gully was filled with brushwood.")
    domain.publish(actor=site.world.people["secretariat"], page=page, language="en", title="Gully plugs", body=body)


@pytest.mark.parametrize("width", [390, 1280])
def test_no_result_covers_what_stands_beside_it(site: Site, width: int) -> None:
    plant(site)
    with site.open("/search/?q=gully", "member", width=width) as tab:
        expect(tab.locator(".results > li")).to_have_count(1)
        assert tab.evaluate(COVERED) == []
        tab.get_by_role("link", name="Gully plugs").click()
        expect(tab.get_by_text("A gully was filled with brushwood.")).to_be_visible()


def test_a_key_leads_to_the_search_from_every_page(site: Site) -> None:
    with site.open("/glossary/") as tab:
        tab.keyboard.press("Control+k")
        expect(tab.get_by_role("combobox", name="Search the platform")).to_be_focused()
    with site.open("/glossary/", width=390) as tab:
        tab.keyboard.press("Control+k")
        tab.wait_for_url("**/search/")
