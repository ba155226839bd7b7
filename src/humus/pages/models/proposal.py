"""Words that wait to be published: for somebody to approve them, or for a moment to come."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from humus.kit.ids import short_key
from humus.pages.models.page import Page
from humus.spaces import rules as space_rules


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, person: Any) -> Self:
        """Those of pages within the person's reach: what they wrote, and what they may decide about by their powers."""
        if not person.is_authenticated:
            return self.none()
        found = self.exclude(page__status="binned")
        if person.is_secretariat:
            return found
        written = ProposalWriter.objects.filter(person=person).values("proposal")
        mine = models.Q(author=person) | models.Q(pk__in=written)
        reviewed = models.Q(page__space__in=space_rules.spaces_with("manage", person)) | models.Q(
            page__space__in=space_rules.spaces_with("write", person), page__space__reviewing="writers"
        )
        reach = Page.objects.within_reach(person).values("pk")
        return found.filter(mine | reviewed, page__in=reach)

    def living(self) -> Self:
        """What is not settled yet, by whomever it has to be taken further."""
        return self.exclude(state__in=Proposal.SETTLED)

    def due(self) -> Self:
        return self.filter(publish_at__lte=timezone.now(), state__in=Proposal.OPEN)

    def to_decide(self, person: Any) -> Self:
        """What waits for this person to approve it: visible to them, and written by others alone."""
        found = self.visible_to(person).filter(state="waiting", page__space__archived_at=None)
        return found.exclude(author=person).exclude(writers__person=person)


class Proposal(models.Model):
    """One text of a page as its author handed it in. ``together`` says that it was written in the room of the page.

    ``round`` counts how often it was handed in, so that nobody approves what they have not seen. ``room_last`` is the
    room's last update in it: a later one voids an approval.
    """

    OPEN = ("waiting", "approved", "ready")
    SETTLED = ("published", "withdrawn")
    STATES = {
        "waiting": pgettext_lazy("of a proposal", "In review"),
        "approved": pgettext_lazy("of a proposal", "Approved"),
        "ready": pgettext_lazy("of a proposal", "Scheduled"),
        "sent_back": pgettext_lazy("of a proposal", "Sent back"),
        "void": pgettext_lazy("of a proposal", "Approval void"),
        "failed": pgettext_lazy("of a proposal", "Not published"),
        "withdrawn": pgettext_lazy("of a proposal", "Withdrawn"),
        "published": pgettext_lazy("of a proposal", "Published"),
    }

    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    page = models.ForeignKey(Page, models.CASCADE, related_name="proposals")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=250)
    body = models.JSONField()
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    note = models.CharField(max_length=250, blank=True)
    base = models.PositiveIntegerField(default=0)
    restored_from = models.PositiveIntegerField(null=True)
    together = models.BooleanField(default=False)
    room_last = models.BigIntegerField(default=0)
    round = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="waiting")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    publish_at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=64, blank=True)
    version = models.ForeignKey("pages.Version", models.SET_NULL, null=True, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "page",
                "language",
                "author",
                condition=~models.Q(state__in=("published", "withdrawn")),
                name="proposal_living_once",
            )
        ]
        indexes = [
            models.Index(fields=["state", "asked_at"], name="proposal_state"),
            models.Index(
                fields=["publish_at"],
                name="proposal_due",
                condition=models.Q(state__in=("waiting", "approved", "ready")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} [{self.language}] {self.state}"

    def get_absolute_url(self) -> str:
        return f"/reviews/{self.key}/"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_settled(self) -> bool:
        return self.state in self.SETTLED


class ProposalWriter(models.Model):
    """Who else wrote the words; like the author, they do not approve them."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="writers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("proposal", "person", name="proposal_writer_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.person_id}"


class Remark(models.Model):
    """What was said or done about a proposal, in the order in which it happened."""

    DEEDS = {
        "said": _("wrote"),
        "handed_in": _("handed it in"),
        "approved": _("approved it"),
        "sent_back": _("sent it back"),
        "withdrawn": _("withdrew it"),
        "void": _("changed the text, so that the approval fell"),
        "outdated": _("Another version was published meanwhile, so that the approval fell"),
        "scheduled": _("set the moment of publication"),
        "unscheduled": _("took the moment of publication back"),
        "failed": _("It was not published at its moment"),
        "published": _("Published"),
    }

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="remarks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="remarks")
    deed = models.CharField(max_length=12, choices=list(DEEDS.items()), default="said")
    words = models.TextField(blank=True)
    round = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.deed} {self.proposal_id}"


class SentBack(models.Model):
    """The words of one round as they were sent back, for those of the next to be compared with."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="sent_back")
    round = models.PositiveIntegerField()
    title = models.CharField(max_length=250)
    body = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint("proposal", "round", name="sent_back_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.round}"
