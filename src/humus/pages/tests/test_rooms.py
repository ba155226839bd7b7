"""Between the shared text and versions: nothing of either is lost, and history has an end."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from pycrdt import Doc, XmlElement, XmlText

from humus.kit import richtext
from humus.pages import domain
from humus.pages.domain import rooms
from humus.pages.live import document
from humus.pages.models import Draft, Page, Room, RoomUpdate, RoomWriter, Version
from humus.pages.tests.test_pages import page_in
from humus.people.erasure import erase

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front", body=None)
    return page_in(cast, "Soil notes")


def write(page: Page, person: Any, words: str) -> Room:
    """The person adds a paragraph, as the live process would store it."""
    room = domain.open_room(page, "en")
    doc = rooms.load(room)
    state = doc.get_state()
    paragraph = XmlElement("paragraph")
    root = document.fragment(doc)
    root.children.append(paragraph)
    paragraph.children.append(XmlText(words))
    rooms.append(room, doc.get_update(state), person)
    return room


def text_of(page: Page) -> str:
    return document_text(rooms.load(Room.objects.get(page=page)))


def document_text(doc: Doc[Any]) -> str:
    return richtext.to_text(richtext.clean(document.body_of(doc)))


def test_publishing_names_all_who_wrote_and_begins_the_count_again(
    cast: SimpleNamespace, page: Page, sign_in: Callable[..., Client]
) -> None:
    write(page, cast.leader, "Lena wrote.")
    write(page, cast.representative, "Rafa wrote.")
    version = domain.publish_room(actor=cast.leader, page=page, language="en")
    assert "Lena wrote." in richtext.to_text(version.body)
    assert version.writers == "Lena Leader, Rafa Representative"
    assert not RoomWriter.objects.exists()
    assert (
        "Lena Leader, Rafa Representative</span>" in sign_in(cast.member).get(page.get_absolute_url()).content.decode()
    )
    write(page, cast.leader, "Lena again.")
    assert domain.publish_room(actor=cast.leader, page=page, language="en").writers == ""


def test_information_history_and_comparison_name_all_who_wrote_the_version_that_stands(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    write(page, cast.leader, "Lena wrote.")
    write(page, cast.representative, "Rafa wrote.")
    domain.publish_room(actor=cast.leader, page=page, language="en")
    reader = sign_in(cast.member)
    for way in ("info", "history", "compare"):
        assert "Lena Leader, Rafa Representative" in reader.get(f"/p/{page.key}/{way}/").content.decode(), way
    erase(actor=cast.representative, person=cast.representative)
    assert "Lena Leader, Former member" in reader.get(f"/p/{page.key}/info/").content.decode()
    write(page, cast.leader, "Lena again.")
    domain.publish_room(actor=cast.leader, page=page, language="en")
    assert "Former member" not in reader.get(f"/p/{page.key}/info/").content.decode()


def test_a_repeated_request_publishes_once(cast: SimpleNamespace, page: Page) -> None:
    write(page, cast.leader, "Once.")
    first = domain.publish_room(actor=cast.leader, page=page, language="en", request_key="k")
    assert domain.publish_room(actor=cast.leader, page=page, language="en", request_key="k") == first


def test_a_version_made_elsewhere_is_joined_into_the_room(cast: SimpleNamespace, page: Page) -> None:
    write(page, cast.leader, "Still being written.")
    body = page.texts.get().body | {"content": [*page.texts.get().body["content"], *paragraph("Published elsewhere.")]}
    domain.publish(actor=cast.representative, page=page, language="en", title="Soil notes", body=body, base=1)
    domain.open_room(page, "en")
    assert "Still being written." in text_of(page)
    assert "Published elsewhere." in text_of(page)
    domain.publish_room(actor=cast.leader, page=page, language="en")
    assert "Published elsewhere." in page.texts.get().plain
    assert "Still being written." in page.texts.get().plain


def paragraph(words: str) -> list[dict[str, Any]]:
    return list(richtext.paragraphs(words)["content"])


def test_my_draft_of_before_is_joined_and_nothing_of_it_lost(cast: SimpleNamespace, page: Page) -> None:
    mine = page.texts.get().body | {"content": [*page.texts.get().body["content"], *paragraph("From my draft.")]}
    domain.save_draft(actor=cast.leader, page=page, language="en", title="Soil notes, mine", body=mine, base=1)
    write(page, cast.representative, "From the room.")
    domain.bring_draft_in(actor=cast.leader, page=page, language="en")
    assert "From my draft." in text_of(page)
    assert "From the room." in text_of(page)
    assert document.title_of(rooms.load(Room.objects.get())) == "Soil notes, mine"
    assert not Draft.objects.exists()
    assert {one.person for one in RoomWriter.objects.all()} == {cast.leader, cast.representative}


def test_publishing_the_room_leaves_my_own_draft_alone(cast: SimpleNamespace, page: Page) -> None:
    domain.save_draft(
        actor=cast.leader, page=page, language="en", title="Mine", body=richtext.paragraphs("Mine."), base=1
    )
    write(page, cast.representative, "Ours.")
    domain.publish_room(actor=cast.leader, page=page, language="en")
    assert Draft.objects.get().title == "Mine"


@pytest.mark.parametrize("who", ["leader", "stranger"])
def test_a_browser_that_was_long_away_brings_its_words(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, who: str
) -> None:
    base = page.texts.get().body
    write(page, cast.representative, "Others wrote on.")
    sent = {"base": base, "mine": {"type": "doc", "content": [*base["content"], *paragraph("Written far away.")]}}
    answer = sign_in(getattr(cast, who)).post(
        f"/p/{page.key}/bring-in/?language=en", json.dumps(sent), content_type="application/json"
    )
    if who == "stranger":
        assert answer.status_code == 404
        assert "Written far away." not in text_of(page)
    else:
        assert answer.json() == {"joined": True}
        assert "Written far away." in text_of(page)
        assert "Others wrote on." in text_of(page)


def test_discarding_goes_back_to_the_published_words(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    write(page, cast.leader, "To be thrown away.")
    asked = sign_in(cast.leader).get(f"/p/{page.key}/discard/together/?language=en")
    assert "Lena Leader" in asked.content.decode()
    sign_in(cast.leader).post(f"/p/{page.key}/discard/together/?language=en")
    assert "To be thrown away." not in text_of(page)
    assert Room.objects.get().epoch == 2


def test_state_stays_within_three_times_the_text_however_many_edits(cast: SimpleNamespace, page: Page) -> None:
    room = write(page, cast.leader, "The soil of the field holds carbon. " * 120)
    doc = rooms.load(room)
    state = doc.get_state()
    text = document.fragment(doc).children[-1 + len(document.fragment(doc).children)].children[0]
    for number in range(5_000):
        with doc.transaction():
            text.insert((number * 37) % 3000, "x")
            del text[(number * 53) % 3000]
    rooms.append(room, doc.get_update(state), cast.leader)
    before = document_text(doc)
    assert len(doc.get_update()) > 3 * len(before)
    assert rooms.settle(room.pk)
    kept = Room.objects.get()
    assert not RoomUpdate.objects.exists()
    assert document_text(rooms.load(kept)) == before
    assert len(bytes(kept.snapshot)) < 3 * len(before)


def test_an_erased_persons_deleted_words_leave_the_history(cast: SimpleNamespace, page: Page) -> None:
    room = write(page, cast.member, "Secretly mine.")
    doc = rooms.load(room)
    state = doc.get_state()
    root = document.fragment(doc)
    del root.children[len(root.children) - 1]
    rooms.append(room, doc.get_update(state), cast.leader)
    assert any(b"Secretly" in bytes(data) for data in RoomUpdate.objects.values_list("data", flat=True))
    erase(actor=cast.member, person=cast.member)
    assert not RoomUpdate.objects.exists()
    assert b"Secretly" not in bytes(Room.objects.get().snapshot)
    assert list(RoomWriter.objects.values_list("person", flat=True)) == [cast.leader.pk]


def test_what_an_erased_person_wrote_alone_is_withdrawn(cast: SimpleNamespace, page: Page) -> None:
    write(page, cast.member, "Only mine.")
    erase(actor=cast.member, person=cast.member)
    assert "Only mine." not in text_of(page)
    assert Version.objects.filter(page=page).count() == 1


def test_my_drafts_name_what_i_wrote_with_others(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    write(page, cast.leader, "Not published.")
    listed = "Written together, not published yet"
    assert listed in sign_in(cast.leader).get("/me/drafts/").content.decode()
    assert listed not in sign_in(cast.representative).get("/me/drafts/").content.decode()


@pytest.mark.parametrize(("language", "together"), [("en", True), ("fr", False)])
def test_where_rooms_are_open_a_translation_begins_alone(
    language: str, together: bool, page: Page, cast: SimpleNamespace, sign_in: SignIn, settings: Any
) -> None:
    settings.LIVE_PORT = 1
    answer = sign_in(cast.leader).get(f"/p/{page.key}/edit/?language={language}")
    assert answer.status_code == 200
    assert (b"data-live-url" in answer.content) is together
    assert answer.context["title"] == page.title
