"""Forgiving typing errors: a word that no text holds is replaced by the nearest one that some text holds."""

from __future__ import annotations

from django.contrib.postgres.search import TrigramSimilarity
from rapidfuzz.distance import DamerauLevenshtein

from humus.search.asking import Asked
from humus.search.languages import fold
from humus.search.models import Word

SHORTEST = 4
LOOKED_AT = 40


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
    allowed = 1 if len(word) < 7 else 2
    wrong = [DamerauLevenshtein.distance(word, other, score_cutoff=allowed) for other in near]
    best = min(zip(wrong, range(LOOKED_AT), near, strict=False), default=(allowed + 1, 0, ""))
    return best[2] if best[0] <= allowed else ""
