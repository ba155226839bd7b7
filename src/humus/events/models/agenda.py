"""One point of an agenda: when, what, who speaks, and what they show."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgendaItem(models.Model):
    event = models.ForeignKey("events.Event", models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=250)
    speakers = models.CharField(_("speakers"), max_length=300, blank=True)
    file = models.ForeignKey("pages.File", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title
