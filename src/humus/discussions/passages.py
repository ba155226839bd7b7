"""Find a passage in a text by its words and what stands around them, also after the text was edited.

Only letters and digits are compared, so that marks, gaps and signs of lists do not matter; the browser does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone

from humus.discussions.models import Passage
from humus.kit import richtext
from humus.kit.happenings import Happening
from humus.pages import domain as pages
from humus.pages.models import Page

SHORTEST, LONGEST, AROUND = 3, 1000, 80
# Where the passage itself was changed: so many letters at its ends, or around it, must still stand in their order.
EDGE, CONTEXT = 12, 16

Written = Callable[[], str]


@dataclass(frozen=True)
class Place:
    quote: str
    before: str
    after: str


class Letters:
    """The letters and digits of a text, each with its place in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = [index for index, sign in enumerate(text) if sign.isalnum()]
        self.folded = "".join(text[index].lower()[:1] for index in self.at)

    def place(self, start: int, end: int) -> Place:
        """From the letter at ``start`` up to the one before ``end``, with what stands around."""
        first, last = self.at[start], self.at[end - 1] + 1
        return Place(
            self.text[first:last],
            self.text[max(first - AROUND, 0) : first].lstrip(),
            self.text[last : last + AROUND].rstrip(),
        )


def folded(text: str) -> str:
    return Letters(text).folded


def find(text: str, wanted: Place) -> Place | None:
    """Where the wanted words stand in the text now; None where they are gone."""
    letters = Letters(text)
    quote, before, after = folded(wanted.quote), folded(wanted.before), folded(wanted.after)
    if len(quote) < SHORTEST:
        return None

    def likeness(start: int) -> int:
        left, right = letters.folded[:start][::-1], letters.folded[start + len(quote) :]
        return common(left, before[::-1]) + common(right, after)

    found = max(_all(letters.folded, quote), key=likeness, default=None)
    if found is not None:
        return letters.place(found, found + len(quote))
    return _between_edges(letters, quote) or _between_neighbours(letters, quote, before, after)


def _all(text: str, words: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def common(text: str, words: str) -> int:
    """How many letters two texts share from their beginning on."""
    return next((n for n, (one, other) in enumerate(zip(text, words, strict=False)) if one != other), len(words))


def _between_edges(letters: Letters, quote: str) -> Place | None:
    """The passage was changed inside: its beginning and its end still stand near each other."""
    if len(quote) < 2 * EDGE:
        return None
    begin, end = quote[:EDGE], quote[-EDGE:]
    for start in _all(letters.folded, begin):
        close = letters.folded.find(end, start + EDGE)
        if 0 <= close - start <= 2 * len(quote):
            return letters.place(start, close + EDGE)
    return None


def _between_neighbours(letters: Letters, quote: str, before: str, after: str) -> Place | None:
    """The passage was written anew between neighbours that still stand."""
    if len(before) < CONTEXT or len(after) < CONTEXT:
        return None
    for left in _all(letters.folded, before[-CONTEXT:]):
        start = left + CONTEXT
        close = letters.folded.find(after[:CONTEXT], start)
        if SHORTEST <= close - start <= 2 * len(quote):
            return letters.place(start, close)
    return None


def hear(happening: Happening) -> None:
    """A new version: find every passage of its text again, and mark those that are gone."""
    if happening.verb != "page.published" or not happening.page.talked_about:
        return
    text = happening.page.shown_text
    for passage in Passage.objects.filter(page=happening.page, language=text.language):
        place = find(text.plain, Place(passage.quote, passage.before, passage.after))
        if place is not None:
            _move(passage, place)
        elif passage.lost_at is None and not (passage.unpublished and _is_written(passage, text.language)):
            passage.lost_at, passage.unpublished = timezone.now(), False
            passage.save(update_fields=["lost_at", "unpublished"])


def _is_written(passage: Passage, language: str) -> bool:
    """Words that were never published may still stand in what is being written together."""
    words = written_in(passage.page, language)
    return find(words, Place(passage.quote, passage.before, passage.after)) is not None


def written_in(page: Page, language: str) -> str:
    room = pages.words_in(page, language)
    return richtext.to_text(room[1]) if room else ""


def _move(passage: Passage, place: Place) -> None:
    now = (place.quote, place.before, place.after)
    if passage.lost_at is None and not passage.unpublished and now == (passage.quote, passage.before, passage.after):
        return
    passage.quote, passage.before, passage.after = now
    passage.lost_at, passage.unpublished = None, False
    passage.save(update_fields=["quote", "before", "after", "lost_at", "unpublished"])


def keep(comment: Model, text: str, language: str, wanted: Place, written: Written) -> Passage | None:
    """Anchor a new comment; None where the words do not stand in the text.

    ``written`` answers what is being written and not published: words that stand there alone are anchored there.
    """
    place, unpublished = find(text, wanted), False
    if place is None or not same(place, wanted):
        there = find(written(), wanted)
        if there is not None and same(there, wanted):
            place, unpublished = there, True
    if place is None:
        return None
    page = comment.page  # type: ignore[attr-defined]
    return Passage.objects.create(comment=comment, page=page, language=language, unpublished=unpublished, **vars(place))


def same(one: Place, other: Place) -> bool:
    return folded(one.quote) == folded(other.quote)
