"""A place where people work: one table, a kind, and who may see it."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import functions
from django.utils.translation import gettext_lazy as _

from humus.kit.translated import TranslatedField, pick
from humus.spaces import kinds


class SpaceQuerySet(models.QuerySet["Space"]):
    def visible_to(self, person: Any) -> Self:
        """Public ones; members-only and hidden ones to their members and to the secretariat."""
        if not person.is_authenticated:
            return self.filter(visibility="public")
        if person.is_secretariat:
            return self
        return self.filter(models.Q(visibility="public") | models.Q(pk__in=self.joined_ids(person)))

    def known_to(self, person: Any) -> Self:
        """Those whose name one may know: what is inside members-only ones still needs ``visible_to``."""
        if person.is_authenticated and person.is_secretariat:
            return self
        open_ones = models.Q(visibility__in=("public", "members"))
        return self.filter(open_ones | models.Q(pk__in=self.joined_ids(person)))

    def collected(self, field: str) -> models.Func:
        """The condition that a field is one of these spaces, which the database collects once for a whole statement."""
        ids = ArraySubquery(self.order_by().values("pk"))
        template, joiner = "%(expressions)s)", " = ANY("
        return models.Func(
            models.F(field), ids, template=template, arg_joiner=joiner, output_field=models.BooleanField()
        )

    @staticmethod
    def joined_ids(person: Any) -> models.QuerySet[Any]:
        from humus.spaces.models.membership import Membership

        return Membership.objects.current().filter(person_id=person.pk).values("space_id")

    def with_role_of(self, person: Any) -> Self:
        """Load the person's roles in each space, as ``loaded_roles`` (``loaded_for`` says whose they are)."""
        from humus.spaces.models.membership import Membership

        mine = Membership.objects.current().filter(person_id=person.pk, space=models.OuterRef("pk"))
        whose = models.Value(person.pk, output_field=models.BigIntegerField())
        return self.annotate(loaded_roles=ArraySubquery(mine.values("role")), loaded_for=whose)

    def with_people(self) -> Self:
        """Count the people of each space, as ``people_count``."""
        from humus.spaces.models.membership import Membership

        inside = Membership.objects.current().filter(space=models.OuterRef("pk"), person__suspended_at=None)
        counted = inside.order_by().values("space").annotate(n=models.Count("person", distinct=True)).values("n")
        return self.annotate(people_count=functions.Coalesce(models.Subquery(counted), 0))

    def current(self) -> Self:
        return self.filter(archived_at=None)


class Space(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=kinds.choices)
    name = TranslatedField(_("name"), blank=False)
    description = TranslatedField(_("description"))
    visibility = models.CharField(_("who sees it"), max_length=10, choices=kinds.visibility_choices, default="public")
    joining = models.CharField(_("joining"), max_length=12, choices=kinds.joining_choices, default="request")
    commenting = models.CharField(_("who comments"), max_length=10, choices=kinds.commenting_choices, default="readers")
    suggesting = models.CharField(
        _("who suggests changes"), max_length=10, choices=kinds.suggesting_choices, default="members"
    )
    slow_minutes = models.PositiveSmallIntegerField(_("minutes between two comments of a person"), default=0)
    reviewing = models.CharField(
        _("who approves pages"), max_length=10, choices=kinds.reviewing_choices, default="nobody"
    )
    code = models.CharField(_("objective code or region"), max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    demonstration = models.BooleanField(default=False, editable=False)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "code"])]
        constraints = [
            models.UniqueConstraint("code", condition=models.Q(kind="task_force"), name="one_task_force_per_objective")
        ]

    def __str__(self) -> str:
        return pick(self.name) or self.slug

    @property
    def behaviour(self) -> kinds.SpaceKind:
        return kinds.KINDS[self.kind]

    def lets_in_at_once(self, role: str) -> bool:
        """Whether one click is enough for this role: the space is open, and nobody has to weigh what was written."""
        wanted = self.behaviour.roles.get(role)
        if wanted is None or self.joining != "open" or self.archived_at:
            return False
        return wanted.asked and wanted.power != "manage" and not wanted.statement

    @property
    def title(self) -> str:
        return str(self)

    @property
    def summary(self) -> str:
        return pick(self.description)

    def get_absolute_url(self) -> str:
        return f"/s/{self.slug}/"


class FormerSlug(models.Model):
    """An earlier address of a space, so that old links still arrive."""

    slug = models.SlugField(max_length=60, unique=True)
    space = models.ForeignKey(Space, models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
