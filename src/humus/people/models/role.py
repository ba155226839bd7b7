"""Roles on the whole site, as rows with who granted and when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

SITE_ROLES = {
    "administrator": _("Administrator"),
    "secretariat": _("Executive Secretariat"),
    "bureau": _("Bureau"),
}


def choices() -> list[tuple[str, Any]]:
    return list(SITE_ROLES.items())


class SiteRole(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=choices)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "role", condition=models.Q(revoked_at=None), name="site_role_held_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.role}"
