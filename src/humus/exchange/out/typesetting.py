"""The typesetter in a process of its own: ``python -m humus.exchange.out.typesetting TASK FOLDER NAME FONTS...``.

``FOLDER/NAME.typ`` becomes ``FOLDER/NAME.pdf`` (``typeset``), a picture of each of its pages (``draw``), or is laid out
only for what it says of its places (``measure``). Of the platform only its bounds are loaded; time and memory are
bounded, and whatever it took is given back when it ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from humus.exchange.out.fonts import folders
from humus.kit import confined

MEMORY = 6 * 1024**3
SECONDS = 240
# With what the machine needs besides.
PATIENCE = 300
DOTS_AN_INCH = 220
# How it may be done, from the best: tagged for PDF/UA, tagged, neither.
WAYS: dict[str, dict[str, Any]] = {
    "accessible": {"pdf_standards": "ua-1"},
    "tagged": {},
    "untagged": {"pdf_tags": False},
}


class NotSet(Exception):
    """It could not be typeset, and why."""


def typeset(folder: Path, name: str) -> str:
    """The way in which it could be done."""
    import structlog

    answer = _ask("typeset", folder, name)
    if answer["reasons"]:
        structlog.get_logger(__name__).info("typeset with less", way=answer["way"], why=answer["reasons"])
    return str(answer["way"])


def measure(folder: Path, name: str) -> dict[str, Any]:
    """What the sheet says under ``humus-measured``."""
    return _ask("measure", folder, name)


def draw(folder: Path, name: str) -> list[bytes]:
    """Each page as a PNG."""
    return [(folder / one).read_bytes() for one in _ask("draw", folder, name)["pages"]]


def _ask(task: str, folder: Path, name: str) -> dict[str, Any]:
    try:
        done = confined.run("humus.exchange.out.typesetting", task, str(folder), name, *folders(), seconds=PATIENCE)
    except subprocess.TimeoutExpired as late:
        raise NotSet("took too long") from late
    if done.returncode:
        raise NotSet(done.stderr.decode("utf-8", "replace")[-2000:] or f"ended with {done.returncode}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def main() -> None:
    task, folder, name, *fonts = sys.argv[1:]
    confined.limit(MEMORY, SECONDS)
    given = {"root": folder, "font_paths": fonts, "ignore_system_fonts": True}
    TASKS[task](Path(folder, f"{name}.typ"), given)


def _measure(sheet: Path, given: dict[str, Any]) -> None:
    import typst

    sys.stdout.write(typst.query(str(sheet), "<humus-measured>", field="value", one=True, **given))


def _typeset(sheet: Path, given: dict[str, Any]) -> None:
    import typst

    reasons = []
    for way, options in WAYS.items():
        try:
            made = typst.compile(str(sheet), **given, **options)
        except RuntimeError as error:
            reasons.append(f"{way}: {error}"[:500])
            continue
        sheet.with_suffix(".pdf").write_bytes(made)  # type: ignore[arg-type]
        sys.stdout.write(json.dumps({"way": way, "reasons": reasons}))
        return
    sys.stderr.write("\n".join(reasons))
    sys.exit(1)


def _draw(sheet: Path, given: dict[str, Any]) -> None:
    import typst

    made = typst.compile(str(sheet), format="png", ppi=DOTS_AN_INCH, **given)
    pages = made if isinstance(made, list) else [made]
    names = [f"{sheet.stem}-{number}.png" for number in range(len(pages))]
    for name, page in zip(names, pages, strict=True):
        (sheet.parent / name).write_bytes(page)  # type: ignore[arg-type]
    sys.stdout.write(json.dumps({"pages": names}))


TASKS = {"typeset": _typeset, "measure": _measure, "draw": _draw}

if __name__ == "__main__":
    main()
