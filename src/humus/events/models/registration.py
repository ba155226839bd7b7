"""One person's place in an event: asked for, confirmed, seated or waiting, cancelled, attended; and since when."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from humus.kit.ids import short_key


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> Self:
        return self.filter(cancelled_at=None).exclude(confirmed_at=None)

    def seated(self) -> Self:
        return self.active().exclude(seated_at=None)

    def waiting(self) -> Self:
        """Those without a place, first come first."""
        return self.active().filter(seated_at=None).order_by("confirmed_at", "pk")


class Registration(models.Model):
    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    admission = models.ForeignKey("events.Admission", models.CASCADE, related_name="registrations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="registrations")
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(max_length=8, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    answers = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    seated_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    attended_at = models.DateTimeField(null=True, editable=False)
    # The hours that the person was told last; see ``Event.timing``.
    told = models.CharField(max_length=32, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["admission", "person"], condition=models.Q(cancelled_at=None), name="registered_once_by_person"
            ),
            models.UniqueConstraint(
                "admission",
                Lower("email"),
                condition=models.Q(cancelled_at=None) & ~models.Q(email=""),
                name="registered_once_by_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"

    @property
    def state(self) -> str:
        if self.cancelled_at:
            return "cancelled"
        if not self.confirmed_at:
            return "asked"
        return "seated" if self.seated_at else "waiting"

    @property
    def who(self) -> Any:
        """The person as a reader; a guest reads what everybody does."""
        return self.person or AnonymousUser()

    @property
    def shown_name(self) -> str:
        return str(self.person) if self.person else self.name

    @property
    def address(self) -> str:
        return self.person.email if self.person else self.email

    @property
    def own_zone(self) -> str:
        return (self.person.time_zone if self.person else self.time_zone) or self.time_zone

    @property
    def own_language(self) -> str:
        return (self.person.language if self.person else self.language) or self.language or "en"


class Letter(models.Model):
    """That somebody was written to about something: once only, however often the worker comes by."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="letters")
    about = models.CharField(max_length=60)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "about"], name="written_to_once")]

    def __str__(self) -> str:
        return self.about
