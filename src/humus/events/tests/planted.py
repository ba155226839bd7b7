"""Events to test with."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from humus.events import dates
from humus.events.models import Event, Session
from humus.kit.richtext import paragraphs
from humus.pages.domain.planting import plant
from humus.pages.models import Page
from humus.spaces.models import Space


def make_event(
    space: Space,
    slug: str,
    *,
    in_days: int | None = 7,
    hours: tuple[int, int] | None = None,
    title: str = "",
    **fields: Any,
) -> Event:
    """An event of one day, so many days from today, with one session where hours are given."""
    day: date | None = timezone.now().date() + timedelta(days=in_days) if in_days is not None else None
    fields.setdefault("starts", day.isoformat() if day else "")

    def row(page: Page) -> None:
        event = Event.objects.create(page=page, **fields)
        if hours and day:
            start, end = (dates.moment(day, time(hour), event.zone) for hour in hours)
            Session.objects.create(event=event, starts_at=start, ends_at=end)
        event.settle()

    texts = {"en": (title or slug.replace("-", " ").capitalize(), paragraphs("About it"))}
    page = plant(space=space, slug=slug, kind="event", texts=texts, save_detail=row)
    return Event.objects.select_related("page__space").get(page=page)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=dates.UTC)  # type: ignore[misc,arg-type]


def texts_to(whom: Any) -> list[EmailMessage]:
    """The mails to a person or an address, oldest first."""
    address = whom if isinstance(whom, str) else whom.email
    return [message for message in mail.outbox if message.to == [address]]


def link_in(message: EmailMessage) -> str:
    """The path of the link to one's own registration."""
    found = re.search(r"/registrations/\S+/", message.body)
    assert found, message.body
    return found[0]
