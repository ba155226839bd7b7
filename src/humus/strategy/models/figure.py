"""What an objective starts from and wants to reach: dated, sourced rows that are replaced, never changed."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from humus.kit.translated import TranslatedField, pick

HORIZONS = {"baseline": _("Baseline 2020"), "2030": _("Target 2030"), "2050": _("Target 2050")}
UNITS = {
    "": "",
    "count": _("number"),
    "count_per_year": _("a year"),
    "percent": "%",
    "percent_per_year": _("% a year"),
    "thousand_eur": _("thousand euros"),
    "factor": _("times"),
    "hectare": _("hectares"),
}
BOUNDS = {"": _("exactly"), "low": _("from"), "high": _("up to"), "at_least": _("at least"), "about": _("about")}


def horizon_choices() -> list[tuple[str, Any]]:
    return list(HORIZONS.items())


def unit_choices() -> list[tuple[str, Any]]:
    return list(UNITS.items())


def bound_choices() -> list[tuple[str, Any]]:
    return list(BOUNDS.items())


class TargetValueQuerySet(models.QuerySet["TargetValue"]):
    def current(self) -> Self:
        """Those that no later row replaces."""
        return self.filter(replaced_by=None)


class TargetValue(models.Model):
    """One figure, or in words where ``measure`` is empty. A row without value and text takes back those it replaces."""

    objective = models.ForeignKey("strategy.Objective", models.CASCADE, related_name="figures")
    horizon = models.CharField(_("horizon"), max_length=10, choices=horizon_choices)
    measure = models.SlugField(_("measure"), max_length=60, blank=True)
    label = TranslatedField(_("what is counted"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=3, null=True, blank=True)
    out_of = models.DecimalField(_("out of"), max_digits=18, decimal_places=3, null=True, blank=True)
    bound = models.CharField(_("the value is"), max_length=10, blank=True, choices=bound_choices)
    unit = models.CharField(_("unit"), max_length=20, blank=True, choices=unit_choices)
    text = TranslatedField(_("in words"))
    year = models.PositiveSmallIntegerField(_("year it speaks of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=250)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    stated_on = models.CharField(_("stated on"), max_length=10, blank=True)
    note = TranslatedField(_("note"))
    noted_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    replaces = models.ManyToManyField("self", symmetrical=False, related_name="replaced_by", blank=True)

    objects = TargetValueQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["objective", "horizon"])]

    def __str__(self) -> str:
        return f"{self.objective} {self.horizon}: {self.value if self.value is not None else pick(self.text)[:40]}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("a figure is never changed; record a new one that replaces it")
        super().save(*args, **options)

    @property
    def taken_back(self) -> bool:
        return self.value is None and not self.text
