"""Letters: what a person follows, gathered, in their language and time zone, never twice and only of what they see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from humus.kit.zone_field import zone_place
from humus.notifications.models import Notice, OutgoingMail
from humus.notifications.notices import leaving
from humus.notifications.notices.dues import zone_of
from humus.notifications.notices.showing import Line, address, lines
from humus.people.mails import KEY_HEADER, thread
from humus.people.models import Person

MOST = 100
# A letter that tells of more than a few things fits on one screen; the rest stands on the platform.
FEW, MOST_DIRECT, MOST_PAGES, MOST_SPACES = 4, 4, 6, 3
AT_A_TIME = 500
# Below this an answer holds nothing new; whoever takes mails in looks for its first three signs.
DELIMITER = "##-"
TELLING = ("telling__page__space", "telling__actor")


def write_due() -> int:
    """Write every letter that is due; how many were written."""
    now = timezone.now()
    written, last = 0, 0
    while people := _waiting(now, last):
        for person in people:
            written += write(person, now)
        last = people[-1]
    return written


def _waiting(now: Any, after: int) -> list[int]:
    due = Notice.objects.filter(mail_at__lte=now, mailed_at=None, person_id__gt=after).order_by("person_id")
    return list(due.values_list("person_id", flat=True).distinct()[:AT_A_TIME])


@transaction.atomic
def write(person_id: int, now: Any) -> bool:
    """One letter to one person, in one transaction with the marks that it was written."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    due = Notice.objects.filter(person=person, mail_at__lte=now, mailed_at=None)
    ids = list(due.order_by("-pk").values_list("pk", flat=True)[: MOST * 5])
    if not ids:
        return False
    key = f"letter-{person.pk}-{ids[-1]}-{ids[0]}-{int(now.timestamp())}"
    with translation.override(person.language or "en"), timezone.override(zone_of(person.time_zone)):
        told = _readable(person, ids) if person.is_active else []
        Notice.objects.filter(pk__in=ids).update(mailed_at=now)
        if not told:
            return False
        Notice.objects.filter(pk__in=[line.notice.pk for line in told]).update(letter=key)
        message(person, told, key).send()
    return True


def _readable(person: Person, ids: list[int]) -> list[Line]:
    """What is unread, still there, and may be seen by this person at this moment."""
    found = Notice.objects.visible_to(person).unread().filter(pk__in=ids).select_related(*TELLING)
    return lines(found, person.language or "en")[:MOST]


def message(person: Person, told: list[Line], key: str) -> EmailMessage:
    """The letter, in the language and at the hour that are in force."""
    for line in told:
        line.answer = address(line, person)
    # One thing told of: the mail itself is answered. Several: each names its own address.
    ways = {line.answer for line in told}
    way = ways.pop() if len(ways) == 1 else ""
    link = settings.SITE_URL + reverse("unsubscribe", args=[leaving.token(person)])
    context = {
        "person": person,
        **shortened(told),
        "count": len(told),
        "first": told[0],
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "zone": zone_place(zone_of(person.time_zone).key),
        "centre_url": settings.SITE_URL + reverse("notices"),
        "habits_url": settings.SITE_URL + reverse("notice_habits"),
        "leave_url": link,
        "way": way,
        "delimiter": DELIMITER,
    }
    text = render_to_string("notifications/mail/letter.txt", context)
    subject, _nl, body = text.strip().partition("\n")
    headers = {
        KEY_HEADER: key,
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Content-Language": person.language or "en",
    }
    if len({line.page.pk for line in told}) == 1:
        headers |= thread(told[0].page.key)
    words, reply_to = body.strip() + "\n", [way] if way else None
    return EmailMessage(" ".join(subject.split()), words, to=[person.email], reply_to=reply_to, headers=headers)


def shortened(told: list[Line]) -> dict[str, Any]:
    """What needs the reader first, then their spaces; of much the newest, and how much more there is."""
    direct = [line for line in told if line.notice.direct]
    spaces = grouped(line for line in told if not line.notice.direct)
    brief = len(told) > FEW
    if brief:
        direct, spaces, room = direct[:MOST_DIRECT], spaces[:MOST_SPACES], MOST_PAGES
        for entry in spaces:
            entry["pages"] = entry["pages"][: max(1, room - len(spaces) + 1)] if room > 0 else []
            room -= len(entry["pages"])
    shown = len(direct) + sum(len(page["lines"]) for entry in spaces for page in entry["pages"])
    return {"direct": direct, "spaces": spaces, "brief": brief, "more": len(told) - shown}


def grouped(told: Iterable[Line]) -> list[dict[str, Any]]:
    """By space, then by page; the space with the newest first, and in it the newest first."""
    spaces: dict[int, dict[str, Any]] = {}
    for line in told:
        space = spaces.setdefault(line.space.pk, {"space": line.space, "pages": {}})
        space["pages"].setdefault(line.page.pk, {"page": line.page, "lines": []})["lines"].append(line)
    return [entry | {"pages": list(entry["pages"].values())} for entry in spaces.values()]


def may_go(mail: OutgoingMail) -> bool:
    """Asked right before a mail leaves: a letter that tells of a page no longer seen is taken back and written anew."""
    if not mail.key.startswith("letter-"):
        return True
    told = Notice.objects.filter(letter=mail.key.split(":", 1)[0]).select_related("person")
    if not told:
        return False
    person = told[0].person
    seen = Notice.objects.visible_to(person).filter(pk__in=[one.pk for one in told])
    return person.is_active and len(lines(seen.select_related(*TELLING), "en")) == len(told)


@transaction.atomic
def take_back(mail: OutgoingMail) -> None:
    """The mail goes; what it told and may still be seen comes in the next one."""
    key = mail.key.split(":", 1)[0]
    mail.delete()
    Notice.objects.filter(letter=key).update(mailed_at=None, letter="")
