"""A kind word in one click."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Name: its icon and its words. None of them is unkind.
REACTIONS: dict[str, tuple[str, str | Promise]] = {
    "thanks": ("leaf", _("Thank you")),
    "agree": ("check", _("I agree")),
    "learned": ("sprout", _("I learned something")),
    "bravo": ("star", _("Well done")),
}


class Reaction(models.Model):
    comment = models.ForeignKey("discussions.Comment", models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("comment", "person", "kind", name="reaction_once")]

    def __str__(self) -> str:
        return self.kind
