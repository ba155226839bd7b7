"""One of the goals A to F; its words are those of its page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Goal(models.Model):
    page = models.OneToOneField("pages.Page", models.CASCADE, primary_key=True, related_name="goal")
    code = models.CharField(_("code"), max_length=4, unique=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
