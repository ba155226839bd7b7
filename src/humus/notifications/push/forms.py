"""What a browser says of itself when notices shall come to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from humus.notifications.push import line
from humus.notifications.push.keys import unpacked


def length(words: str) -> int:
    """Of the bytes behind it; 0 where there are none."""
    try:
        return len(unpacked(words))
    except ValueError:
        return 0


class DeviceForm(forms.Form):
    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)

    def clean(self) -> dict[str, str]:
        given = super().clean() or {}
        keys = length(given.get("p256dh", "")), length(given.get("auth", ""))
        if keys != (65, 16) or not line.known(given.get("endpoint", "")):
            raise forms.ValidationError(
                _("Notifications cannot be sent to this browser: its push service is not one that we know.")
            )
        return given
