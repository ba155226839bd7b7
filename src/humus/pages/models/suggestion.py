"""What somebody suggests for a text: words of their own, from which an editor takes change by change."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from humus.kit.ids import short_key


class Suggestion(models.Model):
    """The words before (``base_``) and after; what differs is suggested. Offered and fixed from ``sent_at`` on.

    One a page, language and person; it goes when nothing differs any more.
    """

    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="suggestions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="suggestions")
    language = models.CharField(max_length=8)
    base_title = models.CharField(max_length=250)
    base_body = models.JSONField()
    title = models.CharField(max_length=250)
    body = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    saved_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("page", "person", "language", name="suggestion_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.person_id})"


class Decision(models.Model):
    """An editor's yes or no to one change. An accepted one belongs to the ``version`` that holds it first."""

    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="decisions")
    language = models.CharField(max_length=8)
    # The suggestion it was part of, which may be gone.
    suggestion = models.CharField(max_length=16)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    accepted = models.BooleanField()
    # The change in a few words, empty once its writer is erased.
    words = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=250, blank=True)
    version = models.ForeignKey("pages.Version", models.SET_NULL, null=True, related_name="decisions")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["page", "person", "-at"])]

    def __str__(self) -> str:
        return f"{self.suggestion}: {'yes' if self.accepted else 'no'}"
