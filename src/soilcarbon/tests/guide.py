"""Runs the blocks of a guide in order, and says what each printed.

A ``console`` block holds commands, a ``python`` block code that shares one namespace; a ``text`` block after either is
what it prints. Run as a program with a file's name, it writes those ``text`` blocks anew and keeps the plots beside it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from soilcarbon import cli

_BLOCK = re.compile(r"```(console|python)\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)


class Block(NamedTuple):
    """One block: kind, code, the text that stands below it, and its place in the document."""

    kind: str
    code: str
    expected: str
    span: tuple[int, int]


def blocks(document: str) -> list[Block]:
    """The blocks to run, in order."""
    return [Block(m[1], m[2], m[3] or "", m.span()) for m in _BLOCK.finditer(document)]


def printed(block: Block, names: dict[str, object]) -> str:
    """What a block prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        if block.kind == "python":
            exec(compile(block.code, "guide", "exec"), names)
        else:
            for line in block.code.replace("\\\n", " ").splitlines():
                words = shlex.split(line)
                if words[:2] != ["$", "soilcarbon"]:
                    raise ValueError(f"not a command of this library: {line}")
                if cli.main(words[2:]) != 0:
                    raise RuntimeError(f"failed: {line}")
    return out.getvalue()


def rewrite(target: Path) -> None:
    """Write what each block prints below it, and the plots beside the file."""
    document, names = target.read_text(encoding="utf-8"), {"__name__": "guide"}
    home, done, at = Path.cwd(), [], 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for block in blocks(document):
            text = printed(block, names)  # type: ignore[arg-type]
            below = f"\n```text\n{text.rstrip()}\n```\n" if text.strip() else ""
            done += [document[at : block.span[0]], f"```{block.kind}\n{block.code}```\n{below}"]
            at = block.span[1]
        os.chdir(home)
        for plot in Path(folder).glob("*.svg"):
            shutil.copy(plot, target.parent / plot.name)
    target.write_text("".join([*done, document[at:]]), encoding="utf-8")


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]).resolve())
