"""From a published page to the open page and to the mail server of somebody who watches it, by the real processes."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 90.0


@contextmanager
def working() -> Iterator[None]:
    """The worker, as the platform starts it; ended with the block by its own number."""
    from humus.kit import processes

    command = [sys.executable, "-c", "from humus.cli import main; main()", "worker"]
    process = subprocess.Popen(
        command,
        env=dict(os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=processes.die_with_parent(15),  # type: ignore[arg-type]
    )
    try:
        time.sleep(6)
        yield
    finally:
        process.terminate()
        # Longer than the supervisor lets a job go on.
        process.wait(60)


class Page:
    """What streams to an open page of this person."""

    def __init__(self, address: str, person: Any) -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(person)
        parts = urlsplit(address)
        self.line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
        self.line.request("GET", "/live/notices/", headers={"Cookie": cookie, "Origin": settings.SITE_URL})
        self.answer = self.line.getresponse()
        self.number()

    def number(self) -> int:
        while line := self.answer.readline():
            if line.startswith(b"data: "):
                return int(line[6:])
        raise EOFError

    def until(self, number: int) -> None:
        while self.number() < number:
            pass


def times(page: Any, author: Any, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds until the open page has each notice, and until its mail has left; both from the word that it is saved."""
    from humus.notifications.models import MailServer
    from humus.notifications.tests.post import post_office
    from humus.pages.live.tests.serving import live_process

    reader = watching(page)
    shown, left = [], []
    with post_office() as office, live_process() as live, working():
        server = MailServer(host="127.0.0.1", port=office.port, security="none", sender="site@example.org")
        server.changed_by = author
        server.save()
        open_page = Page(live, reader)
        for number in range(1, rounds + 1):
            began = published(page, author, number)
            open_page.until(number)
            shown.append(time.perf_counter() - began)
            while len(office.got) < number:
                if time.perf_counter() - began > PATIENCE:
                    return shown, [*left, PATIENCE]
                time.sleep(0.02)
            left.append(time.perf_counter() - began)
        open_page.line.close()
    return shown, left


def watching(page: Any) -> Any:
    from humus.notifications.models import Follow, Habits
    from humus.pages.models import Watch
    from humus.people.models import Person

    Follow.objects.all().delete()
    reader = Person.objects.create_user("reader@example.org", name="Reader")
    Habits.objects.create(person=reader, direct="at_once", cadence="at_once")
    Watch.objects.create(page=page, person=reader)
    return reader


def published(page: Any, author: Any, number: int) -> float:
    from humus.kit import richtext
    from humus.pages import domain

    body = richtext.paragraphs(f"Words number {number}.")
    domain.publish(actor=author, page=page, language="en", title="Front", body=body)
    return time.perf_counter()
