"""Forms about oneself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=150)

    def signup(self, request: HttpRequest, user: Any) -> None:
        user.name = self.cleaned_data["name"].strip()
        user.save(update_fields=["name"])
