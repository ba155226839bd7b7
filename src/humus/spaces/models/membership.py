"""A person in a space with a role, from one day to another."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from humus.kit.questions import of_reader


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def active(self) -> Self:
        """Those of people whose account is in use."""
        return self.current().filter(person__suspended_at=None, person__erased_at=None)

    def nameable_to(self, viewer: Any) -> Self:
        """Those whose person may be named: to visitors only people who agreed to the directory."""
        return self if viewer.is_authenticated else self.exclude(person__listed_at=None)


class Membership(models.Model):
    space = models.ForeignKey("spaces.Space", models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20)
    region = models.CharField(_("region"), max_length=40, blank=True)
    since = models.DateTimeField(auto_now_add=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(max_length=250, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "space", "person", "role", "region", condition=models.Q(ended_at=None), name="membership_once"
            )
        ]
        indexes = [
            models.Index(fields=["person", "space"], condition=models.Q(ended_at=None), name="membership_current")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.role} · {self.space}"

    @property
    def role_label(self) -> str:
        role = self.space.behaviour.roles.get(self.role)
        return str(role.label) if role else self.role


of_reader(Membership)
