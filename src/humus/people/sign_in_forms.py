"""Forms of the sign-in library that we shape; apart from ``forms``, which that library itself imports."""

from __future__ import annotations

from allauth.account.forms import LoginForm


class PasswordForm(LoginForm):
    """For those who set a password: it stays possible although nobody is asked for one."""

    def _setup_password_field(self) -> None:
        self.fields["password"].help_text = ""
