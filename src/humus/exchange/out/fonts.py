"""Where the fonts are: beside this program, or in wheels. Nothing is ever fetched."""

from __future__ import annotations

from pathlib import Path

from humus.kit import fonts

HERE = Path(__file__).parents[1] / "fonts"


def folders() -> list[str]:
    return [str(HERE), *fonts.folders()]
