"""The words of the page that a thread is about, with what stands around them."""

from __future__ import annotations

from django.db import models


class Passage(models.Model):
    """``quote`` as it stands in the text now, or stood last; it is gone from there since ``lost_at``."""

    comment = models.OneToOneField("discussions.Comment", models.CASCADE, primary_key=True, related_name="passage")
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="+")
    language = models.CharField(max_length=8)
    quote = models.TextField()
    before = models.CharField(max_length=80, blank=True)
    after = models.CharField(max_length=80, blank=True)
    lost_at = models.DateTimeField(null=True)
    # The words are still being written: only those who may edit the page read them.
    unpublished = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["page", "language"], name="passage_of_text")]

    def __str__(self) -> str:
        return self.quote[:60]
