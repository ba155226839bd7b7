"""The typesetter in a process of its own: ``python -m humus.exchange.out.typesetting FOLDER FONTS...``.

``FOLDER/sheet.typ`` becomes ``FOLDER/sheet.pdf``. Of the platform only its bounds are loaded; time and memory are
bounded, and whatever it took is given back when it ends. It says which way worked: the first is tagged for PDF/UA.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from humus.kit import confined

MEMORY = 6 * 1024**3
SECONDS = 240
WAYS: dict[str, dict[str, Any]] = {
    "accessible": {"pdf_standards": "ua-1"},
    "tagged": {},
    "untagged": {"pdf_tags": False},
}


def main() -> None:
    folder, fonts = Path(sys.argv[1]), sys.argv[2:]
    confined.limit(MEMORY, SECONDS)
    import typst

    reasons = []
    for way, options in WAYS.items():
        try:
            made = typst.compile(
                str(folder / "sheet.typ"), root=str(folder), font_paths=fonts, ignore_system_fonts=True, **options
            )
        except RuntimeError as error:
            reasons.append(f"{way}: {error}"[:500])
            continue
        (folder / "sheet.pdf").write_bytes(made)  # type: ignore[arg-type]
        sys.stdout.write(json.dumps({"way": way, "reasons": reasons}))
        return
    sys.stderr.write("\n".join(reasons))
    sys.exit(1)


if __name__ == "__main__":
    main()
