"""Who alone may view or edit a page and what lies below it."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models

from humus.kit.questions import of_reader


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def open_to(self, person: Any) -> Self:
        """Rows that let this person in, by name or by a role held in the page's space."""
        from humus.spaces.models import Membership

        by_role = Membership.objects.current().filter(
            person_id=person.pk, space=models.OuterRef("page__space"), role=models.OuterRef("role")
        )
        return self.filter(models.Q(person_id=person.pk) | models.Exists(by_role))


class Restriction(models.Model):
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="restrictions")
    mode = models.CharField(max_length=4, choices=[("view", "view"), ("edit", "edit")])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("page", "mode", "person", "role", nulls_distinct=False, name="restriction_once"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ ~models.Q(role=""), name="restriction_person_or_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mode} {self.page_id}: {self.person_id or self.role}"


of_reader(Restriction)
