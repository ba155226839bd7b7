"""What is taken out as a table runs nothing in a spreadsheet, and comes back as it was."""

import csv
from io import StringIO

import pytest

from humus.kit import spreadsheet

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", "'=1")


@pytest.mark.parametrize("text", FORMULAS)
def test_cell_that_begins_a_formula_is_neutral_and_comes_back(text: str) -> None:
    out = spreadsheet.written([[text]])
    (cell,) = next(csv.reader(StringIO(out, newline="")))
    assert cell == f"'{text}"
    assert spreadsheet.natural(cell) == text


@pytest.mark.parametrize("text", ["Soil = life", "a-b", "O'Neill", "", "عشب"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert spreadsheet.neutral(text) == text
    assert spreadsheet.natural(text) == text
