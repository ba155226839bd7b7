"""A parser led by its coverage: atheris and libFuzzer choose what to spoil next. ``atheris`` has to be installed."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

# Led by coverage, everything takes about five times as long.
SLOWED = 5
INSTRUMENTED = ["humus.exchange", "humus.kit.richtext", "humus.search.filetext", "markdown_it", "mammoth", "zipfile"]


def run(name: str, seconds: float, *, hang: float, megabytes: int, prepare: Callable[[], Any]) -> None:
    """Does not come back: libFuzzer ends the process, with another code than 0 where it found something."""
    import atheris

    with atheris.instrument_imports(include=INSTRUMENTED, enable_loader_override=False):
        target = prepare()
        # Some parsers are loaded when first used, and only what is loaded here is led by coverage.
        target.read(target.seed)
    import fuzz

    from humus.kit.errors import DeedError

    def once(content: bytes) -> None:
        began = time.process_time()
        try:
            target.read(content)
        except DeedError:
            pass
        except Exception:
            if not target.apart:
                raise
        if (took := time.process_time() - began) > hang * SLOWED:
            raise TimeoutError(f"{took:.1f} s for {len(content)} bytes")

    def spoil(content: bytes, most: int, seed: int) -> bytes:
        return fuzz.spoilt(replace(target, seed=content or target.seed), random.Random(seed))[:most]

    folder = Path(tempfile.mkdtemp(prefix="humus-corpus-"))
    (folder / "seed").write_bytes(target.seed)
    given = [sys.argv[0], str(folder), f"-max_total_time={seconds:.0f}", "-max_len=400000", "-len_control=0"]
    given += [f"-rss_limit_mb={megabytes + 300}", "-timeout=120", f"-artifact_prefix={folder}/", "-print_final_stats=1"]
    sys.stdout.write(f"{name}: finds go to {folder}\n")
    sys.stdout.flush()
    atheris.Setup(given, once, custom_mutator=spoil if target.packed else None)
    atheris.Fuzz()
