"""Spoilt files for each parser of what people bring in: no crash, no answer after more than a second, no 200 MB.

``.venv/bin/python bench/fuzz.py [--quick] [--seconds N] [--only NAME ...]``: each parser in a process of its own, for
three minutes (quick: 5 seconds); exits 1 on any find and prints the seed that makes it again (``--seed``). Bytes are
changed, cut out, doubled, swapped and crossed with pieces that mean something to the format; parts of a ZIP are
spoilt inside it. With ``--guided`` atheris chooses by coverage what to spoil. A refusal by name is an answer; the
reader of PDF and Word files may raise what it likes, as the platform runs it in a process of its own.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

HANG, MEGABYTES, SECONDS, QUICK = 1.0, 200, 180.0, 5.0
MARKDOWN = (
    b"# T\n\n| a | b |\n|---|---|\n| 1 | [x](y.md) |\n\n> [!NOTE]\n> n\n\n- [ ] t\n  1. u\n\n```\nc\n```\n"
    b":::expand title=x\nw\n:::\n\n$$a^2$$ ![p](q.png) <b>x</b> [^1]\n\n[^1]: note\n"
)
HTML = (
    b"<h1>T</h1><table><tr><th colspan=2>x<td rowspan=3><ul><li>a<ol><li>b</table><p>"
    b"<img src='data:image/png;base64,AA=='><a href=b>c</a>&#1;&amp;<pre><code>x</code></pre><math><mi>x</math><svg><a>"
    b"<p>s<sup><a href=#fn1>1</a></sup><section><h2>N</h2><ol><li id=fn1><p>words <a href=#r1>b</a></ol></section>"
)
PIECES = (
    b"<", b">", b"</", b"&#x", b"\0", b"\xff\xfe", b"]]>", b"|", b"![", b"](", b":::", b"**", b"``", b"> ",
    b"<table><tr><td>",
    b"<li id=fn1>", b"<a href=#fn1>", b"<m:e>", b"<m:d>", b"<w:footnote ",
    b"<!--", b"<style>", b"PK\x01\x02", b"PK\x05\x06", b"<w:p>", b"<w:tbl>", b"obj", b"stream\n", b"/Length 999999999",
    b"/Kids [1 0 R]", b"xref", b"\xf0\x9f\x8c\xb1", b"\xe2\x80\xae", b"<<", b">>", b"[[", b"(" * 40, b"-" * 80,
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    read: Callable[[bytes], Any]
    seed: bytes
    packed: bool = False
    # Whether the platform runs it in a bounded process of its own, where an exception is an answer.
    apart: bool = False


def targets() -> dict[str, Target]:
    from humus.exchange.into import reading
    from humus.exchange.into.wordreading import read as read_word
    from humus.kit import richtext
    from humus.search import filetext

    def brought(name: str) -> Callable[[bytes], Any]:
        def read(content: bytes) -> None:
            for item in reading.read(name, io.BytesIO(content)).items:
                richtext.compile(item.doc)

        return read

    return {
        "html": Target(brought("a.html"), HTML),
        "markdown": Target(brought("a.md"), MARKDOWN),
        "zip": Target(brought("a.zip"), zipped({"a.md": MARKDOWN, "b/c.html": HTML}), packed=True),
        "docx": Target(read_word, word(), packed=True, apart=True),
        "pdf": Target(lambda content: filetext.text_of(filetext.PDF, content), pdf(), apart=True),
    }


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def word() -> bytes:
    import docx
    from lxml.html import fragment_fromstring

    from humus.exchange.out.word_math import formula
    from humus.exchange.out.word_notes import Notes
    from humus.kit.richtext.standard.math import mathml

    document: Any = docx.Document()
    document.add_heading("Title", 1)
    document.add_paragraph("Words", style="List Bullet")
    document.add_paragraph("First", style="List Number")
    document.add_paragraph("Second", style="List Number")
    document.add_table(2, 2).cell(0, 0).text = "cell"
    line = document.add_paragraph("Formula and note")
    line._p.append(formula(fragment_fromstring(mathml(r"\frac{a}{\sqrt{b}} + \sum_{i=1}^n \left(x\right)", "inline"))))
    Notes(document).add(line).add_run("A note.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf() -> bytes:
    stream = b"BT /F1 12 Tf (Humus holds carbon) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return body + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n0\n%%EOF"


def spoilt(target: Target, dice: random.Random) -> bytes:
    if not target.packed or dice.random() < 0.3:
        return changed(target.seed, dice)
    try:
        with zipfile.ZipFile(io.BytesIO(target.seed)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:
        # Led by coverage, what was spoilt before is spoilt again.
        return changed(target.seed, dice)
    for name in dice.sample(sorted(parts), min(2, len(parts))):
        parts[name] = changed(parts[name], dice)
    return zipped(parts)


def changed(seed: bytes, dice: random.Random) -> bytes:
    content = bytearray(seed)
    for _ in range(dice.choice((1, 2, 4, 8, 32))):
        at, length = dice.randrange(len(content) + 1), dice.randint(1, 40)
        piece = bytes(content[at : at + length])
        match dice.randrange(6):
            case 0:
                content[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del content[at : at + length]
            case 2:
                content[at:at] = piece * dice.choice((1, 5, 50, 400))
            case 3:
                content[at:at] = dice.choice(PIECES) * dice.choice((1, 1, 3, 200))
            case 4:
                other = dice.randrange(len(content) + 1)
                content[other:other] = piece
            case _:
                content[at : at + length] = piece[::-1]
    return bytes(content[:400_000])


def one(name: str, seconds: float, first: int) -> int:
    """Fuzz one parser until the time is over; the number of finds."""
    from humus.kit.errors import DeedError

    target = targets()[name]
    start = memory()
    seed, crashes, hangs, slowest = first, 0, 0, 0.0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        content = spoilt(target, random.Random(f"{name} {seed}"))
        began = time.process_time()
        try:
            target.read(content)
        except DeedError:
            pass
        except (Exception, RecursionError) as error:
            if not target.apart:
                crashes += 1
                print(f"  {name}, seed {seed}: {type(error).__name__}: {str(error)[:200]}", flush=True)
        took = time.process_time() - began
        slowest = max(slowest, took)
        if took > HANG:
            hangs += 1
            print(f"  {name}, seed {seed}: {took:.1f} s for {len(content)} bytes", flush=True)
        seed += 1
    grown = memory() - start
    verdict = "ok" if not crashes and not hangs and grown <= MEGABYTES else "MISSED"
    figures = f"{seed - first} executions, {crashes} crashes, {hangs} over {HANG:.0f} s (slowest {slowest:.2f} s)"
    print(f"{name:9s} {figures}, {grown:.0f} MB more: {verdict}", flush=True)
    return int(verdict != "ok")


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="5 seconds for each parser")
    options.add_argument("--seconds", type=float, default=0)
    options.add_argument("--only", nargs="*", default=["html", "markdown", "zip", "docx", "pdf"])
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--guided", action="store_true", help="led by coverage: with atheris, where it is installed")
    given = options.parse_args()
    seconds = given.seconds or (QUICK if given.quick else SECONDS)
    failed = False
    with tempfile.TemporaryDirectory(prefix="humus-bench-") as home:
        os.environ |= {"HUMUS_HOME": home, "HUMUS_SECRET_KEY": "only-for-fuzzing", "HUMUS_LOG_LEVEL": "critical"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "humus.settings", "DATABASE_URL": "postgresql:///none"}
        for name in given.only:
            sys.stdout.flush()
            if child := os.fork():
                failed |= os.waitpid(child, 0)[1] != 0
            else:
                os._exit(_guided(name, seconds) if given.guided else _prepared(name, seconds, given.seed))
    return 1 if failed else 0


def _guided(name: str, seconds: float) -> int:
    import _fuzz_guided

    _fuzz_guided.run(name, seconds, hang=HANG, megabytes=MEGABYTES, prepare=lambda: _set_up()[name])
    return 0


def _prepared(name: str, seconds: float, seed: int) -> int:
    _set_up()
    return one(name, seconds, seed)


def _set_up() -> dict[str, Target]:
    import logging

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    return targets()


if __name__ == "__main__":
    sys.exit(main())
