"""Who takes messages from whom, conversations of two, and what is said in them."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.kit.ids import short_key


class Letterbox(models.Model):
    """From whom a person takes messages; without a row from nobody."""

    class From(models.TextChoices):
        NOBODY = "nobody", _("Nobody")
        SHARED = "shared", _("People I share a space with")
        ALL = "all", _("All members")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="letterbox")
    takes = models.CharField(_("who may write to me"), max_length=8, choices=From.choices, default=From.NOBODY)
    mail = models.BooleanField(_("tell me by mail, without the words"), default=True)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.takes}"


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    def of(self, person: Any) -> Self:
        """Those in which the person takes part: the only door."""
        return self.filter(parts__person_id=person.pk)


class Exchange(models.Model):
    """A conversation of two people."""

    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    last_at = models.DateTimeField(default=timezone.now)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return f"/me/messages/{self.key}/"


class Part(models.Model):
    """One of the two; ``read`` is the id of the last message they have seen."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="parts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exchanges")
    read = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("exchange", "person", name="part_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.exchange_id}"


class Message(models.Model):
    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="messages_sent")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    request_key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["exchange", "-id"], name="message_of_exchange"),
            models.Index(fields=["author", "-at"], name="message_of_author"),
        ]
        constraints = [
            models.UniqueConstraint(
                "author", "request_key", condition=~models.Q(request_key=""), name="message_request_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id} at {self.at:%Y-%m-%d %H:%M}"


class Complaint(models.Model):
    """A message that its reader shows to the secretariat, with what stands around it."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="complaints")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="message_complaints")
    why = models.TextField(max_length=2000)
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("message", "person", name="message_reported_once")]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.why[:60]}"
