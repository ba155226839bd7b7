"""A busy space with very many followers: what a save costs, and the job that tells them all. And how soon one is told.

``.venv/bin/python bench/notices.py [--quick] [--people N]``: exits 1 where a bar is not reached.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import _measuring as measuring
import _notices_reach as reach

# A save with every follower against a save with none; seconds and statements of one batch; growth of memory in MB.
SAVE_RATIO, BATCH_SECONDS, BATCH_QUERIES, GROWTH_MB = 1.5, 5.0, 20, 60
# Seconds until an open page knows, and until the mail has left.
SHOWN, LEFT = 2.0, 60.0
SAVES, ROUNDS = 15, 5


@dataclass(frozen=True)
class Job:
    """Of each batch the seconds and the statements; how much more memory the process held at its highest, in MB."""

    spans: list[float]
    queries: list[int]
    growth: float
    told: int


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="10,000 followers: under a minute")
    options.add_argument("--people", type=int, default=0)
    given = options.parse_args()
    people = given.people or (10_000 if given.quick else 100_000)
    with measuring.database():
        return measure(people)


def measure(people: int) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from humus.notifications.models import Notice, Telling
    from humus.notifications.notices import fanning

    space, page, author = site()
    saves(page, author, "warm")
    without = saves(page, author, "quiet")
    fanning.tell_all()
    Notice.objects.all().delete()
    followers(space, people)
    with_all = saves(page, author, "busy", times=1)
    job = batches(fanning.tell_some)
    with_all += saves(page, author, "busier")
    Telling.objects.all().delete()
    shown, left = reach.times(page, author, ROUNDS)
    return report(people, without, with_all, job, shown, left)


def site() -> tuple[Any, Any, Any]:
    from humus.pages import domain
    from humus.people.models import Person, SiteRole
    from humus.spaces.models import Space

    author = Person.objects.create_user("author@example.org", name="Author")
    SiteRole.objects.create(person=author, role="secretariat", granted_by=author)
    space = Space.objects.create(slug="busy", kind="community", name={"en": "Busy"})
    return space, domain.create(actor=author, space=space, title="Front"), author


def followers(space: Any, people: int) -> None:
    """Made in the database, so that this process holds none of them."""
    from django.db import connection

    from humus.people.models import Person

    like = Person.objects.create_user("like@example.org", name="Like", time_zone="Africa/Nairobi")
    columns = [field.column for field in Person._meta.concrete_fields if field.column != "id"]
    own = {"email": "'p' || n || '@example.org'", "key": "substr(md5(n::text), 1, 11)", "name": "'Person ' || n"}
    values = ", ".join(own.get(column, f"l.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO people_person ({', '.join(columns)}) SELECT {values} "
            "FROM people_person l, generate_series(1, %s) n WHERE l.id = %s",
            [people, like.pk],
        )
        cursor.execute(
            "INSERT INTO notifications_follow (person_id, space_id, label, since) "
            "SELECT id, %s, '', now() FROM people_person WHERE email ~ '^p[0-9]+@'",
            [space.pk],
        )
        cursor.execute("ANALYZE")


def saves(page: Any, author: Any, words: str, times: int = SAVES) -> list[float]:
    """Milliseconds of each publication."""
    from humus.kit import richtext
    from humus.pages import domain

    spans = []
    for number in range(times):
        body = richtext.paragraphs(f"{words} {number}")
        began = time.perf_counter()
        domain.publish(actor=author, page=page, language="en", title="Front", body=body)
        spans.append(1000 * (time.perf_counter() - began))
    return spans


def batches(tell_some: Any) -> Job:
    """Tell until nothing waits."""
    from django.db import connection

    from humus.notifications.models import Notice

    spans, queries = [], []
    before = held("VmRSS")
    # From here on the kernel counts the highest anew.
    Path("/proc/self/clear_refs").write_text("5")
    while True:
        count = Counted()
        began = time.perf_counter()
        with connection.execute_wrapper(count):
            done = tell_some() is None
        if done:
            return Job(spans, queries, held("VmHWM") - before, Notice.objects.count())
        spans.append(time.perf_counter() - began)
        queries.append(count.number)


class Counted:
    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.number += 1
        return execute(sql, params, many, context)


def held(name: str) -> float:
    """Memory of this process in MB: what it holds (VmRSS), or the most that it held (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1000


def report(
    people: int, without: list[float], with_all: list[float], job: Job, shown: list[float], left: list[float]
) -> int:
    ratio = statistics.median(with_all) / statistics.median(without)
    print(f"save: {statistics.median(without):.1f} ms without followers, {statistics.median(with_all):.1f} ms with")
    print(f"      {people:,}: {ratio:.2f} times (bar {SAVE_RATIO})")
    longest = max(job.spans)
    print(f"job:  {job.told:,} told in {sum(job.spans):.1f} s, {len(job.spans)} batches, longest {longest:.2f} s")
    print(f"      at most {max(job.queries)} statements a batch (bar {BATCH_QUERIES})")
    print(f"      {job.growth:.0f} MB more at its highest (bar {GROWTH_MB})")
    print(f"told: on an open page after {max(shown):.2f} s (bar {SHOWN:.0f}), the slowest of {len(shown)}")
    print(f"      by a mail that has left after {max(left):.2f} s (bar {LEFT:.0f})")
    bars = {
        "everyone told": job.told == people,
        "save": ratio <= SAVE_RATIO,
        "batch": longest <= BATCH_SECONDS,
        "statements": max(job.queries) <= BATCH_QUERIES,
        "memory": job.growth <= GROWTH_MB,
        "open page": len(shown) == ROUNDS and max(shown) <= SHOWN,
        "mail": len(left) == ROUNDS and max(left) <= LEFT,
    }
    missed = [name for name, reached in bars.items() if not reached]
    print("missed: " + ", ".join(missed) if missed else "all reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
