"""A busy space with very many followers: what a save costs, and the job that tells them all.

``.venv/bin/python bench/notices.py [--quick] [--people N]``: exits 1 where a bar is not reached.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# A save with every follower against a save with none; seconds that one batch may hold its transaction; told in all.
SAVE_RATIO, BATCH_SECONDS = 1.5, 5.0
SAVES = 15


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="10,000 followers: under a minute")
    options.add_argument("--people", type=int, default=0)
    given = options.parse_args()
    people = given.people or (10_000 if given.quick else 100_000)
    from humus.kit.postgres import Server

    with tempfile.TemporaryDirectory(prefix="humus-bench-") as name:
        os.environ |= {"HUMUS_HOME": name, "HUMUS_SECRET_KEY": "only-for-measuring"}
        server = Server(Path(name), fast=True).start()
        try:
            os.environ["DATABASE_URL"] = server.url
            return measure(people)
        finally:
            server.stop()


def measure(people: int) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from humus.notifications.models import Notice
    from humus.notifications.notices import fanning

    space, page, author = site()
    saves(page, author, "warm")
    without = saves(page, author, "quiet")
    fanning.tell_all()
    Notice.objects.all().delete()
    followers(space, people)
    with_all = saves(page, author, "busy", times=1)
    spans = batches(fanning.tell_some)
    told = Notice.objects.count()
    with_all += saves(page, author, "busier")
    return report(people, told, statistics.median(with_all) / statistics.median(without), without, with_all, spans)


def site() -> tuple[Any, Any, Any]:
    from humus.pages import domain
    from humus.people.models import Person, SiteRole
    from humus.spaces.models import Space

    author = Person.objects.create_user("author@example.org", name="Author")
    SiteRole.objects.create(person=author, role="secretariat", granted_by=author)
    space = Space.objects.create(slug="busy", kind="community", name={"en": "Busy"})
    return space, domain.create(actor=author, space=space, title="Front"), author


def followers(space: Any, people: int) -> None:
    from humus.notifications.models import Follow
    from humus.people.models import Person

    made = Person.objects.bulk_create(
        [
            Person(email=f"p{n}@example.org", name=f"Person {n}", time_zone="Africa/Nairobi", password="!")
            for n in range(people)
        ],
        batch_size=5000,
    )
    Follow.objects.bulk_create([Follow(person=person, space=space) for person in made], batch_size=5000)
    from django.db import connection

    with connection.cursor() as cursor:
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


def batches(tell_some: Any) -> list[float]:
    """Seconds of each batch until nothing waits."""
    spans = []
    while True:
        began = time.perf_counter()
        if tell_some() is None:
            return spans
        spans.append(time.perf_counter() - began)


def report(
    people: int, told: int, ratio: float, without: list[float], with_all: list[float], spans: list[float]
) -> int:
    print(f"save: {statistics.median(without):.1f} ms without followers, {statistics.median(with_all):.1f} ms with")
    print(f"      {people:,}: {ratio:.2f} times (bar {SAVE_RATIO})")
    print(f"job:  {told:,} told in {sum(spans):.1f} s, {len(spans)} batches, longest {max(spans):.2f} s")
    missed = [
        name
        for name, bad in (
            ("everyone told", told != people),
            ("save", ratio > SAVE_RATIO),
            ("batch", max(spans) > BATCH_SECONDS),
        )
        if bad
    ]
    print("missed: " + ", ".join(missed) if missed else "all reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
