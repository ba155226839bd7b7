"""A time that a group looks for: some proposed, each answered with yes, if need be, or no; one of them is chosen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.kit.ids import short_key
from humus.spaces.models import Membership, Space

ANSWERS = [("yes", _("Yes")), ("maybe", _("If need be")), ("no", _("No"))]


class TimePollQuerySet(models.QuerySet["TimePoll"]):
    def visible_to(self, person: Any) -> Self:
        """The people of the space and the secretariat; a reader of a public space is not of its group."""
        if not person.is_authenticated:
            return self.none()
        rows = self.filter(space__in=Space.objects.visible_to(person))
        if person.is_secretariat:
            return rows
        return rows.filter(space__in=_spaces_of(person))

    def waiting_for(self, person: Any) -> Self:
        """Where the group of the person looks for a time that may still be, and the person has not answered."""
        answered = SlotAnswer.objects.filter(person=person).values("slot__poll")
        coming = Slot.objects.filter(starts_at__gt=timezone.now()).values("poll")
        rows = self.visible_to(person).filter(space__in=_spaces_of(person), chosen_at=None, pk__in=coming)
        return rows.exclude(pk__in=answered).order_by("pk")


def _spaces_of(person: Any) -> Any:
    return Membership.objects.current().filter(person=person).values("space")


class TimePoll(models.Model):
    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    space = models.ForeignKey("spaces.Space", models.CASCADE, related_name="time_polls")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="time_polls")
    asked_at = models.DateTimeField(auto_now_add=True)
    title = models.CharField(_("title"), max_length=250)
    note = models.TextField(_("what it is about"), max_length=4000, blank=True)
    minutes = models.PositiveSmallIntegerField(_("how long"), default=60)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    # In which its words were written: the event's are the same.
    language = models.CharField(max_length=8, default="en", editable=False)
    event = models.OneToOneField("events.Event", models.SET_NULL, null=True, blank=True, related_name="time_poll")
    chosen_at = models.DateTimeField(null=True, editable=False)

    objects = TimePollQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/times/{self.key}/"


class Slot(models.Model):
    poll = models.ForeignKey(TimePoll, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint(fields=["poll", "starts_at"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.poll.minutes)


class SlotAnswer(models.Model):
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="slot_answers")
    value = models.CharField(max_length=8, choices=ANSWERS)
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "person"], name="slot_answered_once")]

    def __str__(self) -> str:
        return self.value
