from __future__ import annotations

import pytest

from humus.kit import commas


@pytest.mark.parametrize("text", ["peat, clay,,sand ", "peat، clay ،sand", "peat，clay、sand"])
def test_commas_of_any_script_part_what_one_types(text: str) -> None:
    assert commas.between(text) == ["peat", "clay", "sand"]


def test_nothing_typed_is_no_piece() -> None:
    assert commas.between(" ،, ") == []
