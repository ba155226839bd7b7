"""Rooms: how a published text becomes a document that people write together, and how that becomes a version again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from pycrdt import Doc

from humus.kit import richtext
from humus.kit.access import require
from humus.kit.richtext import merge
from humus.pages.domain.locking import lock_page
from humus.pages.domain.publishing import discard_draft, publish, words
from humus.pages.live import document
from humus.pages.live.telling import tell
from humus.pages.live.wire import pack_many, unpack_many
from humus.pages.models import Decision, Page, Room, RoomUpdate, RoomWriter, Text, Version

# Title and body.
Words = tuple[str, Any]
# A document that holds more than so many bytes for each byte of its text begins anew without its history.
MOST_STATE = 2.5
SMALL = 4_000


def load(room: Room) -> Doc[Any]:
    """The document as it is in the database."""
    doc: Doc[Any] = Doc()
    parts = [bytes(room.snapshot)]
    for data in room.updates.filter(number__gt=room.folded).order_by("number").values_list("data", flat=True):
        parts += unpack_many(bytes(data))
    with doc.transaction():
        for part in parts:
            doc.apply_update(part)
    return doc


def words_in(page: Page, language: str) -> tuple[str, Any, int] | None:
    """Title, body and base of what is being written together, where anybody does."""
    room = Room.objects.filter(page=page, language=language).first()
    if room is None:
        return None
    doc = load(room)
    return document.title_of(doc), richtext.clean(document.body_of(doc)), room.base


@transaction.atomic
def open_room(page: Page, language: str) -> Room:
    """The room of a page, made from its published words where there is none, with every version since in it."""
    text = Text.objects.filter(page=page, language=language).first()
    if not Room.objects.filter(page=page, language=language).exists():
        doc = document.new(text.title if text else "", text.body if text else richtext.empty())
        base = text.number if text else 0
        Room.objects.bulk_create(
            [Room(page=page, language=language, snapshot=doc.get_update(), base=base)], ignore_conflicts=True
        )
    room = Room.objects.select_for_update().get(page=page, language=language)
    if text and room.base < text.number:
        doc = load(room)
        catch_up(room, doc, text)
    return room


def catch_up(room: Room, doc: Doc[Any], text: Text) -> None:
    """Bring in what was published past the room. Where both changed the same words, both stand in the document."""
    began = Version.objects.filter(page_id=room.page_id, language=room.language, number=room.base).first()
    before = began.body if began else richtext.empty()
    title = merge.merge_title(began.title if began else "", document.title_of(doc), text.title)
    _write_merged(room, doc, before, text.body, title or text.title, theirs_first=False)
    Room.objects.filter(pk=room.pk).update(base=text.number)
    room.base = text.number


def _write_merged(
    room: Room,
    doc: Doc[Any],
    base: Any,
    other: Any,
    title: str,
    *,
    theirs_first: bool,
    person: Any = None,
    clash: str = "both",
) -> bool:
    held = richtext.clean(document.body_of(doc))
    joined = merge.merge(base, other, held) if theirs_first else merge.merge(base, held, other)
    state = doc.get_state()
    document.replace(doc, title, joined.resolve({one.id: clash for one in joined.conflicts}))
    update = doc.get_update(state)
    if doc.get_state() == state:
        return False
    append(room, update, person)
    return True


def append(room: Room, update: bytes, person: Any = None) -> None:
    """Add to the locked room what the server itself writes, and tell the live processes."""
    room.last += 1
    Room.objects.filter(pk=room.pk).update(last=room.last, changed_at=timezone.now())
    RoomUpdate.objects.create(room=room, number=room.last, person=person, data=pack_many([update]))
    if person is not None:
        RoomWriter.objects.get_or_create(room=room, person=person)
    tell(f"u{room.pk}")


@transaction.atomic
def bring_in(*, actor: Any, page: Page, language: str, base: Any, mine: Any, title: tuple[str, str]) -> Room:
    """Join words that were written elsewhere (a draft, a browser that was long away) into the room.

    ``base`` is the body that they were written on, ``title`` the one before and the one now. Nothing of either is lost:
    where both changed the same words, both stand in the document.
    """
    require("page.edit", actor, page)
    room = open_room(page, language)
    doc = load(room)
    before, now = title
    held = document.title_of(doc)
    joined = merge.merge_title(before, now or held, held)
    _write_merged(
        room, doc, richtext.clean(base), richtext.clean(mine), joined or held, theirs_first=True, person=actor
    )
    return room


@transaction.atomic
def take_over(
    *, actor: Any, author: Any, page: Page, language: str, before: Words, after: Words, clash: str = "both"
) -> None:
    """Bring what ``author`` suggested into the room, as a deed of ``actor``; both count among those who wrote."""
    require("page.edit", actor, page)
    room = open_room(page, language)
    doc = load(room)
    title = after[0] if after[0] != before[0] else document.title_of(doc)
    if _write_merged(room, doc, before[1], after[1], title, theirs_first=True, person=actor, clash=clash):
        RoomWriter.objects.get_or_create(room=room, person=author)


@transaction.atomic
def bring_draft_in(*, actor: Any, page: Page, language: str) -> None:
    """My draft of before becomes part of what all write."""
    draft = page.drafts.filter(person=actor, language=language).first()
    if draft is None:
        return
    began = page.versions.filter(language=language, number=draft.base).first()
    body, title = (began.body, began.title) if began else (richtext.empty(), "")
    bring_in(actor=actor, page=page, language=language, base=body, mine=draft.body, title=(title, draft.title))
    draft.delete()


def unpublished(room: Room | None) -> list[Any]:
    """Who wrote what is in no version yet, first writer first."""
    if room is None:
        return []
    rows = room.writers.select_related("person").order_by("since", "pk")
    return [row.person for row in rows]


@transaction.atomic
def publish_room(
    *,
    actor: Any,
    page: Page,
    language: str,
    note: str = "",
    request_key: str = "",
    save_detail: Callable[[Page], None] | None = None,
) -> Version:
    """Make a version of what is in the room, naming all who wrote it."""
    page = lock_page(page)
    require("page.edit", actor, page)
    made = page.versions.filter(request_key=request_key).first() if request_key else None
    if made:
        return made
    room = open_room(page, language)
    doc = load(room)
    title = document.title_of(doc)
    body = words(title, document.body_of(doc)).body
    people = unpublished(room)
    version = publish(
        actor=actor,
        page=page,
        language=language,
        title=title,
        body=body,
        note=note,
        request_key=request_key,
        save_detail=save_detail,
        keep_draft=True,
        writers=people if any(one.pk != actor.pk for one in people) else (),
    )
    room.writers.all().delete()
    taken_over(page, language).update(version=version)
    Room.objects.filter(pk=room.pk).update(base=version.number)
    tell(f"v{room.pk}")
    return version


def taken_over(page: Page, language: str) -> Any:
    """Suggested changes that are in the room and in no version yet."""
    return Decision.objects.filter(page=page, language=language, accepted=True, version=None)


@transaction.atomic
def discard_room(*, actor: Any, page: Page, language: str) -> None:
    """Go back to the published words; a page that was never published goes with what was written."""
    require("page.edit", actor, page)
    if page.status == "draft" and not page.is_front:
        Room.objects.filter(page=page, language=language).delete()
        discard_draft(actor=actor, page=page, language=language)
        return
    room = Room.objects.select_for_update().filter(page=page, language=language).first()
    if room is not None:
        text = Text.objects.filter(page=page, language=language).first()
        begin_anew(room, document.new(text.title if text else "", text.body if text else richtext.empty()))
        Room.objects.filter(pk=room.pk).update(base=text.number if text else 0)
        room.writers.all().delete()
        taken_over(page, language).delete()


def begin_anew(room: Room, doc: Doc[Any]) -> None:
    """Give the locked room a document without history. Browsers hear of the new epoch and join again."""
    room.updates.all().delete()
    room.epoch, room.folded, room.snapshot = room.epoch + 1, room.last, doc.get_update()
    Room.objects.filter(pk=room.pk).update(epoch=room.epoch, folded=room.folded, snapshot=room.snapshot)
    tell(f"e{room.pk}")


@transaction.atomic
def settle(room_id: int) -> bool:
    """Fold the updates into the snapshot; where history has outgrown the text, begin anew. True for a new epoch."""
    room = Room.objects.select_for_update().filter(pk=room_id).first()
    if room is None:
        return False
    doc = load(room)
    state = doc.get_update()
    body = document.body_of(doc)
    text = len(richtext.to_text(richtext.clean(body)).encode()) + len(document.title_of(doc).encode())
    if len(state) > max(SMALL, MOST_STATE * text):
        fresh = document.new(document.title_of(doc), body)
        if len(fresh.get_update()) < 0.8 * len(state):
            begin_anew(room, fresh)
            return True
    if room.last > room.folded:
        Room.objects.filter(pk=room.pk).update(snapshot=state, folded=room.last)
    room.updates.filter(number__lte=room.last).delete()
    return False


@transaction.atomic
def forget_writer(person: Any) -> None:
    """Nothing in any room tells any more what this person wrote or took away; what they wrote alone is withdrawn."""
    touched = Room.objects.filter(writers__person=person) | Room.objects.filter(updates__person=person)
    for key in sorted(set(touched.values_list("pk", flat=True))):
        room = Room.objects.select_for_update().select_related("page").get(pk=key)
        alone = [writer.pk for writer in unpublished(room)] == [person.pk]
        text = Text.objects.filter(page=room.page, language=room.language).first()
        if alone and text:
            doc = document.new(text.title, text.body)
        else:
            held = load(room)
            doc = document.new(document.title_of(held), document.body_of(held))
        begin_anew(room, doc)
    RoomWriter.objects.filter(person=person).delete()
