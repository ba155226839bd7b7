"""A mail opened: who says they wrote it, what they wrote, and which files came along. Nothing in it is trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import getaddresses
from typing import Any

from humus.incoming import cutting, hyper

MOST_PARTS = 100
LONGEST_TEXT = 400_000
NESTING = re.compile(rb"multipart/|message/rfc822", re.IGNORECASE)
SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
CHARSETS = {"utf8mb4": "utf-8", "ansi": "cp1252", "iso-8859-8-i": "iso-8859-8", "x-mac-arabic": "mac-arabic"}


class Unreadable(Exception):
    """The mail is built so that it cannot, or should not, be taken apart."""


@dataclass
class Enclosure:
    name: str
    media_type: str
    content: bytes


@dataclass
class Letter:
    """``sender`` is the one address of From, in small letters; empty where there is none or more than one."""

    sender: str
    sender_name: str
    subject: str
    message: EmailMessage
    headers: list[tuple[str, str]]
    text: str = ""
    files: list[Enclosure] = field(default_factory=list)

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name.lower()), "")


def opened(raw: bytes) -> Letter:
    """Raises Unreadable for what nests or multiplies beyond what people send."""
    if len(NESTING.findall(raw)) > MOST_PARTS:
        raise Unreadable("nested")
    try:
        message: Any = message_from_bytes(raw, policy=policy.default)
        parts = list(message.walk())
    except (RecursionError, ValueError, IndexError, LookupError) as trouble:
        raise Unreadable(type(trouble).__name__) from trouble
    if len(parts) > MOST_PARTS * 2:
        raise Unreadable("parts")
    headers = [(name.lower(), in_words(value)) for name, value in message.raw_items()]
    letter = Letter("", "", "", message, headers)
    letter.subject = " ".join(letter.header("subject").split())[:300]
    froms = [value for name, value in headers if name == "from"]
    people = [one for one in getaddresses(froms) if one[1]]
    if len(froms) == 1 and len(people) == 1 and "@" in people[0][1]:
        letter.sender_name, letter.sender = people[0][0][:150], people[0][1].lower()
    letter.files = list(_files(message))
    letter.text = cutting.unnamed(_words(message), letter.sender_name)
    return letter


def in_words(value: Any) -> str:
    """A header as people read it, on one line."""
    raw = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    with suppress(HeaderParseError, LookupError, ValueError):
        raw = str(make_header(decode_header(raw)))
    return " ".join("".join(char if char.isprintable() else " " for char in raw).split())


def _words(message: EmailMessage) -> str:
    """What was written this time: of the plain text, else of the HTML."""
    plain = message.get_body(("plain",))
    if plain is not None:
        text = decoded(plain)
        if plain.get_param("format") == "flowed":
            text = cutting.unflowed(text)
        if text.strip():
            return cutting.cut(_bounded(text))
    html = message.get_body(("html",))
    return cutting.cut(hyper.as_markdown(_bounded(decoded(html))), wrapped=False) if html is not None else ""


def _bounded(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Unreadable("long")
    return text


def decoded(part: Message) -> str:
    """The text of a part, whatever its charset is called and whether that is true."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    name = str(part.get_content_charset("utf-8")).strip("'\"")
    for charset in (CHARSETS.get(name, name), "utf-8", "cp1252"):
        try:
            return raw.decode(charset).replace("\x00", "")
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("latin-1").replace("\x00", "")


def _files(message: EmailMessage) -> Iterator[Enclosure]:
    """What was enclosed; pictures that stand inside the text, as in signatures, are not."""
    for part in _leaves(message):
        disposition, name = part.get_content_disposition(), part.get_filename()
        if disposition != "attachment" and (not name or part.get("Content-ID")):
            continue
        media_type = part.get_content_type()
        if media_type in SIGNATURES:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            yield Enclosure(in_words(name or "file"), media_type, content)


def _leaves(message: Message) -> Iterator[Message]:
    """Every part that holds something; a mail that is enclosed is not opened."""
    if message.get_content_maintype() == "multipart":
        for part in message.get_payload() if isinstance(message.get_payload(), list) else []:
            yield from _leaves(part)  # type: ignore[arg-type]
    elif message.get_content_type() != "message/rfc822":
        yield message
