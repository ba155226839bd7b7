"""Readers sort the tables of a page by what stands in them."""

from __future__ import annotations

import pytest

from humus.kit.richtext import from_markdown
from humus.pages import domain
from humus.pages.models import Page
from tests.screens.site import Site

pytestmark = pytest.mark.browser
TABLE = """
| Name | Tonnes | Day | Said |
| --- | --- | --- | --- |
| Zone | 1 200,5 | 12/03/2026 | 3 mars 2026 |
| École | 98 | 01/12/2025 | November 2025 |
| eau | 12,75 t | 31/12/2024 | 2024 |
| Élevage | −3,2 % | 2026-02-28 | 1 de enero de 2026 |
"""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_table_is_sorted_by_words_numbers_and_days(site: Site, language: str) -> None:
    page = Page.objects.filter(depth=1, status="published", space__visibility="public", texts__language="en").first()
    assert page is not None
    actor = site.world.people["secretariat"]
    domain.publish(actor=actor, page=page, language="en", title="Front", body=from_markdown(TABLE))
    order = {}
    with site.open(f"/p/{page.key}/", language=language) as tab:
        for head in ("Name", "Tonnes", "Day", "Said"):
            tab.get_by_role("button", name=head, exact=True).click()
            order[head] = [text.split("\t")[0] for text in tab.locator(".prose tbody tr").all_inner_texts()]
    assert order == {
        "Name": ["eau", "École", "Élevage", "Zone"],
        "Tonnes": ["Élevage", "eau", "École", "Zone"],
        "Day": ["eau", "École", "Élevage", "Zone"],
        "Said": ["eau", "École", "Élevage", "Zone"],
    }
