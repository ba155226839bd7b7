"""Fonts of scripts that the typesetter does not bring itself, in wheels. Nothing is ever fetched."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

# Arabic, and Chinese, Japanese and Korean; Latin, Greek and Cyrillic come with the typesetter.
WHEELS = {"fontpkg_noto_sans_arabic": "files", "cvttf_NotoSansCJK_Regular": ""}


def folders() -> list[str]:
    found = []
    for name, inner in WHEELS.items():
        spec = find_spec(name)
        if spec and spec.origin:
            found.append(str(Path(spec.origin).parent / inner))
    return found
