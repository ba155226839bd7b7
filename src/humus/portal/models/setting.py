"""A text or an address of the whole site: the newest row of a name counts, the earlier ones are its history."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models


class SiteSettingQuerySet(models.QuerySet["SiteSetting"]):
    def current(self) -> Self:
        return self.order_by("name", "-pk").distinct("name")

    def as_dict(self) -> dict[str, Any]:
        return dict(self.current().values_list("name", "value"))


class SiteSetting(models.Model):
    name = models.SlugField(max_length=40)
    value = models.JSONField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    objects = SiteSettingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["name", "-id"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.set_at:%Y-%m-%d})"
