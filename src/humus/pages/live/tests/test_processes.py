"""Several processes share a room; killing one loses nothing, and its people go on in another. And the way over HTTP."""

from __future__ import annotations

import base64
import http.client
import time
from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from humus.pages import domain
from humus.pages.live import wire
from humus.pages.live.service import EMPTY_FOR
from humus.pages.live.tests.client import Client
from humus.pages.live.tests.serving import live_process
from humus.pages.models import Page

Enter = Callable[..., Client]


def test_people_in_two_processes_share_a_room(cast: SimpleNamespace, enter: Enter) -> None:
    with live_process() as other:
        lena, rafa = enter(cast.leader), enter(cast.representative, address=other)
        lena.type("Written here.")
        rafa.until(lambda: "Written here." in rafa.text)
        rafa.type("Written there.")
        lena.until(lambda: "Written there." in lena.text)
        lena.until(lambda: rafa.doc.client_id in lena.people)
        assert lena.people[rafa.doc.client_id]["name"] == "Rafa Representative"
        lena.saved()
        rafa.saved()
    rafa.away().type("Nobody has this yet.")
    rafa.url = lena.url
    rafa.rejoin().saved()
    lena.until(lambda: "Nobody has this yet." in lena.text)
    assert lena.text == rafa.text


def test_a_version_published_elsewhere_comes_into_the_open_room(
    cast: SimpleNamespace, page: Page, enter: Enter
) -> None:
    lena = enter(cast.leader)
    body = page.texts.get().body
    more = {"type": "paragraph", "content": [{"type": "text", "text": "By another way."}]}
    domain.publish(
        actor=cast.representative,
        page=page,
        language="en",
        title="Soil notes",
        body=body | {"content": [*body["content"], more]},
        base=1,
    )
    lena.until(lambda: "By another way." in lena.text)
    lena.until(lambda: {"kind": "published", "base": 2} in lena.notices)


class Stream:
    """The same room by an event stream and posts."""

    def __init__(self, address: str, page: Page, session: str, origin: str) -> None:
        self.place = urlsplit(address)
        self.path = f"/live/{page.key}/en/"
        self.headers = {"Cookie": f"humus_session={session}", "Origin": origin}
        self.reading = http.client.HTTPConnection(str(self.place.hostname), self.place.port, timeout=5)
        self.reading.request("GET", f"{self.path}events/", headers=self.headers)
        self.answer = self.reading.getresponse()

    def event(self) -> tuple[str, str]:
        name = ""
        while line := self.answer.readline().decode().strip():
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                self.answer.readline()
                return name, line[6:]
        return self.event()

    def frame(self) -> bytes:
        return base64.b64decode(self.event()[1])

    def post(self, token: str, *frames: bytes) -> tuple[int, bytes]:
        asking = http.client.HTTPConnection(str(self.place.hostname), self.place.port, timeout=15)
        asking.request("POST", f"{self.path}?stream={token}", wire.pack_many(frames), self.headers)
        answer = asking.getresponse()
        return answer.status, answer.read()


def _session(sign_in: Callable[..., object], person: object) -> str:
    return str(sign_in(person).session.session_key)  # type: ignore[attr-defined]


def test_the_room_is_reached_without_a_socket(
    cast: SimpleNamespace, page: Page, live: str, enter: Enter, sign_in: Callable[..., object]
) -> None:
    lena = enter(cast.leader)
    stream = Stream(live, page, _session(sign_in, cast.representative), settings.SITE_URL)
    name, token = stream.event()
    assert name == "open"
    away = Client(live, page.key, "", origin=settings.SITE_URL)
    join = bytes((1, 0)) + wire.number(away.doc.client_id) + wire.packed(b"\x00")
    assert stream.post(token, join)[0] == 204
    assert [stream.frame()[0], stream.frame()[0]] == [wire.Kind.STATE, wire.Kind.SYNC]
    lena.until(lambda: away.doc.client_id in lena.people)
    lena.type("Seen over HTTP.")
    while (frame := stream.frame())[0] != wire.Kind.UPDATES:
        pass
    assert b"Seen over HTTP." in frame


def test_room_stays_open_for_who_is_at_the_door_as_the_last_one_leaves(
    cast: SimpleNamespace, page: Page, live: str, enter: Enter, sign_in: Callable[..., object]
) -> None:
    """What they write must not go to a room that is closed meanwhile and stores nothing any more."""
    enter(cast.leader).leave()
    rafa = enter(cast.representative, join=False)
    stream = Stream(live, page, _session(sign_in, cast.representative), settings.SITE_URL)
    _name, token = stream.event()
    time.sleep(EMPTY_FOR + 2)
    away = Client(live, page.key, "", origin=settings.SITE_URL)
    sent = [bytes((1, 0)) + wire.number(away.doc.client_id) + wire.packed(b"\x00")]
    away.socket = SimpleNamespace(send=lambda frame: sent.append(frame), close=lambda: None)
    away.type("From the stream.")
    assert stream.post(token, *sent)[0] == 204
    while stream.frame()[0] != wire.Kind.UPDATES:
        pass
    rafa.greet().type("From the socket.")
    rafa.saved()
    title, body, _base = domain.words_in(page, "en")  # type: ignore[misc]
    assert (title, "From the stream." in str(body), "From the socket." in str(body)) == ("Soil notes", True, True)


def test_a_post_that_reaches_another_process_is_stored_and_acknowledged(
    cast: SimpleNamespace, page: Page, live: str, enter: Enter, sign_in: Callable[..., object]
) -> None:
    lena = enter(cast.leader)
    away = Client(live, page.key, "", origin=settings.SITE_URL)
    away.socket = SimpleNamespace(send=lambda frame: sent.append(frame), close=lambda: None)
    sent: list[bytes] = []
    away.type("By a post alone.")
    stream = Stream(live, page, _session(sign_in, cast.representative), settings.SITE_URL)
    status, body = stream.post("a-token-of-another-process", *sent)
    assert status == 200
    (reply,) = wire.unpack_many(body)
    assert wire.read_number(reply, 1)[0] == 1
    lena.until(lambda: "By a post alone." in lena.text)


@pytest.mark.parametrize(("who", "origin", "status"), [("member", "https://evil.example", 403), ("stranger", "", 404)])
def test_streams_are_refused_as_sockets_are(
    cast: SimpleNamespace, page: Page, live: str, sign_in: Callable[..., object], who: str, origin: str, status: int
) -> None:
    session = _session(sign_in, getattr(cast, who))
    stream = Stream(live, page, session, origin or settings.SITE_URL)
    assert stream.answer.status == status
    assert stream.post("x", b"\x04")[0] == status
