"""One organisation of the register. What is not known stays empty."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.kit.ids import short_key
from humus.kit.translated import TranslatedField, pick
from humus.organisations import categories


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, person: Any) -> Self:
        """The register is public; the secretariat also sees what was struck off. Merged ones lead to their survivor."""
        if person.is_authenticated and person.is_secretariat:
            return self
        return self.filter(removed_at=None)

    def standing(self) -> Self:
        """Those in the register today (not merged away, not struck off)."""
        return self.filter(merged_into=None, removed_at=None)

    def with_affiliations(self) -> Self:
        """Load the kinds of affiliation in force today, as ``affiliations_now``."""
        from humus.organisations.models.affiliation import Affiliation

        return self.annotate(
            affiliations_now=ArraySubquery(Affiliation.objects.current().of(models.OuterRef("pk")).values("kind"))
        )

    def partners(self) -> Self:
        """Members and partners: whose people may lead a task force."""
        from humus.organisations.models.affiliation import Affiliation

        now = Affiliation.objects.current().of(models.OuterRef("pk")).filter(kind__in=("member", "partner"))
        return self.standing().filter(models.Exists(now))


class Organisation(models.Model):
    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=False)
    name = models.CharField(_("name"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    other_names = models.JSONField(_("other names"), default=list, blank=True)
    category = models.CharField(_("category"), max_length=30, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    logo = models.ImageField(_("logo"), upload_to="organisations/", blank=True)
    description = TranslatedField(_("what it does"))
    source = models.CharField(_("source of this entry"), max_length=250, blank=True)
    note = models.TextField(_("note of the secretariat"), blank=True)
    registered_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    removed_at = models.DateTimeField(null=True, blank=True)
    demonstration = models.BooleanField(default=False, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["category"]), models.Index(fields=["country"])]

    def __str__(self) -> str:
        return self.name

    @property
    def category_label(self) -> str:
        return categories.label(self.category)

    @property
    def college(self) -> str:
        return categories.college_of(self.category)

    @property
    def summary(self) -> str:
        return str(pick(self.description))

    @property
    def logo_url(self) -> str:
        return f"/organisations/{self.slug}/logo/" if self.logo else ""

    def get_absolute_url(self) -> str:
        return f"/organisations/{self.slug}/"


class EmailDomain(models.Model):
    """A domain proved to be the organisation's: its people are confirmed by their verified address."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=120, unique=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verified_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.domain
