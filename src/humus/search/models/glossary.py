"""One concept of the field and its names in each language: “soil”, “sol”, “suelo”."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower


class ConceptQuerySet(models.QuerySet["Concept"]):
    def holding(self, words: str) -> Self:
        """Concepts of which one name holds these words, in any language."""
        return self.filter(forms__name__icontains=words).distinct() if words else self


class Concept(models.Model):
    explanation = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ConceptQuerySet.as_manager()

    def __str__(self) -> str:
        return " · ".join(form.name for form in self.forms.all())

    def names(self, language: str) -> list[str]:
        """The names in one language, the preferred one first."""
        return [form.name for form in self.forms.all() if form.language == language]


class ConceptForm(models.Model):
    """A name of a concept. ``key`` is the name as the search of its language understands it: stems in their order."""

    concept = models.ForeignKey(Concept, models.CASCADE, related_name="forms")
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=250, db_index=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["language", "position", "pk"]
        constraints = [models.UniqueConstraint("concept", "language", Lower("name"), name="concept_form_once")]

    def __str__(self) -> str:
        return self.name
