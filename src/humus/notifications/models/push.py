"""Devices that show what one is told, and what waits to go to them."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone


class PushDevice(models.Model):
    """One browser: where its push service takes words, and the keys that seal them. It ends with its sign-in."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    session = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    since = models.DateTimeField(auto_now_add=True)
    refusals = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        """By which the browser knows itself on the list; its address is told to nobody."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()[:16]


class Push(models.Model):
    """One notice to one device; without a notice, the first word that the way is open."""

    device = models.ForeignKey(PushDevice, models.CASCADE, related_name="pushes")
    notice = models.ForeignKey("notifications.Notice", models.CASCADE, null=True, related_name="pushes")
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("device", "notice", name="push_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} to {self.device_id}"
