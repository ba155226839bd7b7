"""Numbers that the Initiative states of itself: dated, sourced rows that are corrected by a new one, never changed."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from humus.kit.translated import TranslatedField

WHAT = {
    "partners": _("Partners"),
    "members": _("Members"),
    "countries": _("Countries"),
    "objectives": _("Objectives of the strategy"),
}


class StatedFigureQuerySet(models.QuerySet["StatedFigure"]):
    def standing(self) -> Self:
        """Those that no later row corrects, without those that were taken back."""
        return self.filter(corrected_by=None).exclude(value=None)

    def newest(self, what: str) -> StatedFigure | None:
        return self.standing().filter(what=what).first()


class StatedFigure(models.Model):
    """Shown beside what is counted here. A row without a value takes back the one it corrects."""

    what = models.SlugField(max_length=40)
    value = models.PositiveIntegerField(null=True)
    qualifier = TranslatedField()
    stated_on = models.CharField(max_length=10, help_text="2024, 2024-03 or 2024-03-18")
    source = models.CharField(max_length=250)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(max_length=250, blank=True)

    objects = StatedFigureQuerySet.as_manager()

    class Meta:
        ordering = ["-stated_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.value} ({self.stated_on})"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("a stated figure is never changed; record a new one that corrects it")
        super().save(*args, **options)

    @property
    def label(self) -> str:
        return str(WHAT.get(self.what, self.what))
