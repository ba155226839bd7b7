"""Who wants to hear of changes to a page."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Watch(models.Model):
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="watches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("page", "person", name="watch_once")]

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.page_id}"
