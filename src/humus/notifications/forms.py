"""The mail server's form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from humus.notifications.models import MailServer

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class MailServerForm(forms.ModelForm):
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Kept encrypted and never shown again. Leave empty to keep the one that is saved."),
    )

    class Meta:
        model = MailServer
        fields = ("host", "port", "security", "user", "password", "sender", "returns")
        help_texts = {"host": _("For example smtp.example.org"), "user": _("Empty if the server asks for none")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not settings.MAIL_DOMAIN:
            del self.fields["returns"]
        else:
            words = _(
                "Mails that cannot be delivered come back to %(domain)s, and nothing more is sent to those addresses. "
                "Your mail server must allow senders of that domain, and its SPF record must name the server."
            )
            self.fields["returns"].help_text = words % {"domain": settings.MAIL_DOMAIN}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("security") == MailServer.Security.NONE and cleaned.get("host") not in THIS_MACHINE:
            self.add_error("security", _("Without encryption mails and the password could be read on the way."))
        if not 1 <= (cleaned.get("port") or 0) <= 65535:
            self.add_error("port", _("A port is a number from 1 to 65535."))
        return cleaned
