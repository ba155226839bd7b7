"""A category or a region that the secretariat added, or one that it retired because nothing uses it any longer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from humus.kit.translated import TranslatedField, pick

LISTS = ("category", "region")
SAID = ("list", "key", "label", "college", "asks_for_proof", "may_be_member", "retired_at")


class RegisterTerm(models.Model):
    """``list`` is one of LISTS. A row of the same key as one of the code says only whether that one is retired."""

    list = models.CharField(max_length=10)
    key = models.CharField(max_length=30)
    label = TranslatedField()
    college = TranslatedField()
    asks_for_proof = models.BooleanField(default=True)
    may_be_member = models.BooleanField(default=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("list", "key", name="register_term_once")]

    def __str__(self) -> str:
        return pick(self.label) or self.key

    @classmethod
    def in_force(cls) -> dict[str, dict[str, Any]]:
        """By list and key, what the rest of the register needs to know of each."""
        known: dict[str, dict[str, Any]] = {name: {} for name in LISTS}
        for row in cls.objects.values(*SAID):
            known[row["list"]][row["key"]] = row
        return known
