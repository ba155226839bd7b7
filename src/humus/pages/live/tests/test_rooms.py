"""People in a room, over real WebSockets: what one writes the others see; what is acknowledged is kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace

from humus.pages.live.tests.client import Client
from humus.pages.models import Page, Room, RoomUpdate

Enter = Callable[..., Client]


def test_two_people_see_what_the_other_writes(cast: SimpleNamespace, enter: Enter) -> None:
    lena, rafa = enter(cast.leader), enter(cast.representative)
    lena.type("Clay holds carbon.")
    rafa.type("Sand lets it go.")
    lena.until(lambda: "Sand lets it go." in lena.text)
    rafa.until(lambda: "Clay holds carbon." in rafa.text)
    assert lena.text == rafa.text


def test_what_is_acknowledged_stands_in_the_database(cast: SimpleNamespace, page: Page, enter: Enter) -> None:
    lena = enter(cast.leader)
    lena.type("Roots go down.")
    lena.saved()
    kept = RoomUpdate.objects.get(room__page=page)
    assert b"Roots go down." in bytes(kept.data)
    assert kept.person == cast.leader
    assert Room.objects.get().writers.get().person == cast.leader


def test_the_room_begins_with_the_published_words(cast: SimpleNamespace, page: Page, enter: Enter) -> None:
    lena = enter(cast.leader)
    assert lena.title == "Soil notes"
    assert page.texts.get().plain.strip() in lena.text


def test_who_is_here_is_said_by_the_server(cast: SimpleNamespace, enter: Enter) -> None:
    lena, rafa = enter(cast.leader), enter(cast.representative)
    rafa.send(b"\x03" + b'{"anchor": 3, "name": "Lena Leader"}')
    lena.until(lambda: lena.people.get(rafa.doc.client_id, {}).get("caret"))
    seen = lena.people[rafa.doc.client_id]
    assert (seen["name"], seen["key"]) == ("Rafa Representative", cast.representative.key)
    rafa.leave()
    lena.until(lambda: rafa.doc.client_id not in lena.people)


def test_a_browser_that_comes_back_gets_what_it_missed_and_gives_what_it_wrote(
    cast: SimpleNamespace, enter: Enter
) -> None:
    lena, rafa = enter(cast.leader), enter(cast.representative)
    lena.away().type("Written without a line.")
    rafa.type("Written while you were away.")
    rafa.saved()
    lena.rejoin().saved()
    rafa.until(lambda: "Written without a line." in rafa.text)
    assert "Written while you were away." in lena.text


def test_a_room_that_everybody_left_is_stored_small(cast: SimpleNamespace, page: Page, enter: Enter) -> None:
    lena = enter(cast.leader)
    for number in range(30):
        lena.type(f"Line {number}")
    lena.saved()
    assert RoomUpdate.objects.count() > 0
    lena.leave()
    end = time.monotonic() + 20
    while RoomUpdate.objects.exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not RoomUpdate.objects.exists()
    assert "Line 29" in enter(cast.leader).text
