"""A film of another site: nothing is asked of that site before its reader wants the film."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Route, expect

from humus.kit import richtext
from humus.pages import domain
from tests.screens.site import Site


def test_a_film_is_asked_for_when_it_is_pressed_and_not_before(site: Site) -> None:
    video = {"type": "video", "attrs": {"url": "https://youtu.be/aqz-KE-bpKQ", "title": "Roots"}}
    body = richtext.clean({"type": "doc", "content": [video]})
    page = site.world.pages["public"]
    domain.publish(actor=site.world.people["author"], page=page, language="en", title="A film", body=body)
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<p>the player</p>", content_type="text/html")

    with site.open("/") as tab:
        here = urlsplit(tab.url).netloc
        tab.route(lambda url: urlsplit(url).netloc not in ("", here), answer)
        tab.goto(page.get_absolute_url())
        film = tab.get_by_role("link", name="Play the video “Roots”")
        expect(film).to_be_visible()
        tab.wait_for_load_state("networkidle")
        assert asked == []
        film.focus()
        tab.keyboard.press("Enter")
        expect(tab.frame_locator("iframe").get_by_text("the player")).to_be_visible()
        assert [urlsplit(url).netloc for url in asked] == ["www.youtube-nocookie.com"]
