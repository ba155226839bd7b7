"""Whether everybody is told the same hour: page, mail, calendar file and browser, over every change of the clocks.

``.venv/bin/python bench/hours.py [--quick] [--events N] [--seed N]``: exits 1 where any two disagree. The file is read
again by vobject, which takes the zones from the file itself; the browser is Chromium, living in the zone.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import html
import logging
import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import _measuring as measuring
from _hours_made import ZONES, Made, made

MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
# By the browser's own table: each moment in a zone, as “2027-03-28 02:30”.
INTL = """moments => moments.map(([at, zone]) => {
  const words = new Intl.DateTimeFormat("en-GB", {timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23"});
  const part = Object.fromEntries(words.formatToParts(new Date(at)).map(one => [one.type, one.value]));
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}`;
})"""
# As many sessions as the script of the page asks for at once, with a beginning and an end each.
AT_ONCE = 100
# What a page is drawn with and its hours do not need.
LOOKS = re.compile(r"\.(css|woff2|svg|png|jpg|webp|ico)(\?|$)")
DRAWN = '<!doctype html><html lang="en"><body><main data-clocks="/clocks/">%s</main>%s</body></html>'


@dataclass(frozen=True)
class Told:
    """What one source says of a session: day and hours at its place, and at the reader's."""

    there: str
    here: str


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="200 events: about a minute on a quiet machine")
    options.add_argument("--events", type=int, default=0)
    options.add_argument("--seed", type=int, default=4)
    given = options.parse_args()
    number = given.events or (200 if given.quick else 2000)
    with measuring.database():
        return measure(made(number, given.seed))


def measure(sessions: list[Made]) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from playwright.sync_api import sync_playwright

    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    rows = stored(sessions)
    clients = dict(signed_in(rows))
    pages = [page_says(clients[one.reader], row) for one, row in zip(sessions, rows, strict=True)]
    mails = [mail_says(row) for row in rows]
    files = [file_says(Client(), one, row) for one, row in zip(sessions, rows, strict=True)]
    scripts = own_scripts(Client(), rows[0])
    with served() as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium")
        shown = browser_says(browser, site, sessions, scripts)
        drawn = drawn_pages(browser, site, sessions, rows, 1 if len(sessions) < 1000 else 6)
        old = own_table(browser, sessions)
        browser.close()
    for line in old[:5]:
        print("  " + line)
    print(f"moments that this browser's own table of zones has wrong: {len(old)} of {len(sessions) * 4:,}")
    sources = {"page": pages, "mail": mails, "file": files, "browser": shown}
    wrong = [*differences(sessions, sources), *drawn]
    return report(sessions, sources, wrong, len(ZONES) * (1 if len(sessions) < 1000 else 6))


class Quiet(WSGIRequestHandler):
    def log_message(self, *words: Any) -> None:
        """The figures stand alone."""


@contextmanager
def served() -> Iterator[str]:
    """The platform over HTTP, for the browser."""
    from humus.wsgi import application

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def stored(sessions: list[Made]) -> list[Any]:
    """Events with one session each, everybody who reads of one registered for it."""
    from humus.events import dates
    from humus.events.models import Admission, Event, Registration, Session
    from humus.kit import richtext
    from humus.pages.domain.planting import plant
    from humus.people.models import Person
    from humus.spaces.models import Space

    space = Space.objects.create(slug="clock", kind="community", name={"en": "Clock"})
    plant(space=space, slug="front", texts={"en": ("Front", richtext.empty())})
    people = {zone: Person.objects.create_user(f"p{n}@example.org", name=zone) for n, zone in enumerate(ZONES)}
    for zone, person in people.items():
        Person.objects.filter(pk=person.pk).update(time_zone=zone, language="en")
        person.time_zone, person.language = zone, "en"
    for number, one in enumerate(sessions):

        def save(page: Any, one: Made = one) -> None:
            event = Event.objects.create(page=page, zone=one.zone, starts=f"{dates.day_of(one.starts_at, one.zone)}")
            Session.objects.create(event=event, starts_at=one.starts_at, ends_at=one.ends_at)
            event.settle()
            admission = Admission.objects.create(event=event)
            now = datetime.now(UTC)
            kept = {"confirmed_at": now, "seated_at": now, "told": event.timing}
            Registration.objects.create(admission=admission, person=people[one.reader], **kept)

        texts = {"en": (f"Event {number}", richtext.empty())}
        plant(space=space, slug=f"event-{number}", kind="event", texts=texts, save_detail=save)
    found = Registration.objects.select_related("person", "admission__event__page__space").order_by("pk")
    return list(found)


def signed_in(rows: list[Any]) -> Iterator[tuple[str, Any]]:
    from django.test import Client

    for person in {row.person for row in rows}:
        client = Client()
        client.force_login(person)
        yield person.time_zone, client


def page_says(client: Any, row: Any) -> Told:
    text = client.get(row.admission.event.page.get_absolute_url()).content.decode()
    head = text[text.index('class="timetable"') :]
    head = html.unescape(re.sub(r"<[^>]+>", " ", head[: head.index("Hours of")]))
    there, _own, here = head.partition("Your time:")
    return told(there, here, row)


def mail_says(row: Any) -> Told:
    from humus.events.registrations import letters
    from humus.notifications.models import OutgoingMail

    letters.once(row, "day-bench", "reminder_day")
    mail = OutgoingMail.objects.order_by("-pk")[0]
    message = email.message_from_bytes(bytes(mail.message), policy=email.policy.default)
    body = message.get_body(("plain",)).get_content()
    there, _own, here = body[body.index("is near:") + 8 : body.index("Your registration")].partition("Your time:")
    return told(there, here, row)


def told(there: str, here: str, row: Any) -> Told:
    """Without an hour of one's own the place has the same zone; without a day of one's own the day is the same."""
    day, hours = day_in(there), hours_in(there)
    same = row.person.time_zone == row.admission.event.zone
    own = f"{day if day_in(here, '') == '' else day_in(here)} {hours if same else hours_in(here)}"
    return Told(f"{day} {hours}", own)


def day_in(text: str, otherwise: str | None = None) -> str:
    found = re.search(r"(\d{1,2}) (\w{3})\w* (\d{4})", text)
    if found is None and otherwise is not None:
        return otherwise
    assert found, text
    return date(int(found[3]), MONTHS[found[2]], int(found[1])).isoformat()


def hours_in(text: str) -> str:
    found = re.search(r"(\d\d:\d\d) – (\d\d:\d\d)", text)
    assert found, text
    return f"{found[1]}-{found[2]}"


def file_says(client: Any, one: Made, row: Any) -> Told:
    """The file as vobject reads it, by the zones that stand in it."""
    import vobject

    text = client.get(f"/events/{row.admission.event.page.key}/calendar.ics").content.decode()
    entry = vobject.readOne(text).vevent
    start, end = (moment.value.astimezone(UTC) for moment in (entry.dtstart, entry.dtend))
    return Told(at_zone(start, end, one.zone), at_zone(start, end, one.reader))


def at_zone(start: datetime, end: datetime, zone: str) -> str:
    from zoneinfo import ZoneInfo

    first, last = (at.astimezone(ZoneInfo(zone)) for at in (start, end))
    return f"{first:%Y-%m-%d %H:%M}-{last:%H:%M}"


def own_scripts(client: Any, row: Any) -> str:
    """The tags by which a page takes the script that tells the reader's hour."""
    known = client.get(row.admission.event.page.get_absolute_url()).content.decode()
    return "".join(re.findall(r'<script[^>]*src="[^"]*localtime[^"]*"[^>]*></script>', known))


def living(browser: Any) -> Iterator[tuple[str, Any]]:
    """One page that moves from zone to zone; at each it knows of none before, and says itself where it is."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    clock = context.new_cdp_session(page)
    for zone in ZONES:
        context.clear_cookies()
        page.goto("about:blank")
        page.unroute_all()
        clock.send("Emulation.setTimezoneOverride", {"timezoneId": zone})
        lives = page.evaluate("Intl.DateTimeFormat('en-GB', {timeZone: undefined}).resolvedOptions().timeZone")
        if offsets(lives) != offsets(zone):
            raise AssertionError(f"the browser lives in {lives}, not in {zone}")
        yield zone, page
    context.close()


def offsets(zone: str) -> list[Any]:
    """A name that is an older one of the same zone has the same hours."""
    from zoneinfo import ZoneInfo

    days = (datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=7 * week) for week in range(104))
    return [day.astimezone(ZoneInfo(zone)).utcoffset() for day in days]


def browser_says(browser: Any, site: str, sessions: list[Made], scripts: str) -> list[Told]:
    """Every session as the page's own script draws it, in browsers that live at its place and at its reader's."""
    spans: dict[tuple[str, int], str] = {}
    for zone, page in living(browser):
        asked = [number for number, one in enumerate(sessions) if zone in (one.zone, one.reader)]
        for start in range(0, len(asked), AT_ONCE):
            numbers = asked[start : start + AT_ONCE]
            body = DRAWN % ("".join(times(sessions[number]) for number in numbers), scripts)
            page.unroute_all()
            page.route("**/drawn/", partial(fulfilled, body=body))
            page.goto(f"{site}/drawn/", timeout=120_000)
            page.wait_for_selector("main:not([data-clocks])", timeout=120_000)
            for number, text in zip(numbers, page.locator("p").all_inner_texts(), strict=True):
                spans[zone, number] = f"{day_in(text)} " + "-".join(re.findall(r"\d\d:\d\d", text))
    return [Told(spans[one.zone, n], spans[one.reader, n]) for n, one in enumerate(sessions)]


def fulfilled(route: Any, body: str) -> None:
    route.fulfill(status=200, content_type="text/html", body=body)


def times(one: Made) -> str:
    start, end = one.starts_at.isoformat(), one.ends_at.isoformat()
    both = f'<time datetime="{start}" data-local="both"></time>'
    return f'<p>{both} – <time datetime="{end}" data-local="time"></time></p>'


def own_table(browser: Any, sessions: list[Made]) -> list[str]:
    """Where the browser, left to its own table of zones, is wrong."""
    page = browser.new_page()
    asked = [(at, zone) for one in sessions for zone in (one.zone, one.reader) for at in (one.starts_at, one.ends_at)]
    words = page.evaluate(INTL, [[at.isoformat(), zone] for at, zone in asked])
    page.close()
    return [
        f"{at:%Y-%m-%d %H:%M} UTC in {zone}: {said}"
        for (at, zone), said in zip(asked, words, strict=True)
        if said != at_zone(at, at, zone)[:16]
    ]


def drawn_pages(browser: Any, site: str, sessions: list[Made], rows: list[Any], each: int) -> list[str]:
    """Pages as visitors without account see them, in browsers that live in each of the zones."""
    wrong: list[str] = []
    for number, (zone, page) in enumerate(living(browser)):
        page.route(LOOKS, lambda route: route.abort())
        for place in range(each):
            index = (number * each + place) * (len(sessions) // (len(ZONES) * each))
            one, row = sessions[index], rows[index]
            address = site + row.admission.event.page.get_absolute_url()
            page.goto(address, wait_until="domcontentloaded", timeout=120_000)
            page.wait_for_selector(".timetable:not([data-clocks]) .timetable__own:not([hidden])", timeout=120_000)
            text = page.inner_text(".timetable__own")
            # Without a day of its own it is the day of the place.
            there = at_zone(one.starts_at, one.ends_at, one.zone)[:10]
            shown = f"{day_in(text, there)} " + "-".join(re.findall(r"\d\d:\d\d", text)[:2])
            if shown != at_zone(one.starts_at, one.ends_at, zone):
                wrong.append(f"drawn in {zone}: {shown}, not {at_zone(one.starts_at, one.ends_at, zone)}")
    return wrong


def differences(sessions: list[Made], sources: dict[str, list[Told]]) -> list[str]:
    """Every session of which not all sources say the same as its moments do."""
    wrong = []
    for number, one in enumerate(sessions):
        truth = Told(*(at_zone(one.starts_at, one.ends_at, zone) for zone in (one.zone, one.reader)))
        for name, said in sources.items():
            if said[number] != truth:
                where = f"{one.starts_at:%Y-%m-%d %H:%M} UTC, {one.zone}, read in {one.reader}"
                wrong.append(f"{name} ({where}): {said[number]}, not {truth}")
    return wrong


def control(sessions: list[Made], sources: dict[str, list[Told]]) -> list[str]:
    """Sources that were set wrong by an hour, one after another; the names of those that nobody notices."""
    blind = []
    first = sessions[0]
    late = Told(*(at_zone(first.starts_at + timedelta(hours=1), first.ends_at, z) for z in (first.zone, first.reader)))
    for name in sources:
        if not differences(sessions[:1], {name: [late]}):
            blind.append(name)
    return blind


def report(sessions: list[Made], sources: dict[str, list[Told]], wrong: list[str], drawn: int) -> int:
    zones = {one.zone for one in sessions} | {one.reader for one in sessions}
    print(f"{len(sessions):,} events in {len(zones)} zones, told by {', '.join(sources)}")
    print(f"{drawn} of their pages drawn in browsers that live in these zones")
    blind = control(sessions, sources)
    for line in wrong[:20]:
        print("  " + line)
    counted = Counter(line.split(" ")[0] for line in wrong)
    print(f"disagreements: {len(wrong)} {dict(counted) if wrong else ''}")
    print("control (an hour wrong): " + (f"not noticed for {', '.join(blind)}" if blind else "noticed for each"))
    return 1 if wrong or blind or len(zones) < 40 else 0


if __name__ == "__main__":
    sys.exit(main())
