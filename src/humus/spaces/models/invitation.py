"""A letter to an address that has no account yet; whoever proves the address is in what they were invited to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A letter that was not followed for so long opens nothing any more; it can be sent again.
GOOD_FOR = timedelta(days=60)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(accepted_at=None, withdrawn_at=None)

    def for_person(self, person: Any) -> Self:
        """Those sent lately to an address that the person has proved."""
        fresh = self.filter(sent_at__gt=timezone.now() - GOOD_FOR)
        proved = EmailAddress.objects.filter(user=person, verified=True).values(low=Lower("email"))
        return fresh.annotate(low=Lower("email")).filter(low__in=proved)


class Invitation(models.Model):
    email = models.EmailField(_("e-mail"), max_length=254)
    space = models.ForeignKey("spaces.Space", models.CASCADE, null=True, blank=True, related_name="invitations")
    role = models.CharField(_("role"), max_length=20, default="member")
    language = models.CharField(max_length=8, default="en")
    words = models.TextField(_("a few words of yours"), max_length=2000, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="invitations_taken"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "space",
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                nulls_distinct=False,
                name="invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.space or 'platform'}"

    @property
    def role_label(self) -> str:
        role = self.space.behaviour.roles.get(self.role) if self.space else None
        return str(role.label) if role else ""
