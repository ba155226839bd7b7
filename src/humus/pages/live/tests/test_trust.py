"""What a room refuses, how fast it closes its door, and that nobody else is troubled."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from pycrdt import Doc, Map, XmlElement, XmlFragment
from websockets.exceptions import InvalidStatus

from humus.pages import domain
from humus.pages.live import wire
from humus.pages.live.tests.client import Client
from humus.pages.models import Page, Room, RoomUpdate
from humus.people.domain import suspend
from humus.spaces.domain import end

Enter = Callable[..., Client]
SIGNED_OUT, NO_ENTRY, BROKEN = 4401, 4404, 4400


@pytest.fixture
def reader(cast: SimpleNamespace, page: Page) -> SimpleNamespace:
    """Mona is in the space, but only Lena may edit this page."""
    domain.restrict(actor=cast.leader, page=page, mode="edit", people=[cast.leader])
    return cast.member


def nested(depth: int) -> bytes:
    doc = Doc()
    with doc.transaction():
        part = doc.get("default", type=XmlFragment)
        for _ in range(depth):
            part.children.append(XmlElement("blockquote"))
            part = part.children[0]
    return doc.get_update()


def test_foreign_origin_is_refused(cast: SimpleNamespace, enter: Enter) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        enter(cast.leader, join=False, origin="https://evil.example")
    assert refusal.value.response.status_code == 403
    assert enter(cast.leader, join=False, origin=settings.SITE_URL)


def test_without_a_session_nobody_comes_in(enter: Enter) -> None:
    assert enter(None, join=False).closed() == SIGNED_OUT


def test_who_may_not_see_the_page_is_told_that_there_is_none(cast: SimpleNamespace, page: Page, enter: Enter) -> None:
    assert enter(cast.stranger, join=False).closed() == NO_ENTRY
    page.key = "zzzzzzzzzzz"
    assert enter(cast.leader, join=False).closed() == NO_ENTRY


def test_who_may_only_read_changes_nothing(cast: SimpleNamespace, reader: object, enter: Enter) -> None:
    mona, lena = enter(reader), enter(cast.leader)
    before = bytes(Room.objects.get().snapshot)
    mona.type("I was here.")
    mona.until(lambda: mona.notices)
    lena.type("So was I.")
    lena.saved()
    mona.until(lambda: "So was I." in mona.text)
    assert mona.notices == [{"kind": "viewonly"}]
    assert mona.acknowledged == 0
    assert "I was here." not in lena.text
    assert bytes(Room.objects.get().snapshot) == before
    assert list(RoomUpdate.objects.values_list("person", flat=True)) == [cast.leader.pk]


def _suspended(cast: SimpleNamespace, page: Page, mona: Client) -> None:
    suspend(actor=cast.secretary, person=cast.member, reason="a test")


def _signed_out(cast: SimpleNamespace, page: Page, mona: Client) -> None:
    Session.objects.get(session_key=mona.headers["Cookie"].split("=")[1]).delete()


def _everywhere_signed_out(cast: SimpleNamespace, page: Page, mona: Client) -> None:
    cast.member.end_sessions()


def _membership_ended(cast: SimpleNamespace, page: Page, mona: Client) -> None:
    end(actor=cast.secretary, membership=cast.force.memberships.get(person=cast.member, ended_at=None))


def _page_restricted(cast: SimpleNamespace, page: Page, mona: Client) -> None:
    domain.restrict(actor=cast.leader, page=page, mode="view", people=[cast.leader])


def _page_binned(cast: SimpleNamespace, page: Page, mona: Client) -> None:
    domain.to_bin(actor=cast.leader, page=page)


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (_suspended, SIGNED_OUT),
        (_signed_out, SIGNED_OUT),
        (_everywhere_signed_out, SIGNED_OUT),
        (_membership_ended, NO_ENTRY),
        (_page_restricted, NO_ENTRY),
        (_page_binned, NO_ENTRY),
    ],
)
def test_a_right_withdrawn_closes_the_door_within_a_second(
    cast: SimpleNamespace, page: Page, enter: Enter, deed: Callable[..., None], code: int
) -> None:
    mona = enter(cast.member)
    deed(cast, page, mona)
    began = time.monotonic()
    assert mona.closed() == code
    assert time.monotonic() - began < 1
    if code == NO_ENTRY:
        assert enter(cast.member, join=False).closed() == NO_ENTRY


def test_a_right_to_write_withdrawn_leaves_a_reader(cast: SimpleNamespace, page: Page, enter: Enter) -> None:
    mona = enter(cast.member)
    assert mona.state["writes"]
    domain.restrict(actor=cast.leader, page=page, mode="edit", people=[cast.leader])
    began = time.monotonic()
    mona.closed()
    assert time.monotonic() - began < 1
    assert not enter(cast.member).state["writes"]


def _map_update() -> bytes:
    doc = Doc()
    doc.get("other", type=Map)["key"] = "value"
    return doc.get_update()


BROKEN_FRAMES = {
    "empty": b"",
    "unknown": b"\x63abc",
    "not an update": b"\x02\x01\x07nonsense",
    "cut": b"\x02\x01" + nested(3)[:-4],
    "too deep": b"\x02\x01" + nested(1000),
    "another root": b"\x02\x01" + _map_update(),
    "huge": b"\x02\x01" + b"\x00" * (wire.MOST_BYTES + 1),
    "endless number": b"\x02" + b"\xff" * 40,
    "many clients": b"\x02\x01" + wire.number(100_000) + b"\x01\x01\x00\x00\x01" * 1000,
    "caret too long": b"\x03" + b'"' + b"a" * 5000 + b'"',
    "caret no json": b"\x03{",
}


@pytest.mark.parametrize("frame", BROKEN_FRAMES.values(), ids=BROKEN_FRAMES)
def test_a_broken_frame_ends_its_sender_and_nobody_else(cast: SimpleNamespace, enter: Enter, frame: bytes) -> None:
    rafa, mona = enter(cast.representative), enter(cast.member)
    mona.send(frame)
    assert mona.closed() in (BROKEN, 1006, 1009)
    rafa.type("Still here.")
    rafa.saved()
    lena = enter(cast.leader)
    assert "Still here." in lena.text
    assert "blockquote" not in lena.text


def test_parts_that_nest_deeper_step_by_step_are_refused(cast: SimpleNamespace, enter: Enter) -> None:
    rafa, mona = enter(cast.representative), enter(cast.member)

    def deeper(root: XmlFragment) -> None:
        part, inner = root, [child for child in root.children if child.tag == "blockquote"]
        while inner:
            part, inner = inner[0], list(inner[0].children)
        for _ in range(30):
            part.children.append(XmlElement("blockquote"))
            part = part.children[len(part.children) - 1]

    mona.edit(deeper)
    mona.saved()
    mona.edit(deeper)
    mona.edit(deeper)
    assert mona.closed() == BROKEN
    rafa.type("The room lives.")
    rafa.saved()
    assert enter(cast.leader).text.count("<blockquote>") in (30, 60)


def test_nobody_takes_the_number_of_another(cast: SimpleNamespace, enter: Enter) -> None:
    lena = enter(cast.leader)
    mona = enter(cast.member, join=False)
    mona.send(b"\x01\x00" + wire.number(lena.doc.client_id) + wire.packed(b"\x00"))
    assert mona.closed() == BROKEN
    lena.type("I am Lena.")
    lena.saved()


def test_a_flood_is_slowed_and_others_write_on(cast: SimpleNamespace, enter: Enter) -> None:
    mona, lena = enter(cast.member), enter(cast.leader)
    for number in range(1500):
        mona.send(b"\x03" + b"%d" % number)
    began = time.monotonic()
    lena.type("Not troubled.")
    lena.saved()
    assert time.monotonic() - began < 1


def test_what_builds_on_unknown_words_is_asked_for_again(cast: SimpleNamespace, enter: Enter) -> None:
    lena = enter(cast.leader)
    lena.away().type("First.")
    lena.join()
    lena.type("Second.")
    lena.until(lambda: any(frame[0] == wire.Kind.ASK for frame in lena.frames))
    state, _at = wire.read_packed(next(frame for frame in lena.frames if frame[0] == wire.Kind.ASK), 1)
    lena.write(lena.doc.get_update(state), wire.Kind.ANSWER)
    lena.saved()
    assert "First." in enter(cast.representative).text
