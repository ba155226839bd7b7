"""Becoming a partner: an application with its papers, questions back, and one decision."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from humus.kit.ids import short_key
from humus.organisations import categories

STATES = {
    "draft": _("Draft"),
    "submitted": _("With the Bureau"),
    "question": _("A question is waiting for you"),
    "accepted": _("Accepted"),
    "declined": _("Declined"),
    "withdrawn": _("Withdrawn"),
}


OPEN = ("draft", "submitted", "question")


def state_choices() -> list[tuple[str, Any]]:
    return list(STATES.items())


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, person: Any) -> Self:
        """The applicant's own; the Bureau sees all that were handed in."""
        if not person.is_authenticated:
            return self.none()
        mine = models.Q(applicant_id=person.pk)
        return self.filter(mine | ~models.Q(state="draft")) if person.is_bureau else self.filter(mine)

    def queue(self) -> Self:
        """Those that wait for the Bureau."""
        return self.filter(state="submitted")


class Application(models.Model):
    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="applications")
    kind = models.CharField(_("we ask to become"), max_length=10, choices=categories.affiliation_choices)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    name = models.CharField(_("name of the organisation"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    category = models.CharField(_("category"), max_length=30)
    country = models.CharField(_("country"), max_length=2, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    why = models.TextField(_("why you wish to join and what you bring"), max_length=5000)
    signatory = models.CharField(_("authorised signatory (name and position)"), max_length=200)
    declaration = models.FileField(_("signed declaration of intent (PDF)"), upload_to="applications/", blank=True)
    proof = models.FileField(_("proof of status (PDF)"), upload_to="applications/", blank=True)
    logo = models.ImageField(_("logo"), upload_to="applications/", blank=True)
    language = models.CharField(max_length=8, default="en")
    state = models.CharField(max_length=12, choices=state_choices, default="draft")
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"

    @property
    def category_label(self) -> str:
        return categories.label(self.category)

    @property
    def state_label(self) -> str:
        return str(STATES[self.state])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def kind_of_organisation(self) -> categories.Category | None:
        return categories.find(self.category)

    def get_absolute_url(self) -> str:
        return f"/join/partner/{self.key}/"


class ApplicationNote(models.Model):
    """A question of the Bureau, an answer of the applicant, or a note among the Bureau."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=10, choices=[("question", "question"), ("answer", "answer"), ("internal", "internal")]
    )
    text = models.TextField(max_length=5000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.text[:60]
