"""How much a text looks like advertising: counted here, by signs that a moderator can read. Nothing is sent anywhere.

Only what newcomers write is weighed, and only so that somebody looks at it first; no text is refused or lost for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from humus.discussions.models import Comment
from humus.kit.errors import DeedError
from humus.kit.formats import joined

NEW_FOR = timedelta(days=3)
# Who has said so much that still stands is known.
KNOWN_AFTER = 3
ENOUGH = 4
LINK = re.compile(r"https?://[^\s)>\]]+|\bwww\.[^\s)>\]]+", re.I)
SHORTENED = re.compile(r"https?://(?:bit\.ly|t\.co|tinyurl\.com|goo\.gl|is\.gd|ow\.ly|cutt\.ly|rb\.gy)/\S+", re.I)
PHRASES = re.compile(
    r"\b(?:casino|viagra|cialis|betting|bitcoin doubl\w+|crypto invest\w+|forex|payday loans?|loan offers?"
    r"|earn money fast|work from home|weight loss|escorts?|seo services?|buy followers|guaranteed profits?"
    r"|click here|limited offer"
    r"|gagnez de l.argent|prêt entre particuliers|perte de poids|dinero rápido|préstamos? rápidos?)\b",
    re.I,
)
SIGNS: dict[str, str | Promise] = {
    "links": _("many links"),
    "shortened": _("a shortened link"),
    "phrases": _("words of advertising"),
    "shouting": _("written in capitals"),
    "again": _("the same text was sent elsewhere"),
    "bare": _("hardly anything but links"),
}


def is_new(person: Any) -> bool:
    """Joined lately and not yet known by what they wrote."""
    if person.is_secretariat or timezone.now() - person.joined_at >= NEW_FOR:
        return False
    return Comment.objects.standing().filter(author=person)[:KNOWN_AFTER].count() < KNOWN_AFTER


def signs(person: Any, text: str) -> list[dict[str, Any]]:
    """Each sign with its points and what gave it."""
    return [{"sign": sign, "points": points, "words": found[:120]} for sign, points, found in _signs(person, text)]


def _signs(person: Any, text: str) -> Iterator[tuple[str, int, str]]:
    links = LINK.findall(text)
    if len(links) > 1:
        yield "links", min(len(links) - 1, 4), ", ".join(links[:3])
    if short := SHORTENED.search(text):
        yield "shortened", 2, short[0]
    if phrases := sorted({one.lower() for one in PHRASES.findall(text)}):
        yield "phrases", min(2 * len(phrases), 4), ", ".join(phrases)
    letters = [one for one in text if one.isalpha()]
    if len(letters) > 40 and sum(one.isupper() for one in letters) > 0.7 * len(letters):
        yield "shouting", 1, text[:60]
    if links and len(LINK.sub("", text).split()) < 4:
        yield "bare", 2, links[0]
    day = timezone.now() - timedelta(days=1)
    if len(text) > 40 and Comment.objects.filter(author=person, at__gt=day, plain=text.strip()).exists():
        yield "again", 3, text[:60]


def points(found: list[dict[str, Any]]) -> int:
    return sum(one["points"] for one in found)


def to_be_held(person: Any, text: str) -> list[dict[str, Any]]:
    """The signs for which somebody should look first; empty for most people and most texts."""
    if not is_new(person):
        return []
    found = signs(person, text)
    return found if points(found) >= ENOUGH else []


def refuse(person: Any, text: str) -> None:
    """A newcomer's advertising becomes no page and no edit; what made it look so is said, and the text stays theirs."""
    if found := to_be_held(person, text):
        why = joined(SIGNS[one["sign"]] for one in found)
        words = _("This looks like advertising (%(why)s). Your text is kept here; please change it, or comment first.")
        raise DeedError(str(words) % {"why": why}, field="text")
