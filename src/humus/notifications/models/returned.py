"""Addresses that mails came back from, or whose readers called our mails a nuisance: they are written to no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A full mailbox or a passing refusal counts when it happens so often within so long.
SOFT_MOST, SOFT_SPAN = 3, timedelta(days=30)


class ReturnedQuerySet(models.QuerySet["ReturnedAddress"]):
    def closed(self) -> Self:
        soft = models.Q(count__gte=SOFT_MOST, last_at__gt=timezone.now() - SOFT_SPAN)
        return self.filter(models.Q(lasting=True) | soft)

    def among(self, addresses: Iterable[str]) -> dict[str, str]:
        """Those of the addresses that are written to no more, in small letters, and of which kind each is."""
        low = {address.lower() for address in addresses}
        return dict(self.closed().filter(address__in=low).values_list("address", "kind"))


class ReturnedAddress(models.Model):
    """``lasting``: it will not get better by itself. ``said``: the other server's own words."""

    class Kind(models.TextChoices):
        RETURNED = "returned", _("Mails come back")
        COMPLAINT = "complaint", _("Called unwanted")

    address = models.CharField(_("e-mail"), max_length=320, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.RETURNED)
    lasting = models.BooleanField(default=False)
    said = models.TextField(blank=True)
    count = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)

    objects = ReturnedQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]

    def __str__(self) -> str:
        return self.address

    @property
    def label(self) -> str:
        return str(self.Kind(self.kind).label)
