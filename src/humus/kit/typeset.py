"""A letter or certificate as PDF, set by typst with its own fonts and ``fonts``: ``python -m humus.kit.typeset``.

The library is large, so it is loaded in a process of its own, which reads the sheet and its facts from its input and
writes the PDF. Facts reach the typesetter as data (``json(bytes(sys.inputs.sheet))``), never as markup.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from humus.kit import confined, fonts

MEMORY, SECONDS = 4 * 1024**3, 60


def pdf(sheet: str, facts: Mapping[str, Any]) -> bytes:
    """Raises RuntimeError where the sheet cannot be set, subprocess.TimeoutExpired where it takes too long."""
    given = json.dumps([sheet, json.dumps(facts, ensure_ascii=False)]).encode()
    done = confined.run("humus.kit.typeset", seconds=SECONDS, input=given)
    if done.returncode:
        raise RuntimeError(done.stderr.decode("utf-8", "replace")[-1000:])
    return done.stdout


def main() -> None:
    confined.limit(MEMORY, SECONDS)
    import typst

    sheet, facts = json.loads(sys.stdin.buffer.read())
    given: dict[str, Any] = {"font_paths": fonts.folders(), "ignore_system_fonts": True}
    made = typst.compile(sheet.encode(), sys_inputs={"sheet": facts}, **given)
    sys.stdout.buffer.write(bytes(made))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
