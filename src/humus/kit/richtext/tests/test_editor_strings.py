"""The editor's words are the same in both places."""

from __future__ import annotations

import re
from pathlib import Path

from humus.kit.richtext.editor_strings import editor_strings

SOURCE = Path(__file__).resolve().parents[5] / "editor/src/strings.js"


def test_the_words_for_translation_are_the_words_of_the_editor():
    assert dict(re.findall(r'^  (\w+): "(.*)",$', SOURCE.read_text(), re.MULTILINE)) == editor_strings()


def test_every_word_the_editor_asks_for_exists():
    used = {key for file in SOURCE.parent.glob("*.js") for key in re.findall(r'\bt\("(\w+)"', file.read_text())}
    # Those of writing together are given beside the editor's own.
    together = set(re.findall(r'^  (\w+): "', (SOURCE.parent / "live/strings.js").read_text(), re.MULTILINE))
    assert used - editor_strings().keys() - together == set()
