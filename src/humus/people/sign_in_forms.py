"""Forms of the sign-in library that we shape; apart from ``forms``, which that library itself imports."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
)
from allauth.account.models import EmailAddress
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.forms import DisconnectForm as ServiceDisconnectForm
from django.forms import Form
from django.utils.translation import gettext_lazy as _


class PasswordForm(LoginForm):
    """For those who set a password: it stays possible although nobody is asked for one."""

    def _setup_password_field(self) -> None:
        self.fields["password"].help_text = ""


class PasskeyForm(AddWebAuthnForm):
    """A key that opens the door by itself, unless the person wants it as a second step only."""

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["name"].label = _("A name for it, so that you know it again")
        alone = self.fields["passwordless"]
        alone.label, alone.initial = _("Come in with it alone, without a code from a mail"), True
        alone.help_text = _("Without this it is a second step after the code or password.")


class DisconnectForm(ServiceDisconnectForm):
    """A service may always go while there is an address for codes: nobody needs a password for that."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = Form.clean(self) or {}
        account = given.get("account")
        if account and not EmailAddress.objects.filter(user=account.user, verified=True).exists():
            raise get_adapter().validation_error("no_verified_email")
        return given


class WideCode:
    """The field for a code from a mail: large, and without a placeholder that repeats its label."""

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        attrs = self.fields["code"].widget.attrs  # type: ignore[attr-defined]
        attrs.pop("placeholder", None)
        attrs |= {"class": "code-input", "spellcheck": "false", "autocapitalize": "characters"}


class LoginCodeForm(WideCode, ConfirmLoginCodeForm):
    pass


class AddressCodeForm(WideCode, ConfirmEmailVerificationCodeForm):
    pass


class PasswordCodeForm(WideCode, ConfirmPasswordResetCodeForm):
    pass
