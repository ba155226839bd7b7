"""Dated rows that say what an organisation is to the Initiative, and who decided it."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from humus.kit.translated import TranslatedField
from humus.organisations import categories


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self) -> Self:
        return self.filter(models.Q(until=None) | models.Q(until__gt=timezone.now().date()))

    def of(self, organisation: Any) -> Self:
        return self.filter(organisation=organisation)


class Affiliation(models.Model):
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="affiliations")
    kind = models.CharField(max_length=10, choices=categories.affiliation_choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_by_text = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=250, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                "organisation", "kind", condition=models.Q(until=None), name="affiliation_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.kind}"


class Agreement(models.Model):
    """A signed arrangement (grant, secondment, memorandum); not an affiliation by itself."""

    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="agreements")
    text = TranslatedField()
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=250, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation}"
