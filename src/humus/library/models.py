"""What is published elsewhere and worth reading: a page with an address and a year."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Resource(models.Model):
    page = models.OneToOneField("pages.Page", models.CASCADE, primary_key=True, related_name="resource")
    address = models.URLField(_("web address"), max_length=500)
    year = models.PositiveSmallIntegerField(_("year of publication"), null=True, blank=True)

    def __str__(self) -> str:
        return self.address
