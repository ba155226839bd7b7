"""Forms of the sign-in library that we shape; apart from ``forms``, which that library itself imports."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
)


class PasswordForm(LoginForm):
    """For those who set a password: it stays possible although nobody is asked for one."""

    def _setup_password_field(self) -> None:
        self.fields["password"].help_text = ""


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
