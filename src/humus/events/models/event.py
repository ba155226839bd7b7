"""An event: its words are those of its page; here stand day, place and organiser, empty where not known."""

from __future__ import annotations

import hashlib
from typing import Any, Self

from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.events import dates, kinds
from humus.kit import known_days
from humus.kit.translated import TranslatedField

CANCELLED = "cancelled-"


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, person: Any) -> Self:
        from humus.pages.models import Page

        return self.filter(page__in=Page.objects.visible_to(person).published())

    def upcoming(self) -> Self:
        """Those that are not over, the next first."""
        return self.filter(over_at__gt=timezone.now()).order_by("begins_at", "pk")

    def past(self) -> Self:
        return self.exclude(over_at__gt=timezone.now()).order_by(models.F("begins_at").desc(nulls_last=True), "-pk")


class Event(models.Model):
    page = models.OneToOneField("pages.Page", models.CASCADE, primary_key=True, related_name="event")
    kind = models.CharField(_("kind"), max_length=24, choices=kinds.choices, blank=True)
    starts = models.CharField(_("first day"), max_length=10, blank=True, validators=[known_days.check_day])
    ends = models.CharField(_("last day"), max_length=10, blank=True, validators=[known_days.check_day])
    uncertain = TranslatedField(_("what is not certain about the date"))
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    hours = models.CharField(_("hours as announced"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    online = models.BooleanField(_("online"), default=False)
    online_tool = models.CharField(_("online tool"), max_length=80, blank=True)
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    partners = models.JSONField(_("with"), default=list, blank=True)
    series = models.JSONField(default=dict, blank=True, editable=False)
    recording = models.CharField(
        _("recording"), max_length=600, blank=True, validators=[URLValidator(["http", "https"])]
    )
    recording_starts = models.PositiveIntegerField(_("seconds until it begins"), default=0)
    follow_up = models.ForeignKey("pages.Page", models.SET_NULL, null=True, blank=True, related_name="+")
    # Beside the versions: bringing an old text back calls nothing off and nothing on.
    cancelled = models.BooleanField(default=False, editable=False)
    cancelled_why = models.CharField(_("why"), max_length=300, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    begins_at = models.DateTimeField(null=True, editable=False)
    over_at = models.DateTimeField(null=True, editable=False)
    # A short sum of its days and hours and whether it takes place: who was told another one is written to.
    timing = models.CharField(max_length=32, blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["over_at", "begins_at"])]

    def __str__(self) -> str:
        return f"{self.page_id} {self.starts}"

    @property
    def days(self) -> str:
        return dates.in_words(self.starts, self.ends)

    @property
    def day(self) -> Any:
        """The first day where it is known to the day."""
        return known_days.first_day(self.starts) if len(self.starts) == 10 else None

    @property
    def is_over(self) -> bool:
        return self.over_at is None or self.over_at <= timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.begins_at is None or self.begins_at <= timezone.now()

    def settle(self) -> None:
        """Compute from days and sessions when it begins and when it is over; the caller holds the event."""
        sessions = list(self.sessions.all())
        first, last = self.starts or self.ends, self.ends or self.starts
        begins = [one.starts_at for one in sessions]
        over = [one.ends_at or dates.end_of_day(one.starts_at, self.zone) for one in sessions]
        if first and not sessions:
            begins.append(dates.midnight(known_days.first_day(first), self.zone))
        if last and (not sessions or known_days.last_day(last) > dates.day_of(sessions[-1].starts_at, self.zone)):
            over.append(dates.midnight_after(known_days.last_day(last), self.zone))
        self.begins_at, self.over_at = min(begins, default=None), max(over, default=None)
        self.timing = timing(self, sessions)
        self.save(update_fields=["begins_at", "over_at", "timing"])


def timing(event: Event, sessions: list[Any]) -> str:
    """The same for the same days and hours, whatever the rows are called; that of a cancelled event begins with it."""
    hours = [[one.starts_at.isoformat(), one.ends_at and one.ends_at.isoformat()] for one in sessions]
    days = [] if sessions else [event.starts, event.ends]
    found = hashlib.sha256(repr([days, hours]).encode()).hexdigest()
    return ((CANCELLED if event.cancelled else "") + found)[:32]
