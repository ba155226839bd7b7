"""Everything one can do with a mouse is reached with Tab, in the order it stands there, visibly, and left again."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.screens.site import Site

pytestmark = pytest.mark.browser

# What Tab must reach, in the order of the document: one stop for each group of radio buttons.
WANTED = """() => {
  const kinds = "a[href], button, input, select, textarea, summary, [contenteditable=true], [tabindex='0']";
  const written = (one) => one.parentElement.closest("[contenteditable=true]");
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !written(one);
  const stops = [...document.querySelectorAll(kinds)]
    .filter((one) => !one.disabled && one.type !== "hidden" && one.tabIndex >= 0 && shown(one));
  const groups = new Map();
  let count = 0;
  for (const one of stops) {
    const known = one.type === "radio" ? groups.get(one.name) : undefined;
    one.dataset.stop = known ?? count;
    if (known !== undefined) continue;
    groups.set(one.name, count);
    count += 1;
  }
  return count;
}"""

# The element in focus, and whether one sees that: a ring of 2 px in a colour at 3:1 from what lies behind it. A card is
# ringed for its link, a dot of the map for its country.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).map(Number);
    if (parts[3] === 0) return null;
    const linear = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = parts.slice(0, 3).map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ringed = (thing) => getComputedStyle(thing).outlineStyle !== "none";
  const bearer = [one, one.closest(".card, .editor")].find((thing) => thing && ringed(thing)) ?? one;
  const dot = one.querySelector(".map__dot");
  const style = getComputedStyle(dot ?? bearer);
  const inward = parseFloat(style.outlineOffset) < 0;
  let ground = inward ? bearer : bearer.parentElement;
  while (ground && light(getComputedStyle(ground).backgroundColor) === null) ground = ground.parentElement;
  const behind = light(getComputedStyle(ground ?? document.documentElement).backgroundColor) ?? 1;
  const ring = light(dot ? style.stroke : style.outlineColor) ?? behind;
  const box = one.getBoundingClientRect();
  return {
    stop: one.dataset.stop ?? null,
    what: one.outerHTML.slice(0, 120),
    width: dot ? parseFloat(style.strokeWidth) : ringed(bearer) ? parseFloat(style.outlineWidth) : 0,
    contrast: (Math.max(ring, behind) + 0.05) / (Math.min(ring, behind) + 0.05),
    inside: box.bottom > 0 && box.top < innerHeight,
  };
}"""


def walk(page: Page) -> list[str]:
    """Tab through the whole page; what was wrong on the way."""
    wanted = page.evaluate(WANTED)
    troubles: list[str] = []
    seen: list[int] = []
    for _press in range(wanted + 5):
        page.keyboard.press("Tab")
        focused: dict[str, Any] | None = page.evaluate(FOCUSED)
        if focused is None or (focused["stop"] is not None and int(focused["stop"]) in seen[:1]):
            break
        if focused["stop"] is not None:
            seen.append(int(focused["stop"]))
        if focused["width"] < 2 or focused["contrast"] < 3 or not focused["inside"]:
            troubles.append(f"not seen: {focused}")
    if seen != sorted(seen):
        troubles.append(f"out of order: {seen}")
    missed = sorted(set(range(wanted)) - set(seen))
    names = page.evaluate(
        "all => all.map(n => document.querySelector(`[data-stop='${n}']`)?.outerHTML.slice(0, 120))", missed
    )
    return troubles + [f"not reached: {name}" for name in names]


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("anonymous", "/"),
        ("anonymous", "/strategy/"),
        ("anonymous", "/join/"),
        ("anonymous", "/organisations/"),
        ("anonymous", "/search/?q=soil"),
        ("anonymous", "/account/login/"),
        ("member", "page"),
        ("member", "objective"),
        ("coordinator", "/s/open-space/tree/"),
        ("coordinator", "edit"),
        ("coordinator", "compare"),
        ("secretariat", "/secretariat/"),
    ],
)
def test_tab_reaches_everything_in_order_and_one_sees_where_one_is(planted: Site, role: str, path: str) -> None:
    more = planted.more
    places = {"page": more["anonymous"][4], "objective": more["anonymous"][0], "compare": more["anonymous"][5]}
    places["edit"] = more["secretariat"][-1]
    with planted.open(places.get(path, path), role) as page:
        if path == "edit":
            page.wait_for_selector(".ProseMirror")
            page.wait_for_load_state("networkidle")
        assert walk(page) == []


def test_the_walk_sees_what_it_should(planted: Site) -> None:
    with planted.open("/strategy/") as page:
        page.evaluate("document.querySelector('.site-nav__link').tabIndex = 5")
        assert any(trouble.startswith("out of order") for trouble in walk(page))


def test_the_first_stop_leads_past_the_head_of_the_page(planted: Site) -> None:
    with planted.open("/strategy/") as page:
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_menu_opens_by_key_its_arrows_walk_and_escape_closes_it(planted: Site) -> None:
    with planted.open(planted.world.pages["public"].get_absolute_url(), "member") as page:
        more = page.locator(
            ".page-head__actions details.pop > summary, details.pop:has(> summary:text('More')) > summary"
        ).first
        more.focus()
        page.keyboard.press("Enter")
        links = more.locator("xpath=..").locator(".pop__link")
        expect(links.first).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(links.first).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(links.nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(links.first).to_be_focused()
        page.keyboard.press("Escape")
        expect(links.first).to_be_hidden()
        expect(more).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
def test_suggestions_stand_below_their_field_on_the_search_page(planted: Site, width: int) -> None:
    with planted.open("/search/", "member", width=width) as page:
        field = page.locator("#q")
        field.press_sequentially(planted.world.pages["public"].title[:4])
        first = page.locator("#q + .suggest .suggest__option").first
        expect(first).to_be_in_viewport(ratio=1)
        above, below = field.bounding_box(), first.bounding_box()
        assert above is not None
        assert below is not None
        assert 0 <= below["y"] - above["y"] - above["height"] < 120
        field.press("ArrowDown")
        expect(first).to_have_attribute("aria-selected", "true")
        field.press("Escape")
        expect(first).to_be_hidden()
