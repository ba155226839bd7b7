"""Two entries of one organisation become one: from the choice to the last press, in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from humus.organisations.models import Organisation
from tests.screens.site import Site

pytestmark = pytest.mark.browser


def test_two_entries_are_compared_merged_after_a_question_and_found_under_both_addresses(site: Site) -> None:
    Organisation.objects.create(slug="soil-house", name="Soil House", city="Lyon", country="FR")
    twin = Organisation.objects.create(slug="soil-hse", name="Soil Hse", city="Dijon", country="FR")
    with site.open("/secretariat/organisations/merge/", "secretariat") as page:
        page.locator("select[name=kept]").select_option("soil-house")
        page.locator("select[name=gone]").select_option("soil-hse")
        page.get_by_role("button", name="Compare").click()
        page.locator("input[name=city][value=gone]").check()
        page.locator("main form[method=post]").get_by_role("button", name="Merge").click()
        question = page.get_by_role("dialog")
        question.get_by_role("button", name="Go back").click()
        expect(question).to_be_hidden()
        twin.refresh_from_db()
        assert twin.merged_into is None
        expect(page.locator("input[name=city][value=gone]")).to_be_checked()
        page.locator("main form[method=post]").get_by_role("button", name="Merge").click()
        question.get_by_role("button", name="Merge").click()
        page.wait_for_url("**/secretariat/organisations/soil-house/")
        expect(page.get_by_text("Merged. The old address leads to the entry that was kept.")).to_be_visible()
        page.goto("/organisations/soil-hse/")
        expect(page).to_have_url(re.compile("/organisations/soil-house/$"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Soil House")
        expect(page.locator("main")).to_contain_text("Dijon")
