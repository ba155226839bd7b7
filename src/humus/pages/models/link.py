"""Where a page points, and its earlier addresses."""

from __future__ import annotations

from django.db import models


class Link(models.Model):
    """From one page to another, found in the body at publication; kept by key so that it survives a deletion."""

    source = models.ForeignKey("pages.Page", models.CASCADE, related_name="links_out")
    language = models.CharField(max_length=8)
    target_key = models.CharField(max_length=16, db_index=True)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ("link", "include", "excerpt", "file")])

    class Meta:
        constraints = [models.UniqueConstraint("source", "language", "target_key", "kind", name="link_once")]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_key}"


class Redirect(models.Model):
    """An address that a page once had."""

    space = models.ForeignKey("spaces.Space", models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=120)
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="redirects")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("space", "slug", name="redirect_once")]

    def __str__(self) -> str:
        return f"{self.slug} → {self.page_id}"
