"""What somebody who registered is written, in their language and at their hour."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from humus.events import hours
from humus.events.models import Letter, Registration
from humus.events.registrations import tokens
from humus.kit import answering
from humus.pages.reading import titled
from humus.people import mails

PREFIX = "event-"


def asked(row: Registration, *, to: str, language: str) -> None:
    """To confirm an address; or, where the place was taken before, what it is."""
    if row.state == "asked":
        _write(row, "asked", to=to, language=language)
    else:
        _write(row, "confirmed", to=to, language=language)


def confirmed(row: Registration) -> None:
    _write(row, "confirmed")


def moved_up(row: Registration) -> None:
    _write(row, "moved_up")


def moved(row: Registration, move: Any) -> None:
    """The hours were changed: the new ones, and what they were where the versions tell."""
    _write(row, "moved", move=move)


def called_off(row: Registration) -> None:
    _write(row, "cancelled")


def called_on(row: Registration) -> None:
    """The event takes place after all, at hours that may be new."""
    _write(row, "takes_place")


def once(row: Registration, about: str, template: str, **more: Any) -> bool:
    """Write unless it was written before; the mark and the mail are one transaction's."""
    _letter, new = Letter.objects.get_or_create(registration=row, about=about[:60])
    if new:
        _write(row, template, key=f"{PREFIX}{row.key}-{about}", **more)
    return new


def leave_out(row: Registration, about: str) -> None:
    """Mark it as written for somebody who may no longer see the event."""
    Letter.objects.get_or_create(registration=row, about=about[:60])


def _write(row: Registration, template: str, *, to: str = "", language: str = "", key: str = "", **more: Any) -> None:
    language = language or row.own_language
    event = row.admission.event
    with translation.override(language):
        titled([event.page])
        context = {
            "registration": row,
            "admission": row.admission,
            "event": event,
            "page": event.page,
            "timetable": hours.in_zone(event, row.own_zone),
            "link_url": tokens.address(row),
            "name": row.shown_name if row.person else row.name,
        }
    file, thread = f"events/mail/{template}.txt", mails.thread(event.page.key)
    mails.write(to or row.address, file, context | more, language, answer_address(row), X_Humus_Key=key, **thread)


def answer_address(row: Registration) -> str:
    """Where a plain yes or no goes: a person's address holds for the event, a guest's for this registration."""
    if row.person_id:
        return answering.address("e", row.person_id, row.admission.event.page.key)
    return answering.address("g", 0, row.key)


def may_still_go(key: str) -> bool:
    """Asked right before a mail leaves: its reader may still see the event, and the place was not given back."""
    row = Registration.objects.filter(key=key.removeprefix(PREFIX).split("-")[0], cancelled_at=None)
    return tokens.seen(row.select_related("person", "admission__event__page__space").first()) is not None
