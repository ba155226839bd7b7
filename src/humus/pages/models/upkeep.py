"""Who looks after a page, and by when it is to be brought up to date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from humus.pages.models.page import Page

SOON = timedelta(days=30)


class UpkeepQuerySet(models.QuerySet["Upkeep"]):
    def visible_to(self, person: Any) -> Self:
        return self.filter(page__in=Page.objects.visible_to(person).published().values("pk"))

    def dated(self) -> Self:
        return self.exclude(due=None).order_by("due", "pk")


class Upkeep(models.Model):
    """``reminded`` names the last reminder of this date: "soon", then "due"."""

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="upkeep")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="kept_pages")
    due = models.DateField(null=True)
    note = models.CharField(max_length=250, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    reminded = models.CharField(max_length=4, blank=True)

    objects = UpkeepQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due"], name="upkeep_due", condition=models.Q(due__isnull=False))]

    def __str__(self) -> str:
        return f"{self.page_id} by {self.due}"

    @property
    def overdue(self) -> bool:
        return is_overdue(self.due)


def is_overdue(due: date | None) -> bool:
    """Whether the day has begun in the calendar that the site keeps (UTC)."""
    return due is not None and due <= timezone.now().date()
