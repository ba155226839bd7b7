"""A long list is sought by typing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from humus.kit.tests.browser import chromium, page_with

LIST = """<form><label for="zone">Time zone</label><select id="zone" name="zone" data-seek="Search a city">
<option value="">&mdash;</option><option value="America/Bahia">Bahia (Br&eacute;sil)</option>
<option value="America/Belem" selected>Bel&eacute;m (Br&eacute;sil)</option>
<option value="Asia/Kolkata">Calcutta (Inde)</option>
</select><button>Save</button></form>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def test_typing_leaves_what_fits_and_a_key_takes_the_first(browser: Browser) -> None:
    with page_with(browser, LIST, "seek") as page:
        words, chosen = page.get_by_role("searchbox", name="Search a city"), page.locator("#zone")
        left = chosen.locator("option:not([hidden])")
        words.fill("bresil")
        expect(left).to_have_text(["Bahia (Brésil)", "Belém (Brésil)"])
        expect(chosen).to_have_value("America/Belem")
        words.fill("kolkata")
        expect(left).to_have_text(["Calcutta (Inde)"])
        words.press("Enter")
        expect(chosen).to_have_value("Asia/Kolkata")
        expect(left).to_have_count(4)
        expect(words).to_have_value("")


def test_what_begins_with_the_word_comes_first_and_the_choice_stays(browser: Browser) -> None:
    with page_with(browser, LIST, "seek") as page:
        words, chosen = page.get_by_role("searchbox", name="Search a city"), page.locator("#zone")
        words.fill("ca")
        expect(chosen.locator("option:not([hidden])")).to_have_text(
            ["Calcutta (Inde)", "Bahia (Brésil)", "Belém (Brésil)"]
        )
        expect(chosen).to_have_value("America/Belem")
        words.press("Escape")
        expect(chosen.locator("option").nth(1)).to_have_text("Bahia (Brésil)")
        expect(chosen).to_have_value("America/Belem")


GROUPS = """<form><label for="page">Below</label><select id="page" name="page" data-seek="Search a page">
<option value="">&mdash;</option><optgroup label="Strategy"><option value="a">Goals</option></optgroup>
<optgroup label="Region"><option value="b">Front page</option>
<option value="c">Strategy of the region</option></optgroup>
</select></form>"""


def test_groups_stay_together_and_are_sought_by_name(browser: Browser) -> None:
    with page_with(browser, GROUPS, "seek") as page:
        words, chosen = page.get_by_role("searchbox", name="Search a page"), page.locator("#page")
        words.fill("strategy")
        expect(chosen.locator("option:not([hidden])")).to_have_text(["Goals", "Strategy of the region"])
        words.fill("front")
        expect(chosen.locator("optgroup:not([hidden])")).to_have_attribute("label", "Region")
        words.press("Enter")
        expect(chosen).to_have_value("b")
        expect(chosen.locator("option").first).to_have_attribute("value", "")


def test_nothing_found_says_so_and_changes_nothing(browser: Browser) -> None:
    with page_with(browser, LIST, "seek") as page:
        words, chosen = page.get_by_role("searchbox", name="Search a city"), page.locator("#zone")
        words.fill("nowhere")
        expect(words).to_have_attribute("aria-invalid", "true")
        words.press("Enter")
        expect(chosen).to_have_value("America/Belem")
        words.press("Escape")
        expect(words).to_have_attribute("aria-invalid", "false")
        expect(chosen.locator("option:not([hidden])")).to_have_count(4)


def test_what_was_chosen_is_sent_while_something_else_is_sought(browser: Browser) -> None:
    with page_with(browser, LIST, "seek") as page:
        page.get_by_role("searchbox", name="Search a city").fill("calcutta")
        page.get_by_role("button", name="Save").click()
        page.wait_for_url("**/?zone=America*Belem")
