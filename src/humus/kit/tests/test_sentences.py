"""What counts as a sentence."""

import pytest

from humus.kit.sentences import is_sentence


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("", False),
        ("Soils", False),
        ("Soil carbon!", False),
        ("1 2 3 4 5 6", False),
        ("We plant cover crops.", True),
        ("Nous plantons des haies", True),
        ("نحن نزرع محاصيل التغطية", True),
        ("我们种植覆盖作物", True),
        ("我们", False),
    ],
)
def test_a_word_is_no_sentence_in_any_script(text: str, whole: bool) -> None:
    assert is_sentence(text) is whole
