from __future__ import annotations

import re
from pathlib import Path

import pytest

from soilcarbon.tests import guide

DOCS = Path(__file__).resolve().parents[3] / "docs" / "soilcarbon"


@pytest.fixture
def document() -> str:
    if not DOCS.is_dir():
        pytest.skip(f"DOCUMENTATION ABSENT: {DOCS} (the library stands alone)")
    return (DOCS / "guide.md").read_text(encoding="utf-8")


def test_the_guide_prints_what_it_shows(document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = guide.blocks(document)
    assert len(found) > 10
    names: dict[str, object] = {"__name__": "guide"}
    for block in found:
        assert guide.printed(block, names).strip() == block.expected.strip(), block.code


def test_the_plots_of_the_guide_are_there(document: str) -> None:
    plots = re.findall(r"!\[.*?\]\((.*?)\)", document)
    assert len(plots) == 3
    for name in plots:
        assert (DOCS / name).read_text(encoding="utf-8").startswith("<svg")


def test_the_code_of_the_readme_runs() -> None:
    readme = Path(__file__).resolve().parents[1] / "README.md"
    code = [block for block in guide.blocks(readme.read_text(encoding="utf-8")) if block.kind == "python"]
    assert len(code) == 1
    assert float(guide.printed(code[0], {}).split()[0]) == pytest.approx(4.067, abs=1e-3)
