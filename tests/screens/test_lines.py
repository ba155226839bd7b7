"""Words keep away from the edge of their box and from each other as they should."""

from __future__ import annotations

import pytest

from humus.kit.richtext import from_markdown
from humus.pages import domain
from tests.access.world import client_of
from tests.screens.site import Site

pytestmark = pytest.mark.browser
PAD = "one => parseFloat(getComputedStyle(one).paddingInlineStart)"
GAP = """one => { const range = document.createRange(); range.selectNodeContents(one.firstChild);
  return one.querySelector("time").getBoundingClientRect().left - range.getBoundingClientRect().right }"""

SIDES = """rows => rows.map(row => [...row.cells].map(cell => {
  const range = document.createRange(); range.selectNodeContents(cell);
  const [words, box] = [range, cell].map(one => one.getBoundingClientRect());
  return words.left - box.left < box.right - words.right ? "left" : "right" }))"""
COVERED = """tools => {
  const [tool, brand, name] = [tools, ...document.querySelectorAll(".brand, .brand__name")].map(
    one => one.getBoundingClientRect());
  const meets = other => Math.min(tool.right, other.right) > Math.max(tool.left, other.left);
  return meets(brand) || (name.top < brand.bottom && meets(name)) }"""


def test_heading_of_an_empty_box_does_not_touch_its_sides(site: Site) -> None:
    with site.open("/search/?q=zzzzqq", width=390, language="fr") as tab:
        assert tab.locator(".empty__title").first.evaluate(PAD) >= 16


@pytest.mark.parametrize("width", [320, 360, 390])
@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_name_of_the_site_does_not_lie_under_the_tools_of_a_phone(site: Site, width: int, language: str) -> None:
    with site.open("/people/", "member", width=width, language=language) as tab:
        assert tab.locator(".site-tools").evaluate(COVERED) is False


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_cells_of_a_column_stand_one_below_the_other_whichever_way_they_run(site: Site, language: str) -> None:
    head, cells = ("العمق", "المخزون"), (("0 – 30 cm", "52"), ("عميق", "كثير"))
    lines = [" | ".join(row) for row in (head, ("---", "---:"), *cells)]
    page, writer = site.world.pages["public"], site.world.people["author"]
    body = from_markdown("\n".join(f"| {line} |" for line in lines))
    domain.publish(actor=writer, page=page, language=language, title="Table", body=body)
    with site.open(f"/p/{page.key}/?language={language}", language=language) as tab:
        sides = tab.locator(".prose tr").evaluate_all(SIDES)
    assert sides == [["left", "right"] if language == "en" else ["right", "left"]] * 3


def test_the_day_of_a_draft_stands_one_blank_after_its_words(site: Site) -> None:
    page, writer = site.world.pages["draft"], site.world.people["author"]
    domain.save_draft(actor=writer, page=page, language="en", title="A draft", body=from_markdown("Words."), base=0)
    site.world.clients["author"] = client_of(writer)
    with site.open(f"/p/{page.key}/edit/?plain", "author", language="fr") as tab:
        assert tab.locator(".savebar__state").evaluate(GAP) < 5


def test_a_drawing_beside_the_words_of_what_opens_stands_at_their_height(site: Site) -> None:
    page = site.world.pages["draft"]
    site.world.clients["author"] = client_of(site.world.people["author"])
    with site.open(f"/p/{page.key}/edit/?plain", "author", language="fr") as tab:
        opener = tab.locator("summary", has_text="Publier plus tard")
        line, drawing = opener.bounding_box(), opener.locator(".icon").bounding_box()
        assert line
        assert drawing
        assert abs(line["y"] + line["height"] / 2 - drawing["y"] - drawing["height"] / 2) < 2
