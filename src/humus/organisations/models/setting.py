"""Words and rules of the register that the secretariat sets; the newest row of a name counts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class RegisterSetting(models.Model):
    name = models.CharField(max_length=20)
    value = models.JSONField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["name", "-id"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.set_at:%Y-%m-%d})"

    @classmethod
    def in_force(cls) -> dict[str, Any]:
        return dict(cls.objects.order_by("name", "-pk").distinct("name").values_list("name", "value"))
