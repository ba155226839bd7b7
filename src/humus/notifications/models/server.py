"""The mail server of the site: at most one row, changed by administrators."""

from __future__ import annotations

from email.utils import formataddr

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from humus.kit import sealed

PURPOSE = "mail server"


class MailServer(models.Model):
    class Security(models.TextChoices):
        STARTTLS = "starttls", _("STARTTLS (usual, port 587)")
        TLS = "tls", _("TLS from the start (port 465)")
        NONE = "none", _("None (only for a server on this machine)")

    one = models.BooleanField(default=True, unique=True, editable=False)
    host = models.CharField(_("server"), max_length=253)
    port = models.PositiveIntegerField(_("port"), default=587)
    security = models.CharField(_("encryption"), max_length=10, choices=Security.choices, default=Security.STARTTLS)
    user = models.CharField(_("user name"), max_length=254, blank=True)
    sealed_password = models.TextField(blank=True, editable=False)
    sender = models.EmailField(_("address that mails come from"), max_length=254)
    returns = models.BooleanField(_("returned mails come to the platform"), default=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    tested_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(one=True), name="one_mail_server")]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def password(self) -> str:
        return sealed.opened(self.sealed_password, PURPOSE) if self.sealed_password else ""

    @password.setter
    def password(self, word: str) -> None:
        self.sealed_password = sealed.seal(word, PURPOSE) if word else ""

    @property
    def from_header(self) -> str:
        return formataddr((settings.SITE_NAME, self.sender))

    @classmethod
    def current(cls) -> MailServer | None:
        return cls.objects.first()
