"""A mail's text once more in HTML: the very same words, in the colours of the site, with links that can be clicked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from humus.kit.direction import direction

LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)»]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MACHINE = re.compile(r"https?://[^/?#]*")
# Alone on its line: what one types in to sign in.
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}|\d{6}")
# Around a heading in a script without capitals.
MARK = "—"
# Letters: an address longer than this is shown in short, and how many are left of its name or of its way.
LONGEST, SHOWN = 48, 16
ARABIC = re.compile(r"[\u0600-\u06ff]")
LATIN = re.compile(r"[^\W\d_\u0600-\u06ff]")
# Where the text of a mail is wrapped.
WIDTH = 72
STYLE = "color:#22592f;text-decoration:underline;overflow-wrap:anywhere"


@dataclass
class Piece:
    """``kind``: text, heading, code, item, or rule. An item has its first line, and what is quoted or said below it."""

    kind: str
    lines: list[SafeString] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    below: list[SafeString] = field(default_factory=list)
    foot: bool = False

    def said(self) -> list[SafeString]:
        """What is quoted, with only the breaks that were in it: a line ends of itself where the next word had room."""
        found: list[str] = []
        last = ""
        for words in self.quoted:
            first = words.partition(" ")[0]
            if last and first and len(last) + 1 + len(first) > WIDTH:
                found[-1] += f" {words}"
            else:
                found.append(words)
            last = words
        return [linked(one) for one in found]


def dressed(message: EmailMessage) -> EmailMessage:
    """The mail with its HTML beside its text; as it is where it has one already, or no text."""
    if getattr(message, "alternatives", None) or message.content_subtype != "plain" or not message.body:
        return message
    whole = EmailMultiAlternatives(
        message.subject,
        message.body,
        message.from_email,
        message.to,
        message.bcc,
        attachments=message.attachments,
        headers=message.extra_headers,
        cc=message.cc,
        reply_to=message.reply_to,
    )
    language = str(message.extra_headers.get("Content-Language", ""))
    whole.attach_alternative(in_html(str(message.body), str(message.subject), language), "text/html")
    return whole


def in_html(text: str, title: str, language: str = "") -> str:
    """Where the mail does not say what it is written in, its letters tell one script from the others."""
    if not language and len(ARABIC.findall(text)) > len(LATIN.findall(LINK.sub("", text))):
        language = "ar"
    way = direction(language or "en")
    context = {
        "title": title,
        "pieces": pieces(text),
        "language": language or "und",
        "site_name": settings.SITE_NAME,
        "dir": way,
        "start": "right" if way == "rtl" else "left",
    }
    return render_to_string("notifications/mail/dress.html", context)


def pieces(text: str) -> list[Piece]:
    found: list[Piece] = []
    foot = False
    for line in text.strip().splitlines():
        words = line.strip()
        last = found[-1] if found else Piece("")
        if words == "--":
            foot = True
            found.append(Piece("rule"))
        elif not words:
            found.append(Piece("", foot=foot))
        elif words.startswith("* "):
            found.append(Piece("item", [linked(words[2:])], foot=foot))
        elif last.kind == "item":
            if words.startswith(">"):
                last.quoted.append(words.removeprefix(">").lstrip())
            else:
                last.below.append(linked(words))
        elif last.kind == "text":
            last.lines.append(linked(words))
        else:
            kind = _kind(words)
            found.append(Piece(kind, [linked(words.strip(f"{MARK} ") if kind == "heading" else words)], foot=foot))
    return [piece for piece in found if piece.kind]


def _kind(words: str) -> str:
    if CODE.fullmatch(words):
        return "code"
    return "heading" if _is_heading(words) else "text"


def _is_heading(words: str) -> bool:
    """In capitals, or marked as one where the script has none; an hour with its zone in capitals is no heading."""
    letters = [one for one in words if one.isalpha()]
    capitals = sum(one.isupper() for one in letters)
    marked = len(words) > len(MARK) * 2 and words.startswith(f"{MARK} ") and words.endswith(f" {MARK}")
    return marked or (words.isupper() and len(words) > 3 and capitals * 2 > len(letters))


def in_short(address: str) -> str:
    """On one line of a phone: the middle of a long one is left out, never the machine it leads to."""
    if machine := MACHINE.match(address):
        short = f"{address[: machine.end() + SHOWN]}…"
    else:
        name, _at, domain = address.partition("@")
        short = f"{name[:SHOWN]}…@{domain}"
    return short if len(short) < len(address) > LONGEST else address


def linked(words: str) -> SafeString:
    """Escaped, with addresses as links that show where they lead."""
    parts, at = [], 0
    for link in LINK.finditer(words):
        way = link[0] if link[0].startswith("http") else f"mailto:{link[0]}"
        parts += [
            escape(words[at : link.start()]),
            format_html('<a dir="ltr" href="{}" style="{}">{}</a>', way, STYLE, in_short(link[0])),
        ]
        at = link.end()
    return mark_safe("".join([*parts, escape(words[at:])]))  # noqa: S308 - each part is escaped
