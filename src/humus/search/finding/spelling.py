"""Forgiving typing errors: a word that no text holds is replaced by the nearest one that some text holds."""

from __future__ import annotations

from string import ascii_lowercase

from django.contrib.postgres.search import TrigramSimilarity
from rapidfuzz.distance import DamerauLevenshtein

from humus.search.asking import Asked
from humus.search.languages import fold
from humus.search.models import Word

SHORTEST = 4
LOOKED_AT = 40
# From here on two wrong letters are forgiven.
LONG = 7


def corrected(asked: Asked) -> Asked:
    """What was probably meant. Whether it leads anywhere is seen only in what the reader may find."""
    for word in asked.words:
        right = nearest(fold(word))
        if right:
            asked = asked.instead(word, right)
    return asked


def nearest(word: str) -> str:
    """The word of the texts with the fewest wrong letters; empty where the word is known or nothing is near."""
    if len(word) < SHORTEST or Word.objects.filter(word=word).exists():
        return ""
    near = (
        Word.objects.filter(word__trigram_similar=word)
        .annotate(likeness=TrigramSimilarity("word", word))
        .order_by("-likeness", "word")
        .values_list("word", flat=True)[:LOOKED_AT]
    )
    allowed = 1 if len(word) < LONG else 2
    wrong = [DamerauLevenshtein.distance(word, other, score_cutoff=allowed) for other in near]
    best = min(zip(wrong, range(LOOKED_AT), near, strict=False), default=(allowed + 1, 0, ""))
    if best[0] <= allowed:
        return best[2]
    return _one_letter_off(word) if len(word) < LONG else ""


def _one_letter_off(word: str) -> str:
    """Short words share too few trigrams with what was meant: of all that one slip of the finger makes of this one,
    the known word that looks most like it.
    """
    known = Word.objects.filter(word__in=_slips(word)).values_list("word", flat=True)
    return min(known, key=lambda one: (len(one) != len(word), one[0] != word[0], one[-1] != word[-1], one), default="")


def _slips(word: str) -> set[str]:
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    left_out = [head + tail[1:] for head, tail in halves if tail]
    swapped = [head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1]
    other = [head + letter + tail[1:] for head, tail in halves if tail for letter in ascii_lowercase]
    more = [head + letter + tail for head, tail in halves for letter in ascii_lowercase]
    return {one for one in {*left_out, *swapped, *other, *more} if len(one) >= SHORTEST}
