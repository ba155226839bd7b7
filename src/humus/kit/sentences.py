"""Whether somebody has said something: a sentence, not a word or a dot."""

from __future__ import annotations

import re

LEAST_WORDS, LEAST_SIGNS = 4, 8
# Thai, Lao, Burmese, Khmer, kana and Han are written without spaces between the words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")


def is_sentence(text: str) -> bool:
    """At least four words, or eight signs of a script that sets no spaces."""
    return len(_WORD.findall(text)) >= LEAST_WORDS or len(_UNSPACED.findall(text)) >= LEAST_SIGNS
