"""The one content node: everything that is read, versioned, discussed and found is a page of some kind."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from humus.kit.ids import short_key
from humus.pages import kinds
from humus.spaces.models import Space


class PageQuerySet(MP_NodeQuerySet):
    def visible_to(self, person: Any, *, of_many: bool = False) -> Self:
        """The only door to pages: published ones in spaces one may see and past every restriction; own drafts.

        ``of_many``: for statements that look up very many pages one by one the spaces are collected first.
        """
        readable = models.Q(status__in=("published", "archived"))
        if not person.is_authenticated:
            public = models.Q(space__visibility="public")
            seen = Space.objects.visible_to(person).collected("space_id") if of_many else public
            return self.filter(readable, seen, view_guards=[])
        if person.is_secretariat:
            return self.filter(readable | models.Q(author_id=person.pk, status="draft"))
        mine = readable | models.Q(author_id=person.pk, status="draft")
        return self.within_reach(person, of_many=of_many).filter(mine)

    def published(self) -> Self:
        return self.filter(status="published")

    def in_bin(self) -> Self:
        return self.filter(status="binned")

    def in_bin_of(self, person: Any) -> Self:
        """What lies in the bin and the person could see before: past every restriction, of drafts only their own."""
        found = self.in_bin()
        if not person.is_secretariat:
            found = found.within_reach(person)
        return found.exclude(~models.Q(author_id=person.pk), status_before="draft")

    def within_reach(self, person: Any, *, of_many: bool = False) -> Self:
        """In spaces that the person may see and past every restriction, whatever their status."""
        from humus.pages.models.restriction import Restriction

        passed = Restriction.objects.filter(mode="view").open_to(person).values("page_id")
        seen = models.Q(space__visibility="public") | models.Q(space__in=Space.objects.joined_ids(person))
        return self.filter(
            Space.objects.visible_to(person).collected("space_id") if of_many else seen,
            models.Q(view_guards=[]) | models.Q(view_guards__contained_by=ArraySubquery(passed)),
        )


class PageManager(MP_NodeManager.from_queryset(PageQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> PageQuerySet:
        return PageQuerySet(self.model, using=self._db).order_by("path")


class Page(MP_Node):
    """A node of the tree. Its words live in ``Text`` (one a language); its history in ``Version``."""

    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    space = models.ForeignKey(Space, models.PROTECT, related_name="pages")
    kind = models.CharField(max_length=24, choices=kinds.choices, default="page")
    slug = models.SlugField(max_length=120)
    language = models.CharField(max_length=8, default="en")
    status = models.CharField(
        max_length=10,
        choices=[(s, s) for s in ("draft", "published", "archived", "binned")],
        default="draft",
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="pages")
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    status_at = models.DateTimeField(null=True)
    status_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    status_before = models.CharField(max_length=10, blank=True)
    view_guards = ArrayField(models.BigIntegerField(), default=list, editable=False)
    edit_guards = ArrayField(models.BigIntegerField(), default=list, editable=False)
    properties = models.JSONField(default=dict, blank=True)
    demonstration = models.BooleanField(default=False, editable=False)

    objects = PageManager()

    class Meta(MP_Node.Meta):
        constraints = [models.UniqueConstraint("space", "slug", name="page_slug_once_in_space")]
        indexes = [
            models.Index(fields=["space", "status", "-changed_at"]),
            models.Index(fields=["kind", "status"]),
            models.Index(fields=["parent", "path"]),
            GinIndex(fields=["view_guards"], name="page_view_guards"),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def title(self) -> str:
        """The title in the language the text was loaded in (``for_reader``), else in the page's own."""
        text = self.shown_text if hasattr(self, "shown_text") else self.texts.filter(language=self.language).first()
        return text.title if text else ""

    @property
    def behaviour(self) -> kinds.PageKind:
        return kinds.KINDS[self.kind]

    @property
    def is_front(self) -> bool:
        """Whether this is the space's front page."""
        return self.depth == 1

    def get_absolute_url(self) -> str:
        return f"/s/{self.space.slug}/" if self.is_front else f"/s/{self.space.slug}/{self.slug}/"

    def get_ancestors_paths(self) -> list[str]:
        """The tree paths of the pages above, top first."""
        return [self.path[:end] for end in range(self.steplen, len(self.path), self.steplen)]

    @property
    def short_url(self) -> str:
        return f"/p/{self.key}/"
