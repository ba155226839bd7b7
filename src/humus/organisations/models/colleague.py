"""A person's place in an organisation: asked for, then confirmed by someone or by the e-mail domain."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

ROLES = {"colleague": _("Colleague"), "focal_point": _("Focal point")}


def choices() -> list[tuple[str, Any]]:
    return list(ROLES.items())


class ColleagueQuerySet(models.QuerySet["Colleague"]):
    def confirmed(self) -> Self:
        return self.filter(ended_at=None).exclude(confirmed_at=None)

    def waiting(self) -> Self:
        return self.filter(ended_at=None, confirmed_at=None)

    def of(self, person: Any) -> Self:
        return self.filter(person_id=person.pk)


class Colleague(models.Model):
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="colleagues")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="colleague_rows")
    role = models.CharField(max_length=12, choices=choices, default="colleague")
    position = models.CharField(_("position"), max_length=120, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_how = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(max_length=250, blank=True)

    objects = ColleagueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "person", condition=models.Q(ended_at=None), name="colleague_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"
