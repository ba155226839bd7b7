"""A frame of a browser comes in, by whatever way."""

from __future__ import annotations

import asyncio

import structlog

from humus.pages.live import member
from humus.pages.live.member import Member
from humus.pages.live.room import Room
from humus.pages.live.wire import MOST_BYTES, Broken

log = structlog.get_logger("humus.live")


async def take(who: Member, room: Room, frame: bytes) -> None:
    """Hand it to the room. What is broken ends the connection of its sender and nothing else."""
    pause = who.pause_after(len(frame))
    if pause:
        await asyncio.sleep(min(pause, 5.0))
    try:
        if len(frame) > MOST_BYTES:
            raise Broken("size")
        if not room.epoch:
            who.shut(member.EPOCH, "epoch")
            return
        await room.receive(who, frame)
    except Broken as trouble:
        log.warning("live frame refused", person=who.entry.key, room=room.id, reason=str(trouble))
        who.shut(member.BROKEN, "broken")
