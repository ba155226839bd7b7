"""A page's words while people write them together: a Yjs document as a snapshot and the updates since."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Room(models.Model):
    """One a page and language. ``last`` numbers updates without gaps; those up to ``folded`` are in the snapshot.

    A new ``epoch`` is a new document with the same words and without the history of the old one.
    """

    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="rooms")
    language = models.CharField(max_length=8)
    epoch = models.PositiveIntegerField(default=1)
    snapshot = models.BinaryField()
    folded = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    # The version that is in the document already.
    base = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("page", "language", name="room_once")]

    def __str__(self) -> str:
        return f"{self.page_id} [{self.language}] epoch {self.epoch}"


class RoomUpdate(models.Model):
    """What one person wrote in a moment: one or several updates, packed."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="updates")
    number = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("room", "number", name="room_update_once")]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.number}"


class RoomWriter(models.Model):
    """Who has written what is not in a version yet."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="writers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("room", "person", name="room_writer_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.room_id}"


class RoomPresence(models.Model):
    """A browser that is in the room now, told between live processes. Rows of a process that died grow old."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="present")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    process = models.CharField(max_length=32)
    client = models.BigIntegerField()
    writes = models.BooleanField(default=False)
    caret = models.JSONField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("room", "client", name="room_client_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.room_id}"
