"""A slow line of 50 kB/s and 600 ms: what comes over it, and when one can read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.screens.site import Site

pytestmark = pytest.mark.browser
FIRST_VISIT = 100_000
NEXT_PAGE = 30_000
LINE = {"offline": False, "latency": 600, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
# The address, then the page, then the style sheet: three turns of 600 ms and about 45 kB before the first paint.
READABLE = 4.5


def counted(page: Page) -> dict[str, float]:
    """Sums up what the network carried from now on, heads included."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    carried = {"bytes": 0.0}
    network.on(
        "Network.loadingFinished", lambda event: carried.update(bytes=carried["bytes"] + event["encodedDataLength"])
    )
    return carried


@pytest.mark.parametrize(("width", "language"), [(390, "en"), (1280, "fr"), (390, "ar")])
def test_first_visit_and_next_page_are_light(planted: Site, width: int, language: str) -> None:
    # What a worker asks for is not told of its page: without one the same is asked for, and its script is added.
    page = planted.context(width=width, language=language, service_workers="block").new_page()
    carried = counted(page)
    page.goto("/", wait_until="networkidle")
    assert page.evaluate("fetch('/worker.js').then((answer) => answer.text())")
    page.wait_for_load_state("networkidle")
    first = carried["bytes"]
    page.goto("/strategy/", wait_until="networkidle")
    second = carried["bytes"] - first
    page.context.close()
    print(f"first visit {first / 1000:.1f} kB, next page {second / 1000:.1f} kB ({width} px, {language})")
    assert 10_000 < first <= FIRST_VISIT
    assert 1_000 < second <= NEXT_PAGE


def test_text_is_readable_in_seconds_on_a_slow_line(planted: Site) -> None:
    page = planted.context(width=390).new_page()
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", LINE)
    page.goto("/", wait_until="commit")
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_load_state("load")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    done = page.evaluate("performance.timing.loadEventStart - performance.timing.navigationStart") / 1000
    page.context.close()
    print(f"first text after {paint:.1f} s, all of the page after {done:.1f} s at 50 kB/s and 600 ms")
    assert 0.6 < paint <= READABLE
