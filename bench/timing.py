"""Whether the time of an answer tells what the answer does not: two sides asked in turn over real HTTP.

``.venv/bin/python bench/timing.py [--quick]``: exits 1 where two sides can be told apart, where an answer to a walked
id differs from another, or where the control that must be seen is not.

Two sides are told apart if the chance that one of them is slower than the other (Mann-Whitney, ties halved) lies more
than 0.06 from one half and would do so by accident less than once in a thousand times. The control does 0.3 ms more.
"""

from __future__ import annotations

import argparse
import http.client
import math
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent))
import _measuring as measuring

FARTHEST, RAREST = 0.06, 0.001
LEAK = {"X-Leak-Microseconds": "300"}
PEOPLE = 40
FORMS_QUICK, CONTROL = 20, 800
WORDS = "the right words of this person"
Ask = Callable[[], float]


class Browser:
    """One connection, one cookie jar that is never filled further."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Cookie": cookie, "Accept-Language": "en"}
        self.status, self.body = 0, b""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, **headers: str) -> float:
        """The microseconds from the first byte sent to the last byte read."""
        sent = self.headers | headers | ({"Content-Type": "application/x-www-form-urlencoded"} if form else {})
        body = urlencode(form) if form else None
        try:
            return self._timed(method, path, body, sent)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # The server ends a connection that was idle while the other side's forms were sent.
            self.connection.close()
            return self._timed(method, path, body, sent)

    def _timed(self, method: str, path: str, body: str | None, sent: dict[str, str]) -> float:
        began = time.perf_counter_ns()
        self.connection.request(method, path, body, sent)
        response = self.connection.getresponse()
        self.body, self.status = response.read(), response.status
        return (time.perf_counter_ns() - began) / 1000


def token_of(port: int) -> tuple[str, str]:
    """A form's token and its cookie, for a visitor."""
    browser = Browser(port)
    browser.connection.request("GET", "/account/login/")
    response = browser.connection.getresponse()
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', response.read())
    assert token
    return token[1].decode(), str(response.getheader("Set-Cookie")).split(";")[0]


def fill() -> dict[str, Any]:
    """A hidden page, its file, a hidden person, and people with accounts."""
    import _filling
    from allauth.account.models import EmailAddress
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile

    from humus.kit import richtext
    from humus.pages import domain
    from humus.people.models import Person
    from humus.spaces.domain import grant
    from humus.spaces.models import Space

    author = Person.objects.create_user("author@example.org", name="An Author")
    space = Space.objects.create(slug="closed", kind="community", name={"en": "Closed"}, visibility="members")
    grant(actor=None, space=space, person=author, role="coordinator")
    for title in ("Front", "Hidden"):
        page = domain.create(actor=author, space=space, title=title)
        domain.publish(actor=author, page=page, language="en", title=title, body=richtext.paragraphs(title * 400))
    file = domain.upload(actor=author, page=page, uploaded=SimpleUploadedFile("a.txt", b"words"))
    page.refresh_from_db()
    known = [f"person{number:02d}@example.org" for number in range(PEOPLE)]
    for email in known:
        person = Person.objects.create_user(email, WORDS, name="A Person")
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    stranger = Person.objects.create_user("stranger@example.org", name="A Stranger")
    cookie = f"{settings.SESSION_COOKIE_NAME}={_filling.session_for(stranger.pk)}"
    return {"page": page, "file": file, "person": author, "known": known, "cookie": cookie}


def sides(port: int, site: dict[str, Any], clean: Callable[[], None]) -> dict[str, tuple[Ask, Ask]]:
    from humus.kit.ids import short_key

    stranger = Browser(port, site["cookie"])

    def read(path: Callable[[], str], **headers: str) -> Ask:
        def ask() -> float:
            took = stranger.ask("GET", path(), **headers)
            assert stranger.status == 404, (path(), stranger.status)
            return took

        return ask

    token, cookie = token_of(port)
    visitor = Browser(port, cookie)
    unknown = [email.replace("person", "nobody") for email in site["known"]]

    def send(path: str, field: str, addresses: list[str]) -> Ask:
        def ask() -> float:
            clean()
            form = {field: random.choice(addresses), "password": "wrong", "name": "Any One"}
            took = visitor.ask("POST", path, form | {"csrfmiddlewaretoken": token})
            assert visitor.status in (200, 302), (path, visitor.status)
            return took

        return ask

    page, file, person = site["page"], site["file"], site["person"]
    pairs = {
        "page by its key": ("/p/{}/", page.key),
        "history of a page": ("/p/{}/history/", page.key),
        "page by its name": ("/s/closed/{}/", page.slug),
        "file": ("/files/{}/", file.key),
        "person": ("/people/{}/", person.key),
    }
    found = {
        f"hidden or missing {name}": (
            read(lambda f=form, k=key: f.format(k)),
            read(lambda f=form: f.format(short_key())),
        )
        for name, (form, key) in pairs.items()
    }
    forms = {
        "code": ("/account/login/code/", "email"),
        "password": ("/account/login/", "login"),
        "new password": ("/account/password/reset/", "email"),
        "sign up": ("/account/signup/", "email"),
    }
    found |= {
        f"known or unknown address, {name}": (send(path, field, site["known"]), send(path, field, unknown))
        for name, (path, field) in forms.items()
    }
    missing = read(lambda: f"/p/{short_key()}/")
    found["the same twice"] = (missing, read(lambda: f"/p/{short_key()}/"))
    found["control: 0.3 ms more"] = (read(lambda: f"/p/{short_key()}/", **LEAK), missing)
    return found


def interleaved(pair: tuple[Ask, Ask], count: int) -> tuple[list[float], list[float]]:
    """Both sides in turn, which of them first drawn by lot, so that a slower minute meets both."""
    times: tuple[list[float], list[float]] = ([], [])
    for ask in pair * 10:
        ask()
    for _ in range(count):
        for side in random.sample((0, 1), 2):
            times[side].append(pair[side]())
    return times


def told_apart(first: list[float], second: list[float]) -> tuple[float, float]:
    """The chance that one of the first is slower than one of the second, and how often that happens by accident."""
    merged = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks, start = 0.0, 0
    while start < len(merged):
        end = start
        while end < len(merged) and merged[end][0] == merged[start][0]:
            end += 1
        ranks += sum(1 for _value, side in merged[start:end] if side == 0) * (start + end + 1) / 2
        start = end
    n, m = len(first), len(second)
    chance = (ranks - n * (n + 1) / 2) / (n * m)
    deviation = math.sqrt((n + m + 1) / (12 * n * m))
    return chance, math.erfc(abs(chance - 0.5) / deviation / math.sqrt(2))


def compare(name: str, pair: tuple[Ask, Ask], count: int) -> bool:
    """Print the figures; answers whether it is as it must be."""
    first, second = interleaved(pair, count)
    chance, accident = told_apart(first, second)
    apart = abs(chance - 0.5) > FARTHEST and accident < RAREST
    right = apart == name.startswith("control")
    medians = statistics.median(first) / 1000, statistics.median(second) / 1000
    words = "told apart" if apart else "alike"
    print(
        f"{name:38s} {medians[0]:7.2f} {medians[1]:7.2f} ms   slower {chance:5.3f}, by accident {accident:7.1e}: "
        f"{words}{'' if right else ' MISSED'}",
        flush=True,
    )
    return right


def walk(port: int, cookie: str, hidden: str, count: int) -> bool:
    """Keys drawn by lot and counted up, the hidden page among them: one answer for all."""
    from humus.kit.ids import short_key

    browser, answers = Browser(port, cookie), set()
    keys = [short_key() for _ in range(count // 2)] + [str(number) for number in range(count // 2)] + [hidden]
    for key in keys:
        browser.ask("GET", f"/p/{key}/")
        body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", browser.body)
        answers.add((browser.status, body.replace(f"/p/{key}/".encode(), b"")))
    right = len(answers) == 1 and next(iter(answers))[0] == 404
    print(f"{len(keys)} ids walked: {len(answers)} different answers{'' if right else ' MISSED'}")
    return right


def cleaner(address: str) -> Callable[[], None]:
    """Forget who asked too often, and what was written to whom."""
    import psycopg

    connection = psycopg.connect(address, autocommit=True)

    def clean() -> None:
        connection.execute("DELETE FROM people_cache")

    return clean


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="150 a side, 20 for forms: sees only coarse differences")
    given = options.parse_args()
    count, walked = (150, 400) if given.quick else (1_000, 10_000)
    settings = {"PYTHONPATH": str(Path(__file__).parent), "DJANGO_SETTINGS_MODULE": "_timing_settings"}
    with measuring.database(**settings) as (server, home):
        return measure(server.url, home, count, walked, quick=given.quick)


def measure(database: str, home: Path, count: int, walked: int, *, quick: bool) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    site = fill()
    random.seed(11)
    print(f"{count} answers a side, taking turns; medians; a side told apart beyond {FARTHEST} at {RAREST}")
    with measuring.serving("_timing_site:application", {"HUMUS_POOL": "4"}, folder=home) as (port, _pid):
        right = []
        for name, pair in sides(port, site, cleaner(database)).items():
            # Forms answer no sooner than after their even time, so the short run asks them less often.
            times = min(count, FORMS_QUICK) if quick and name.startswith("known") else count
            # The control must be seen in the short run too.
            times = max(times, CONTROL) if name.startswith("control") else times
            right.append(compare(name, pair, times))
        right.append(walk(port, site["cookie"], site["page"].key, walked))
    print("timing: nothing tells" if all(right) else "timing: FAILED")
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main())
