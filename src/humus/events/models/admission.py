"""How one takes part in an event: who may register, how many, what is asked, and the link that opens for them.

It stands beside the event and not in its versions, which everybody who sees the page may read.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WHO = [
    ("members", _("Members who see this page")),
    ("anyone", _("Everyone, also without an account")),
]


class Admission(models.Model):
    event = models.OneToOneField("events.Event", models.CASCADE, primary_key=True, related_name="admission")
    who = models.CharField(_("who may register"), max_length=12, choices=WHO, default="members")
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    questions = models.JSONField(_("questions"), default=list, blank=True)
    link = models.CharField(
        _("link to the online room"), max_length=600, blank=True, validators=[URLValidator(["http", "https"])]
    )
    link_minutes = models.PositiveIntegerField(_("link shown, minutes before"), default=60)

    def __str__(self) -> str:
        return f"{self.event_id} {self.who} {self.capacity or ''}"

    @property
    def is_open(self) -> bool:
        closed = self.closes_at is not None and self.closes_at <= timezone.now()
        return not closed and not self.event.cancelled and not self.event.is_over

    @property
    def link_opens_at(self) -> datetime | None:
        begins = None if self.event.cancelled else self.event.begins_at
        return begins - timedelta(minutes=self.link_minutes) if self.link and begins else None

    @property
    def shown_link(self) -> str:
        """The link while it is open: from so many minutes before the beginning until the event is over."""
        opens = self.link_opens_at
        held = not self.event.cancelled and not self.event.is_over
        return self.link if held and opens and opens <= timezone.now() else ""
