"""People arrange the front of their space: order, hide, set, write between; kept as a draft, shown once published."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from humus.kit.richtext import blocks, clean, from_markdown, to_html, to_markdown
from humus.kit.richtext.outline import outline
from humus.pages import arranging, reading
from humus.pages.domain import save_draft, to_bin
from humus.pages.domain.planting import plant
from humus.pages.models import Draft, Page

SignIn = Callable[..., Client]
WORDS = "## First\n\nOne.\n\n## Second\n\nTwo.\n"


@pytest.fixture
def front(cast: SimpleNamespace) -> Page:
    page = plant(space=cast.force, slug="front", texts={"en": ("Nationally determined", from_markdown(WORDS))})
    plant(space=cast.force, slug="notes", texts={"en": ("Notes of spring", from_markdown("Rain."))})
    return page


@pytest.fixture
def leader(cast: SimpleNamespace, front: Page, sign_in: SignIn) -> Client:
    return sign_in(cast.leader)


def labels(client: Client, page: Page, language: str = "en") -> list[str]:
    shown = client.get(f"/p/{page.key}/arrange/?language={language}").content.decode()
    names = re.findall(r'part__name">([^<]+?) ?<', shown)
    words = re.findall(r'part__words"[^>]*>([^<]*)<', shown)
    return [name if name != "Text" else words.pop(0).split()[0] for name in names]


def ids(client: Client, page: Page) -> list[str]:
    return re.findall(r'data-id="([^"]+)"', client.get(f"/p/{page.key}/arrange/").content.decode())


def do(client: Client, page: Page, deed: str, language: str = "en") -> Any:
    return client.post(f"/p/{page.key}/arrange/?language={language}", {"do": deed}, follow=True)


def publish(client: Client, page: Page, language: str = "en") -> Any:
    """With the form of the screen itself."""
    address = f"/p/{page.key}/edit/?language={language}"
    form = client.get(f"/p/{page.key}/arrange/?language={language}").context
    work = form["work"]
    fields = {"body": form["body_json"], "title": work.title, "base": work.base, "request_key": form["request_key"]}
    return client.post(address, fields, follow=True)


def test_a_front_nobody_arranged_shows_its_pages_below_its_text(leader: Client, front: Page) -> None:
    shown = leader.get("/s/ndcs/").content.decode()
    assert shown.index("Two.") < shown.index("Notes of spring")
    assert labels(leader, front) == ["First", "Second", "Pages of this space"]


def test_parts_move_by_buttons_and_by_dragging_and_are_shown_once_published(leader: Client, front: Page) -> None:
    first, second, pages = ids(leader, front)
    do(leader, front, f"up {pages}")
    moved = leader.post(f"/p/{front.key}/arrange/?language=en", {"id": second, "after": ""})
    assert moved.status_code == 204
    assert labels(leader, front) == ["Second", "First", "Pages of this space"]
    do(leader, front, f"up {pages}")
    assert ids(leader, front) == [second, pages, first]
    before = leader.get("/s/ndcs/").content.decode()
    assert before.index("One.") < before.index("Two.")
    shown = publish(leader, front).content.decode()
    assert shown.index("<p>Two.") < shown.index("Notes of spring") < shown.index("<p>One.")
    assert not Draft.objects.exists()


def test_a_hidden_part_is_kept_for_writers_and_gone_for_readers(
    cast: SimpleNamespace, leader: Client, front: Page, sign_in: SignIn
) -> None:
    first, _second, pages = ids(leader, front)
    for part in (first, pages):
        do(leader, front, f"hide {part}")
    publish(leader, front)
    shown = sign_in(cast.member).get("/s/ndcs/").content.decode()
    assert "One." not in shown
    assert "Notes of spring" not in shown
    assert "Two." in shown
    front.refresh_from_db()
    text = front.texts.get()
    assert "One." not in text.plain
    assert [heading.text for heading in outline(text.body)] == ["Second"]
    assert from_markdown(to_markdown(text.body))["content"][0]["type"] == "hiddenPart"
    assert labels(leader, front) == ["First", "Second", "Pages of this space"]
    for part in ids(leader, front)[::2]:
        do(leader, front, f"hide {part}")
    assert "One." in publish(leader, front).content.decode()


def test_the_pages_of_a_space_can_be_hidden_but_not_removed(leader: Client, front: Page) -> None:
    first, second, pages = ids(leader, front)
    refused = do(leader, front, f"remove {pages}").content.decode()
    assert "it can be hidden, not removed" in refused
    do(leader, front, f"remove {first}")
    assert ids(leader, front) == [second, pages]
    assert "not there any more" in do(leader, front, f"up {first}").content.decode()


def test_blocks_are_added_and_set_and_text_is_written_between_without_scripts(leader: Client, front: Page) -> None:
    first, _second, pages = ids(leader, front)
    add = f"/p/{front.key}/arrange/add/?language=en&after={first}"
    offered = leader.get(add).content.decode()
    assert "Recent changes" in offered
    assert "Opening of the home page" not in offered
    leader.post(add, {"text": "Between *them*."})
    assert labels(leader, front) == ["First", "Between", "Second", "Pages of this space"]
    address = f"/p/{front.key}/arrange/options/?language=en"
    leader.post(f"{address}&block=recentChanges&after={ids(leader, front)[1]}", {"most": "3"})
    assert "<h1>Pages of this space</h1>" in leader.get(f"{address}&part={pages}").content.decode()
    wrong = leader.post(f"{address}&part={pages}", {"most": "900", "title": "x"})
    assert wrong.status_code == 400
    leader.post(f"{address}&part={pages}", {"most": "1", "title": "What we <wrote>"})
    shown = publish(leader, front).content.decode()
    assert "<em>them</em>" in shown
    assert "What we &lt;wrote&gt;" in shown
    body = to_markdown(front.texts.get().body)
    assert body.index("One.") < body.index("Between") < body.index(":::recentChanges most=3") < body.index("Second")
    assert leader.post(add, {"text": " "}).status_code == 400


def test_text_without_a_heading_stays_a_part_below_other_text(
    cast: SimpleNamespace, leader: Client, front: Page
) -> None:
    body = from_markdown(f"Opening words.\n\n{WORDS}")
    save_draft(actor=cast.leader, page=front, language="en", title="Front", body=body, base=1)
    opening, first, _second, pages = ids(leader, front)
    answer = do(leader, front, f"down {opening}")
    assert labels(leader, front) == ["First", "Opening", "Second", "Pages of this space"]
    assert answer.redirect_chain[-1][0].endswith(f"#part-{ids(leader, front)[1]}")
    for after in (pages, first):  # The screen still knows it by the id that it had.
        moved = leader.post(f"/p/{front.key}/arrange/?language=en", {"id": opening, "after": after})
        assert moved.status_code == 204
    assert labels(leader, front) == ["First", "Opening", "Second", "Pages of this space"]
    publish(leader, front)
    assert labels(leader, front) == ["First", "Opening", "Second", "Pages of this space"]


def test_a_language_without_arrangement_says_so_and_begins_with_the_original(leader: Client, front: Page) -> None:
    asked = leader.get("/s/ndcs/", HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    assert "One." in asked
    assert "callout--note" in asked
    address = f"/p/{front.key}/arrange/?language=fr"
    shown = leader.get(address, HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    assert "Partir de la version en anglais" in shown
    do(leader, front, "begin original", "fr")
    do(leader, front, f"remove {ids_in(leader, address)[0]}", "fr")
    publish(leader, front, "fr")
    assert "One." not in leader.get("/s/ndcs/?language=fr").content.decode()
    assert "One." in leader.get("/s/ndcs/?language=en").content.decode()


def ids_in(client: Client, address: str) -> list[str]:
    return re.findall(r'data-id="([^"]+)"', client.get(address).content.decode())


def test_preview_discard_restore_and_reset_lose_nothing(leader: Client, front: Page) -> None:
    first = ids(leader, front)[0]
    do(leader, front, f"remove {first}")
    preview = leader.get(f"/p/{front.key}/arrange/preview/?language=en").content.decode()
    assert "Preview: only you see this" in preview
    assert "One." not in preview
    assert "One." in leader.get("/s/ndcs/").content.decode()
    publish(leader, front)
    assert "One." not in leader.get("/s/ndcs/").content.decode()
    leader.post(f"/p/{front.key}/versions/1/restore/?language=en")
    assert "One." in leader.get("/s/ndcs/").content.decode()
    do(leader, front, f"remove {ids(leader, front)[0]}")
    publish(leader, front)
    reset = f"/p/{front.key}/arrange/reset/?language=en"
    assert "initial arrangement" in leader.get(reset).content.decode()
    leader.post(reset)
    assert labels(leader, front) == ["First", "Second", "Pages of this space"]
    leader.post(f"/p/{front.key}/discard/?language=en")
    assert labels(leader, front) == ["Second", "Pages of this space"]


@pytest.mark.parametrize(("who", "answer"), [("member", 200), ("stranger", 404), (None, 302)])
def test_only_who_may_edit_the_front_arranges_it(
    cast: SimpleNamespace, front: Page, sign_in: SignIn, who: str | None, answer: int
) -> None:
    client = sign_in(getattr(cast, who)) if who else Client()
    assert client.get(f"/p/{front.key}/arrange/").status_code == answer


def test_sections_in_mail_and_print_are_words(cast: SimpleNamespace, front: Page) -> None:
    context = reading.context(cast.leader, front, "en")
    context.target = "pdf"
    body = from_markdown(":::spacePages title=Ours\n\n:::hidden\nSecret\n:::\n")
    html = to_html(body, context)
    assert html == "<p>Notes of spring</p>"


def test_what_was_chosen_for_a_part_is_called_by_its_name(
    cast: SimpleNamespace, leader: Client, front: Page, sign_in: SignIn
) -> None:
    notes = Page.objects.get(slug="notes")
    part = {"type": "includeExcerpt", "attrs": {"page": notes.key}}
    other = {"type": "recentChanges", "attrs": {"space": cast.force.slug}}
    body = from_markdown(WORDS)
    body["content"] += [part, other]
    save_draft(actor=cast.leader, page=front, language="en", title="Front", body=clean(body), base=1)
    address = f"/p/{front.key}/arrange/?language=en"
    shown = leader.get(address).content.decode()
    words = re.findall(r'part__words"[^>]*>([^<]*)<', shown)
    assert words == ["First One.", "Second Two.", "Notes of spring", str(cast.force)]
    options = leader.get(f"/p/{front.key}/arrange/options/?language=en&part={ids(leader, front)[2]}").content.decode()
    assert ">Notes of spring</option>" in options
    to_bin(actor=cast.secretary, page=notes)
    for door in ("", f"options/?language=en&part={ids(leader, front)[2]}"):
        shown = leader.get(f"/p/{front.key}/arrange/{door}").content.decode()
        assert "not found, or you may not see it" in shown
        assert "Notes of spring" not in shown


def test_every_part_asks_by_words_for_what_it_is_told() -> None:
    parts = [block for block in blocks.every() if arranging.placeable(block)]
    assert len(parts) > 10
    lacking = {(one.name, name) for one in parts for name in one.attributes if name not in one.attribute_labels}
    assert not lacking
