"""A starting text for new pages, offered by space and kind."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from humus.kit.translated import TranslatedField, pick, picked
from humus.pages.models.page import Page
from humus.spaces import kinds as space_kinds
from humus.spaces import rules as space_rules
from humus.spaces.models import Space


class TemplateQuerySet(models.QuerySet["PageTemplate"]):
    def offered_in(self, space: Space) -> Self:
        """Those of the space, and those for its kind of space or for all."""
        everywhere = models.Q(space=None, space_kind__in=["", space.kind])
        return self.filter(models.Q(space=space) | everywhere, hidden=False)

    def kept_by(self, person: Any) -> Self:
        """What the person may change: the secretariat all, others those of the spaces whose every page they write."""
        if not person.is_authenticated:
            return self.none()
        return self if person.is_secretariat else self.filter(space__in=space_rules.spaces_with("write", person))


class PageTemplate(models.Model):
    """``bodies`` is language to body, ``detail`` what the columns of the kind begin with.

    ``title`` may name what is asked for: “Meeting of {Day}”.
    """

    key = models.SlugField(max_length=60, unique=True)
    name = TranslatedField()
    description = TranslatedField()
    title = TranslatedField()
    kind = models.CharField(max_length=24, default="page")
    space_kind = models.CharField(max_length=20, blank=True)
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="templates")
    bodies = models.JSONField(default=dict)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    position = models.PositiveSmallIntegerField(default=0)
    hidden = models.BooleanField(default=False)
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="templates")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return pick(self.name) or self.key

    @property
    def words_in(self) -> str:
        """The language in which the reader gets its words: theirs, where it is written in it."""
        return picked(dict.fromkeys(getattr(self, "languages", self.bodies), True))

    @property
    def space_kind_label(self) -> str:
        kind = space_kinds.KINDS.get(self.space_kind)
        return str(kind.plural) if kind else ""

    def get_absolute_url(self) -> str:
        return f"/templates/{self.key}/"
