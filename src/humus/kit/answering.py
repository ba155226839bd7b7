"""Addresses that a mail can be answered to: each is for one person and one thing, cannot be guessed, and ends.

The part before the @ holds who may use it for what and until when, sealed with a code that only this site can make.
Nothing is stored, so that a letter to a hundred thousand people costs no rows.
"""

from __future__ import annotations

import base64
import hmac
import struct
import time
from binascii import Error
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "humus.kit.answering"
PREFIX = "reply+"
DAY = 86_400
GOOD_DAYS = 120
HEAD = struct.Struct(">cIH")
CODE = 12
LONGEST_THING = 18


@dataclass(frozen=True)
class Ticket:
    """What an address lets one do: ``kind`` names the deed, ``thing`` its object by key, ``person`` who (0: nobody)."""

    kind: str
    person: int
    thing: str
    until: int

    @property
    def expired(self) -> bool:
        return self.until < time.time() // DAY


def address(kind: str, person: int, thing: object) -> str:
    """The address to answer to, or an empty string where the site takes no mail in."""
    if not settings.MAIL_DOMAIN:
        return ""
    key = str(thing).encode()
    if len(kind) != 1 or len(key) > LONGEST_THING:
        raise ValueError(f"no address can hold {kind}:{thing}")
    # Rounded up, so that a person gets the same address for a thing for a month.
    until = (int(time.time() // DAY) // 30 + 1) * 30 + GOOD_DAYS
    body = HEAD.pack(kind.encode(), person, until) + key
    word = base64.b32encode(body + _code(body)).decode().rstrip("=").lower()
    return f"{PREFIX}{word}@{settings.MAIL_DOMAIN}"


def space_address(slug: str) -> str:
    """Where one writes to begin a discussion in a space; empty where the site takes no mail in."""
    return f"{slug}@{settings.MAIL_DOMAIN}" if settings.MAIL_DOMAIN else ""


def read(local: str) -> Ticket | None:
    """The ticket in the part before the @; None for one that was not made here."""
    word = local.lower().removeprefix(PREFIX).upper()
    try:
        raw = base64.b32decode(word + "=" * (-len(word) % 8))
    except (Error, ValueError):
        return None
    body, code = raw[:-CODE], raw[-CODE:]
    if len(body) < HEAD.size or not hmac.compare_digest(code, _code(body)):
        return None
    kind, person, until = HEAD.unpack(body[: HEAD.size])
    return Ticket(kind.decode(), person, body[HEAD.size :].decode(), until)


def _code(body: bytes) -> bytes:
    return salted_hmac(SALT, body, algorithm="sha256").digest()[:CODE]  # type: ignore[arg-type]
