"""One mail to one address, written in the deed's own transaction: both happen together or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# After these minutes a mail that met a passing trouble is tried again; about four days in all.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440)
LEASE = timedelta(minutes=10)


class MailQuerySet(models.QuerySet["OutgoingMail"]):
    def open(self) -> Self:
        return self.filter(sent_at=None, refused_at=None, handed_over_at=None)

    def due(self, now: datetime) -> Self:
        return self.open().filter(next_attempt_at__lte=now)

    def waiting(self) -> Self:
        return self.open().order_by("-pk")

    def sent(self) -> Self:
        return self.exclude(sent_at=None)

    def failed(self) -> Self:
        """Refused for good, or lost sight of between our word and the server's."""
        return self.filter(sent_at=None).exclude(refused_at=None, handed_over_at=None)

    def in_folder(self, folder: str) -> Self:
        return {"sent": self.sent, "failed": self.failed}.get(folder, self.waiting)().order_by("-pk")


class OutgoingMail(models.Model):
    key = models.CharField(max_length=200, unique=True, editable=False)
    recipient = models.EmailField(_("to"), max_length=254)
    sender = models.CharField(_("from"), max_length=320)
    subject = models.CharField(_("subject"), max_length=998, blank=True)
    text = models.TextField(_("text"), blank=True)
    message = models.BinaryField(editable=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    handed_over_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    refused_at = models.DateTimeField(_("refused"), null=True, editable=False)
    last_error = models.TextField(blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="mail_due",
                condition=models.Q(sent_at=None, refused_at=None, handed_over_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.subject}"

    def as_message(self) -> EmailMessage:
        return message_from_bytes(bytes(self.message), policy=policy.SMTP)  # type: ignore[return-value]

    def as_bytes(self, from_header: str) -> bytes:
        """What goes out. A mail written before a server was set has no sender of its own and gets the server's."""
        if self.sender != settings.DEFAULT_FROM_EMAIL:
            return bytes(self.message)
        message = self.as_message()
        message.replace_header("From", from_header)
        return message.as_bytes()

    @property
    def is_letter(self) -> bool:
        """Whether it tells of what one follows, and so can be left; others are about what the person did themselves."""
        return b"\nList-Unsubscribe:" in bytes(self.message).partition(b"\r\n\r\n")[0]

    @property
    def state(self) -> str:
        if self.sent_at:
            return "sent"
        if self.refused_at:
            return "refused"
        if self.handed_over_at:
            return "uncertain"
        return "retrying" if self.attempts else "waiting"

    def hand_over(self) -> bool:
        """Mark, once only, that the server is about to get the text. False: another process did."""
        now = timezone.now()
        mine = OutgoingMail.objects.open().filter(pk=self.pk).update(handed_over_at=now)
        self.handed_over_at = now if mine else self.handed_over_at
        return bool(mine)

    def mark_sent(self) -> None:
        self._mark(sent_at=timezone.now(), last_error="", attempts=self.attempts + 1)

    def mark_refused(self, why: str) -> None:
        self._mark(refused_at=timezone.now(), last_error=why, attempts=self.attempts + 1)

    def mark_returned(self, why: str) -> None:
        """It was taken, and came back."""
        self._mark(sent_at=None, refused_at=timezone.now(), last_error=why)

    def mark_later(self, why: str) -> None:
        """Passing trouble: try again after a growing pause, give up after the last one."""
        if self.attempts >= len(PAUSES):
            return self.mark_refused(why)
        pause = timedelta(minutes=PAUSES[self.attempts])
        return self._mark(
            next_attempt_at=timezone.now() + pause, last_error=why, attempts=self.attempts + 1, handed_over_at=None
        )

    def mark_uncertain(self, why: str) -> None:
        self._mark(last_error=why, attempts=self.attempts + 1)

    def send_again(self) -> None:
        """A person's decision: forget the failure and put the mail back in the queue."""
        self._mark(next_attempt_at=timezone.now(), attempts=0, handed_over_at=None, refused_at=None, last_error="")

    def _mark(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))
