"""Search at the size of a large site: the platform's answer against the raw query of the database, in one run.

``.venv/bin/python bench/search.py [--quick] [--documents N ...]``: exits 1 where a bar is not reached. What is timed is
``finding.search`` as a member of a few closed spaces: reading the words, asking, rights, counts by facet, order,
passages. The raw query is what PostgreSQL's manual shows: one language, no rights, ``ts_rank``, twenty titles, over the
same rows. The top ten of very common words are compared with those of every hit ranked one by one. All statements are
asked on one connection, without parallel workers, after each was asked once; what is judged is the time one waits, of
every asking. Other work on the machine makes all figures worse; ``--cpu`` judges the work of the process and of its
database instead, as the kernel counts it.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import _measuring as measuring

TIMES, MORE_MS, COMMON_TIMES, SUGGEST_MS = 1.5, 10.0, 0.5, 50.0
ASKED = 3
QUICK, FULL = (100_000,), (100_000, 1_000_000)
RAW = """
SELECT id, title, ts_rank(vector, asked) AS rank FROM search_entry, plainto_tsquery(%s::regconfig, %s) asked
WHERE vector @@ asked ORDER BY rank DESC LIMIT 20"""
Question = tuple[str, str]


class Clock:
    """Seconds that were waited, or worked by this process and the one that answers its statements."""

    cpu = False
    # One question of so many is asked: of three with --quick.
    every = 1

    def now(self) -> float:
        if not self.cpu:
            return time.perf_counter()
        return time.process_time() + int(Path(f"/proc/{self.backend}/schedstat").read_text().split()[0]) / 1e9

    @cached_property
    def backend(self) -> int:
        from django.db import connection

        connection.ensure_connection()
        return int(connection.connection.info.backend_pid)


CLOCK = Clock()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="100,000 documents, a third of the questions: a minute")
    options.add_argument("--documents", type=int, nargs="*", default=[])
    options.add_argument("--cpu", action="store_true", help="judge work instead of waiting, beside other work")
    given = options.parse_args()
    CLOCK.cpu, CLOCK.every = given.cpu, 3 if given.quick else 1
    failed = False
    for documents in given.documents or (QUICK if given.quick else FULL):
        failed |= _of_size(documents)
    return 1 if failed else 0


def _of_size(documents: int) -> bool:
    """A process of its own for each size, as the settings are read once."""
    reader, writer = os.pipe()
    if child := os.fork():
        os.close(writer)
        os.close(reader)
        return os.waitpid(child, 0)[1] != 0
    os._exit(_alone(documents))
    return False


def _alone(documents: int) -> int:
    with measuring.database(HUMUS_LOG_LEVEL="error"):
        failed = measure(documents)
    sys.stdout.flush()
    return failed


def measure(documents: int) -> int:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "humus.settings"
    django.setup()
    import _search_filling as filling
    from django.core.management import call_command
    from django.utils.translation import override

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    reader = filling.fill(documents)
    print(f"{documents} documents, filled in {time.perf_counter() - began:.0f} s; milliseconds", flush=True)
    with override("fr"):
        return report(reader, filling.Corpus().words)


def questions(words: dict[str, list[str]]) -> dict[str, list[Question]]:
    rng = random.Random(9)

    def some(count: int, low: int, high: int, together: int = 1) -> list[Question]:
        asked = []
        for _ in range(count):
            language = rng.choice(("en", "fr", "es"))
            asked.append((language, " ".join(rng.sample(words[language][low:high], together))))
        return asked

    return {
        "rare word": some(60, 1500, 2500),
        "middling word": some(60, 100, 400),
        "two words": some(60, 50, 400, 2),
        "very common word": some(20, 0, 10),
    }


def report(reader: Any, words: dict[str, list[str]]) -> int:
    from django.db import connection

    from humus.search import finding

    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    failed = False
    for kind, asked in questions(words).items():
        raw, ours = [], []
        for question in asked[:: CLOCK.every]:
            raw += timed(run_raw, *question)
            ours += timed(finding.search, reader, question[1])
        common = kind == "very common word"
        allowed = COMMON_TIMES * p95(raw) if common else TIMES * p95(raw) + MORE_MS
        failed |= line(kind, ours, allowed, f"raw p95 {p95(raw):.1f}, p50 {middle(raw):.1f}")
        if common:
            right = sum(top_ten(reader, word) == every_one_ranked(reader, word) for _language, word in asked)
            failed |= right < len(asked)
            print(f"{'':18s} the right top ten: {right} of {len(asked)}: {'ok' if right == len(asked) else 'MISSED'}")
    typed = [word[:length] for word in begun(words)[:: CLOCK.every] for length in range(2, min(len(word), 9))]
    failed |= line(
        "suggestions", [time_ for one in typed for time_ in timed(finding.suggest, reader, one)], SUGGEST_MS, ""
    )
    return 1 if failed else 0


def begun(words: dict[str, list[str]]) -> list[str]:
    rng = random.Random(11)
    single = [rng.choice(words[language][:400]) for language in words for _ in range(8)]
    return single + [" ".join(rng.sample(words[language][:100], 2)) for language in words for _ in range(4)]


def run_raw(language: str, words: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(RAW, [f"humus_{language}", words])
        return cursor.fetchall()


def top_ten(reader: Any, words: str) -> list[int]:
    from humus.search import finding

    return [entry.pk for entry in finding.search(reader, words).entries[:10]]


def every_one_ranked(reader: Any, words: str) -> list[int]:
    """The ten best of all that the reader may see, without any short cut: texts with all words in their title or
    labels by the weight of these, then the others. Rights are read from the pages themselves.
    """
    from humus.kit import statements
    from humus.search import asking
    from humus.search.finding import ordering
    from humus.search.finding.visible import Condition, visible

    asked = asking.question(asking.parse(words))
    hits = Condition("search_entry.vector @@ %s::tsquery", (asked.everything,)) & visible(reader)
    title, text = ordering.weighed_titles(asked), ordering.weighed(asked)
    every = f"""
        SELECT id FROM (
          SELECT {text.columns} FROM search_entry LEFT JOIN pages_page ON pages_page.id = search_entry.page_id
          WHERE {hits.sql}) texts LEFT JOIN (
          SELECT {title.columns} FROM search_heading heading WHERE words @@ %s::tsquery) titles USING (id)
        ORDER BY titles.id IS NOT NULL DESC, coalesce(titles.weight, texts.weight) DESC, texts.changed_at DESC, id
        LIMIT 10"""
    values = [*text.params, *hits.params, *title.params, asked.everything]
    return [pk for (pk,) in statements.ask(every, values)]


def timed(call: Callable[..., Any], *given: Any) -> list[float]:
    """Milliseconds of three askings after a first one, so that what lies in no cache yet counts for neither side."""
    call(*given)
    times = []
    for _ in range(ASKED):
        began = CLOCK.now()
        call(*given)
        times.append((CLOCK.now() - began) * 1e3)
    return times


def p95(times: list[float]) -> float:
    return sorted(times)[min(int(len(times) * 0.95), len(times) - 1)]


def middle(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def line(name: str, times: list[float], allowed: float, beside: str) -> bool:
    missed = p95(times) > allowed
    verdict = "MISSED" if missed else "ok"
    print(
        f"{name:18s} p95 {p95(times):7.1f} (at most {allowed:.1f}): {verdict}; p50 {middle(times):.1f} {beside}",
        flush=True,
    )
    return missed


if __name__ == "__main__":
    sys.exit(main())
