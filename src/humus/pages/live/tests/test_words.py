"""The words of writing together stand twice, for the browser and for translation."""

from __future__ import annotations

import re
from pathlib import Path

from humus.kit.richtext.editor_strings import editor_strings
from humus.pages.live.strings import LIVE_STRINGS

SOURCE = Path(__file__).resolve().parents[5] / "editor" / "src" / "live" / "strings.js"


def test_words_are_the_same_in_the_browser_and_for_translation() -> None:
    found = dict(re.findall(r'^  (\w+): "(.*)",$', SOURCE.read_text(), re.M))
    assert found == {key: str(words) for key, words in LIVE_STRINGS.items()}


def test_no_word_of_the_editor_is_hidden_behind_one_of_writing_together() -> None:
    assert LIVE_STRINGS.keys() & editor_strings().keys() == set()
