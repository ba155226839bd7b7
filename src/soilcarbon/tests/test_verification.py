"""Every test that the page on verification names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "soilcarbon" / "verification.md"
HERE = Path(__file__).parent


def test_every_trap_names_a_test_that_is_there() -> None:
    if not PAGE.exists():
        pytest.skip("docs/soilcarbon is absent: the table of traps was NOT checked")
    named = re.findall(r"^\|.*\| `(test_\w+)`: `(test_\w+)` \|$", PAGE.read_text(), re.M)
    assert len(named) > 30
    missing = [(module, test) for module, test in named if f"def {test}(" not in (HERE / f"{module}.py").read_text()]
    assert missing == []
