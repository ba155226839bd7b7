"""The account. A person is found by e-mail, shown by name, and decides what others see."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from humus.kit.ids import short_key

SALT = "humus.people.session"
SHOWABLE = ("country", "languages", "expertise", "orcid", "photo", "biography", "organisations")


class PersonQuerySet(models.QuerySet["Person"]):
    def with_roles(self) -> Self:
        """Load the site roles in the same query, as ``site_roles``."""
        from humus.people.models.role import SiteRole

        held = SiteRole.objects.filter(person=models.OuterRef("pk"), revoked_at=None)
        return self.annotate(loaded_roles=ArraySubquery(held.values("role")))

    def holding(self, role: str) -> Self:
        """Those who hold this role on the site now."""
        return self.filter(roles__role=role, roles__revoked_at=None).distinct()

    def active(self) -> Self:
        return self.filter(suspended_at=None, erased_at=None)

    def listed(self) -> Self:
        """Those who agreed to stand in the directory."""
        return self.active().exclude(listed_at=None).exclude(name="")

    def standing_for(self, key: str) -> Self:
        """The account with this key, or the one into which it was merged."""
        return self.filter(erased_at=None).filter(models.Q(key=key) | models.Q(merged__key=key))

    def visible_to(self, person: Any) -> Self:
        """The secretariat sees every account; others those in the directory, and themselves."""
        if person.is_authenticated and person.is_secretariat:
            return self
        mine = models.Q(pk=person.pk) if person.is_authenticated else models.Q(pk=None)
        return self.active().filter(mine | ~models.Q(listed_at=None))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password) if password else person.set_unusable_password()
        person.save()
        return person

    def get_by_natural_key(self, email: str) -> Person:
        return self.get(email__iexact=email)


def named(name: str | None) -> str:
    """How somebody is called whose name alone was read, None of one who has left."""
    return str(_("Former member")) if name is None else name or str(_("Member without a name"))


class Person(AbstractBaseUser):
    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language of the site"), max_length=8, blank=True)
    languages = ArrayField(
        models.CharField(max_length=8), verbose_name=_("languages I speak"), default=list, blank=True
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    expertise = ArrayField(models.CharField(max_length=60), verbose_name=_("expertise"), default=list, blank=True)
    biography = models.TextField(_("about me"), max_length=2000, blank=True)
    orcid = models.CharField("ORCID", max_length=19, blank=True)
    photo = models.ImageField(_("photo"), upload_to="people/", blank=True)
    shown = ArrayField(models.CharField(max_length=20), verbose_name=_("public fields"), default=list, blank=True)
    listed_at = models.DateTimeField(_("agreed to the directory"), null=True, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    suspended_at = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="merged")
    demonstration = models.BooleanField(default=False, editable=False)
    # Part of what every session is checked against: one more, and all sessions of the person end at once.
    epoch = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]
        indexes = [models.Index(fields=["country"]), models.Index(fields=["listed_at"])]

    def __str__(self) -> str:
        if self.erased_at:
            return named(None)
        return named(self.name)

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.suspended_at is None and self.erased_at is None

    @property
    def site_roles(self) -> frozenset[str]:
        if not hasattr(self, "loaded_roles"):
            self.loaded_roles = list(self.roles.filter(revoked_at=None).values_list("role", flat=True))
        return frozenset(self.loaded_roles)

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.site_roles

    @property
    def is_secretariat(self) -> bool:
        return bool(self.site_roles & {"administrator", "secretariat"})

    @property
    def is_bureau(self) -> bool:
        return bool(self.site_roles & {"administrator", "secretariat", "bureau"})

    @property
    def photo_address(self) -> str:
        """Where the portrait stands for those who may see it; empty without one."""
        return f"/people/{self.key}/photo/" if self.photo else ""

    @property
    def avatar_url(self) -> str:
        """The portrait, where the person shows one; ``parts/avatar.html`` draws initials else."""
        return self.photo_address if self.shows("photo") else ""

    def shows(self, field: str) -> bool:
        return field in self.shown

    def end_sessions(self) -> None:
        """Every session of this person, on whatever device, is over with the next request."""
        type(self).objects.filter(pk=self.pk).update(epoch=models.F("epoch") + 1)
        self.refresh_from_db(fields=["epoch"])

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        return salted_hmac(SALT, f"{self.password}:{self.epoch}", secret=secret, algorithm="sha256").hexdigest()

    def get_absolute_url(self) -> str:
        return f"/people/{self.key}/"
