"""What makes a page a discussion: its kind, and the comment that answers a question."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from humus.pages.models import Page

# Name: its icon and its words.
TOPIC_KINDS: dict[str, tuple[str, str | Promise]] = {
    "talk": ("chat", _("Discussion")),
    "question": ("help", _("Question")),
    "announcement": ("bell", _("Announcement")),
    "poll": ("chart", _("Poll")),
}


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, person: Any) -> Self:
        return self.filter(page__in=Page.objects.visible_to(person).filter(kind="discussion").values("pk"))

    def open(self) -> Self:
        """Questions without an answer, and polls in which one can still vote."""
        still = models.Q(poll__closes_at=None) | models.Q(poll__closes_at__gt=timezone.now())
        return self.filter(models.Q(kind="question", answer=None) | models.Q(kind="poll") & still)

    def answered(self) -> Self:
        return self.exclude(answer=None)

    def of(self, person: Any) -> Self:
        """Begun by the person, or they spoke in it."""
        spoke = person.comments.filter(deleted_at=None).values("page_id")
        return self.filter(models.Q(page__author_id=person.pk) | models.Q(page__in=spoke))


class Topic(models.Model):
    page = models.OneToOneField("pages.Page", models.CASCADE, primary_key=True, related_name="topic")
    kind = models.CharField(_("kind"), max_length=12, default="talk")
    answer = models.ForeignKey("discussions.Comment", models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    last_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = TopicQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.page_id}"

    @property
    def icon(self) -> str:
        return TOPIC_KINDS[self.kind][0]

    @property
    def label(self) -> str:
        return str(TOPIC_KINDS[self.kind][1])
