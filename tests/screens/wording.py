"""English left on a screen in another language: strings of the interface that its catalogue words differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages import Message
from babel.messages.pofile import read_po
from playwright.sync_api import Page

import humus

LOCALE = Path(humus.__file__).parent / "locale"
TAG = re.compile(r"</?\w[^>]*>")
HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|%%")
# A pattern of fewer letters than this would find itself in people's own words.
LETTERS = 9

# What one reads and what a screen reader says, apart from passages
# that name another language than the page, from data in the log and from what somebody is writing.
SAID = """(language) => {
  const said = new Set(), keep = (text) => text && said.add(text.replace(/\\s+/g, " ").trim());
  const foreign = (one) => !(one.closest("[lang]")?.lang ?? language).startsWith(language);
  for (const one of document.querySelectorAll("body *, title")) {
    if (one.closest("script, style, template, .log-data, .ProseMirror") || foreign(one)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt", "data-label"]) keep(one.getAttribute(name));
    if (one.matches("input[type=submit]")) keep(one.value);
    const own = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    // What was sought is marked in the middle of somebody's words.
    if (!one.querySelector(":scope > mark")) own.forEach((node) => keep(node.data));
    if (own.length) keep(one.textContent);
  }
  return [...said];
}"""


@dataclass(frozen=True)
class Words:
    """The English strings that the language words differently: as they stand, and as patterns with holes."""

    plain: frozenset[str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    # What the language itself says: a word of another string may be spelled as in English.
    ours: frozenset[str]

    def english(self, said: str) -> str:
        """The string of the catalogue that stands here untranslated, or an empty string."""
        if said in self.ours:
            return ""
        if said in self.plain:
            return said
        return next((string for pattern, string in self.patterns if pattern.fullmatch(said)), "")


@cache
def words_of(language: str) -> Words:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = [one for one in read_po(file, locale=language) if one.id]
    ours = frozenset(plain(text) for one in catalog for text in forms(one.string))
    differing = {plain(text) for one in catalog for text in strings(one)} - ours
    holed = {text for text in differing if HOLE.search(text)}
    patterns = tuple((pattern(text), text) for text in holed if len(HOLE.sub("", text).replace(" ", "")) >= LETTERS)
    return Words(frozenset(differing - holed), patterns, ours)


def strings(one: Message) -> Iterator[str]:
    """Its English forms, unless the language says the very same."""
    yield from (text for text in forms(one.id) if text not in forms(one.string))


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def plain(text: str) -> str:
    return " ".join(TAG.sub("", text).split())


def pattern(text: str) -> re.Pattern[str]:
    return re.compile(".+?".join(map(re.escape, HOLE.split(text))))


def left_in_english(page: Page, language: str) -> list[str]:
    """The untranslated strings on this page, each as it stands there."""
    words = words_of(language)
    return sorted(said for said in page.evaluate(SAID, language) if words.english(said))
