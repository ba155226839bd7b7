"""Asking for a role in a space; answered with a reason, and the person sees where it stands."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> Self:
        return self.filter(answered_at=None, withdrawn_at=None)


class JoinRequest(models.Model):
    space = models.ForeignKey("spaces.Space", models.CASCADE, related_name="requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    role = models.CharField(_("role"), max_length=20)
    region = models.CharField(_("region"), max_length=40, blank=True)
    statement = models.TextField(_("why you qualify"), max_length=4000, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    accepted = models.BooleanField(null=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                "space",
                "person",
                "role",
                condition=models.Q(answered_at=None, withdrawn_at=None),
                name="join_request_waits_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.role} · {self.space}"

    @property
    def role_label(self) -> str:
        role = self.space.behaviour.roles.get(self.role)
        return str(role.label) if role else self.role

    @property
    def state(self) -> str:
        if self.withdrawn_at:
            return "withdrawn"
        if self.answered_at is None:
            return "waiting"
        return "accepted" if self.accepted else "declined"
