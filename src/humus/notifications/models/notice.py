"""Who follows what, what happened that people are told of, and what each is told."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.activity.telling import TOLD
from humus.pages.models import Page


class Follow(models.Model):
    """A page with all below it, a space, a label, or a person. A page alone is followed by ``pages.Watch``."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    page = models.ForeignKey("pages.Page", models.CASCADE, null=True, related_name="followed")
    space = models.ForeignKey("spaces.Space", models.CASCADE, null=True, related_name="followed")
    label = models.CharField(max_length=60, blank=True)
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="followers")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "page", "person", "space", "label", "whom", nulls_distinct=False, name="follow_one_thing_once"
            )
        ]
        indexes = [
            models.Index(fields=["space", "person"], name="follow_space", condition=models.Q(space__isnull=False)),
            models.Index(fields=["label", "person"], name="follow_label", condition=~models.Q(label="")),
            models.Index(fields=["whom", "person"], name="follow_whom", condition=models.Q(whom__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.label or self.space_id or self.page_id or self.whom_id}"


class Telling(models.Model):
    """One happening to be told: the listener writes this row; the worker goes through the people up to ``reached``."""

    verb = models.CharField(max_length=40)
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    reached = models.BigIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="telling_open", condition=models.Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.verb} on {self.page_id}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: Any) -> Self:
        """One's own, of pages that one may see now or in matters of one's own."""
        seen = models.Q(telling__page__in=Page.objects.visible_to(person).values("pk"))
        own = models.Q(telling__verb__in=[verb for verb, told in TOLD.items() if told.own])
        return self.filter(seen | own, person_id=person.pk)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One person is told one thing. ``mail_at`` is when it goes into a letter, ``letter`` names that letter."""

    class Reason(models.TextChoices):
        NAMED = "named", _("You are named")
        ANSWERED = "answered", _("You are answered")
        PAGE = "page", _("You watch this page")
        TREE = "tree", _("You follow the pages here")
        SPACE = "space", _("You follow this space")
        LABEL = "label", _("You follow a label of this page")
        PERSON = "person", _("You follow this person")
        SEARCH = "search", _("It fits a search that you follow")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    telling = models.ForeignKey(Telling, models.CASCADE, related_name="notices")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    read_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    letter = models.CharField(max_length=60, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint("person", "telling", name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], name="notice_unread", condition=models.Q(read_at=None)),
            models.Index(
                fields=["mail_at"], name="notice_due", condition=models.Q(mailed_at=None, mail_at__isnull=False)
            ),
            models.Index(fields=["letter"], name="notice_letter", condition=~models.Q(letter="")),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.telling_id}"

    @property
    def direct(self) -> bool:
        """Whether it was said to this very person."""
        return self.reason in (self.Reason.NAMED, self.Reason.ANSWERED)
