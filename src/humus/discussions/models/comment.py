"""One contribution to the conversation below a page; its earlier words; whom it names."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from humus.kit.ids import short_key
from humus.pages.models import Page


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, person: Any) -> Self:
        """Who may read the page may read what is said below it."""
        return self.filter(page__in=Page.objects.visible_to(person).values("pk"))

    def standing(self) -> Self:
        """Neither taken back by their author nor hidden nor held."""
        return self.filter(deleted_at=None, hidden_at=None, held_at=None)


class Comment(models.Model):
    """``parent`` is the comment that begins the thread; an answer to an answer hangs there too."""

    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comments")
    language = models.CharField(max_length=8)
    body = models.JSONField()
    compiled = models.JSONField(default=dict)
    plain = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    request_key = models.CharField(max_length=64, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["page", "-id"], name="comment_of_page"),
            models.Index(fields=["author", "-at"], name="comment_of_author"),
        ]
        constraints = [
            models.UniqueConstraint(
                "author", "request_key", condition=~models.Q(request_key=""), name="comment_request_once"
            )
        ]

    def __str__(self) -> str:
        return self.plain[:80]

    @property
    def anchor(self) -> str:
        return f"comment-{self.key}"

    @property
    def thread(self) -> Comment:
        """The comment that begins the thread."""
        return self.parent or self

    @property
    def stands(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None and self.held_at is None

    def get_absolute_url(self) -> str:
        return f"/comments/{self.key}/"


class Earlier(models.Model):
    """What a comment said before it was changed."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="earlier")
    body = models.JSONField()
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.comment_id} until {self.until:%Y-%m-%d %H:%M}"


class Mention(models.Model):
    """Somebody who is named in a comment and may read it."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint("comment", "person", name="mention_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} names {self.person_id}"
