"""A poll: what one can choose, and one ballot a person."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone


class Poll(models.Model):
    """``anonymous``: nobody sees who chose what, and at the end the platform itself forgets it."""

    topic = models.OneToOneField("discussions.Topic", models.CASCADE, primary_key=True, related_name="poll")
    several = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["closes_at"], name="poll_closing", condition=models.Q(anonymous=True))]

    def __str__(self) -> str:
        return f"poll {self.topic_id}"

    @property
    def is_open(self) -> bool:
        return self.closes_at is None or self.closes_at > timezone.now()


class Choice(models.Model):
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("poll", "position", name="choice_at_its_place")]

    def __str__(self) -> str:
        return self.label


class Ballot(models.Model):
    """``choices`` holds ids of the poll's choices. Without ``person`` it still counts."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="ballots")
    choices = ArrayField(models.BigIntegerField())
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint("poll", "person", name="one_ballot_a_person")]

    def __str__(self) -> str:
        return f"ballot in {self.poll_id}"
