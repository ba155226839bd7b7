"""A mail that came in: kept before it is acknowledged, whatever happens to it then."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class IncomingQuerySet(models.QuerySet["IncomingMail"]):
    def due(self) -> Self:
        return self.filter(state="waiting", next_attempt_at__lte=timezone.now())

    def held(self) -> Self:
        return self.filter(state="held")

    def in_folder(self, folder: str) -> Self:
        states = {"done": ("done",), "refused": ("refused", "discarded", "dropped")}.get(folder, ("held", "waiting"))
        return self.filter(state__in=states).order_by("-pk")


class IncomingMail(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ASKED = "asked", _("Sender asked")
        HELD = "held", _("Held")
        DONE = "done", _("Taken")
        REFUSED = "refused", _("Sent back")
        DROPPED = "dropped", _("Automatic mail")
        DISCARDED = "discarded", _("Discarded")

    digest = models.CharField(max_length=64, editable=False)
    envelope_from = models.CharField(max_length=320, blank=True)
    recipient = models.CharField(_("to"), max_length=320)
    message = models.BinaryField(editable=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.TextField(blank=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    address = models.CharField(_("from"), max_length=320, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    vouched = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = IncomingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("recipient", "digest", name="incoming_once")]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="incoming_due", condition=models.Q(state="waiting")),
            models.Index(fields=["state", "-id"], name="incoming_folder"),
            models.Index(fields=["address", "-received_at"], name="incoming_address"),
            models.Index(fields=["envelope_from", "-received_at"], name="incoming_envelope"),
        ]

    def __str__(self) -> str:
        return self.subject or str(_("Without a subject"))

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)

    def settle(self, state: str, why: str = "", **more: Any) -> None:
        self.state, self.why = state, why
        for name, value in ({"settled_at": timezone.now()} | more).items():
            setattr(self, name, value)
        self.save(update_fields=["state", "why", "settled_at", *more])
