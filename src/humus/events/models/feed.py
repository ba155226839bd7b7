"""A private address under which another calendar fetches what its owner may see; only its sum is kept."""

from __future__ import annotations

import hashlib
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

SCOPES = [
    ("mine", _("My calendar: my registrations and my spaces")),
    ("site", _("All events that I may see")),
    ("space", _("Events of one space")),
]


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class FeedQuerySet(models.QuerySet["Feed"]):
    def opened_by(self, token: str) -> Self:
        """The feed of this token, while its owner is neither suspended nor erased."""
        standing = {"person__suspended_at": None, "person__erased_at": None}
        return self.filter(digest=digest_of(token), **standing)


class Feed(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    scope = models.CharField(_("what it holds"), max_length=8, choices=SCOPES, default="mine")
    space = models.ForeignKey("spaces.Space", models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("for which calendar"), max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, editable=False)

    objects = FeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person_id} {self.scope}"
