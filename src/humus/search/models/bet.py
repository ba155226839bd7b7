"""A page that the secretariat shows first for certain words."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class BestBet(models.Model):
    """``words`` are kept folded (lower case, no accents), one bet a line of words and page."""

    words = models.CharField(max_length=120, db_index=True)
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["words", "pk"]
        constraints = [models.UniqueConstraint("words", "page", name="best_bet_once")]

    def __str__(self) -> str:
        return self.words
