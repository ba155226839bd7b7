"""A place to fill in, in the real editor: chosen, it gives way to what one types, and that is what is kept."""

from __future__ import annotations

from playwright.sync_api import expect

from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Draft
from tests.screens.site import Site

MARK = "[data-block=fillIn]"


def test_mark_gives_way_to_what_one_types(site: Site) -> None:
    body = richtext.from_markdown("**Where**: :fill[Place]\n\nBy :fill[Who was there]")
    editor = site.world.people["editor"]
    page = domain.create(actor=editor, space=site.world.spaces["space"], title="Story", body=body)
    with site.open(f"/p/{page.key}/edit/", "editor") as tab:
        tab.wait_for_selector(MARK)
        # Drawn by the server; until then its kind stands there.
        expect(tab.locator(MARK)).to_have_text(["Place", "Who was there"], use_inner_text=True)
        tab.locator(MARK).first.click()
        with tab.expect_response(lambda answer: answer.url.endswith("/draft/?language=en")):
            tab.keyboard.type("Kaffrine")
        expect(tab.locator(MARK)).to_have_text(["Who was there"], use_inner_text=True)
        tab.wait_for_timeout(1500)
    written = richtext.to_markdown(Draft.objects.get(page=page).body)
    assert written.startswith("**Where**: Kaffrine\n")
    assert ":fill[Who was there]" in written
