"""What is said above a form does not touch it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from humus.kit.richtext.tests.editor_site import SHEETS
from humus.kit.tests.browser import chromium

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("said", ["error-summary", "callout callout--note"])
@pytest.mark.parametrize("below", ["form panel", "buttons"])
def test_what_is_said_above_a_form_keeps_away_from_it(browser: Browser, said: str, below: str) -> None:
    page = browser.new_page()
    sheets = [SHEETS / name for name in ("tokens.css", "reset.css", "base.css")]
    sheets += sorted((SHEETS / "components").glob("*.css"))
    page.set_content(f'<div class="{said}"><p>Words</p></div><form class="{below}"><button>Go</button></form>')
    page.add_style_tag(content="\n".join(sheet.read_text() for sheet in sheets))
    above, form = (page.locator(name).bounding_box() for name in ("div", "form"))
    page.close()
    assert above
    assert form
    assert form["y"] - above["y"] - above["height"] >= 12
