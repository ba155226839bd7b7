"""Parts of a document joined to one, in a process of its own: ``python -m humus.exchange.out.joining FOLDER NAME``.

``FOLDER/plan.json`` names the files, the first of which gives the document its title, language and bookmarks, the pages
to keep of each, and the place of every label in the whole. Places are asked of the files too: where one does not stand
where it was measured nothing is made, since its page number would be wrong.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from humus.exchange.out.typesetting import NotSet
from humus.kit import confined

MEMORY, SECONDS = 4 * 1024**3, 240
PATIENCE = 300


def join(folder: Path, name: str, plan: dict[str, Any]) -> None:
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    try:
        done = confined.run("humus.exchange.out.joining", str(folder), name, seconds=PATIENCE)
    except subprocess.TimeoutExpired as late:
        raise NotSet("joining took too long") from late
    if done.returncode:
        raise NotSet(done.stderr.decode("utf-8", "replace")[-2000:] or f"ended with {done.returncode}")


def main() -> None:
    folder, name = Path(sys.argv[1]), sys.argv[2]
    confined.limit(MEMORY, SECONDS)
    joined(folder, name, json.loads((folder / "plan.json").read_text(encoding="utf-8")))


def joined(folder: Path, name: str, plan: dict[str, Any]) -> None:
    import pikepdf

    from humus.exchange.out.joint import Joint

    with ExitStack() as files:
        opened = [files.enter_context(pikepdf.open(folder / f"{one['name']}.pdf")) for one in plan["files"]]
        joint = Joint(opened[0], plan["way"], plan["places"])
        for pdf, one in zip(opened, plan["files"], strict=True):
            joint.add(pdf, one["first"], one["pages"])
        joint.finish()
        opened[0].save(
            folder / f"{name}.pdf",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )


if __name__ == "__main__":
    main()
