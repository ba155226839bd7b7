"""Asking for a role, answering, bringing people in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from humus.spaces.models import Space
from humus.spaces.panels import region_names


def region_choices() -> list[tuple[str, Any]]:
    return [("", _("Choose a region")), *region_names().items()]


class JoinForm(forms.Form):
    """What one role asks of a person: nothing, a region, a statement."""

    region = forms.ChoiceField(label=_("Region that you would represent"))
    statement = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, space: Space, role: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.role = space.behaviour.roles[role]
        statement = self.fields["statement"]
        if self.role.statement:
            statement.label = _("Why you qualify")
            statement.help_text = _("What you have done and know about this objective, in a few sentences.")
        else:
            statement.label, statement.required = _("A few words to those who answer"), False
        if self.role.region:
            self.fields["region"].choices = region_choices()  # type: ignore[attr-defined]
        else:
            del self.fields["region"]


class AnswerForm(forms.Form):
    reason = forms.CharField(
        label=_("Your reason"),
        help_text=_("The person reads it. Needed when you decline."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RoleForm(forms.Form):
    """Another role for somebody who is in the space."""

    role = forms.ChoiceField(label=_("Role"))
    region = forms.ChoiceField(label=_("Region"), required=False, help_text=_("For regional representatives."))
    statement = forms.CharField(
        label=_("Why the person qualifies"),
        help_text=_("For leaders and regional representatives; kept with the requests to join."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, space: Space, **options: Any) -> None:
        super().__init__(*args, **options)
        roles = space.behaviour.roles
        self.fields["role"].choices = [(name, role.label) for name, role in roles.items()]  # type: ignore[attr-defined]
        if any(role.region for role in roles.values()):
            self.fields["region"].choices = region_choices()  # type: ignore[attr-defined]
        else:
            del self.fields["region"]
        if not any(role.statement for role in roles.values()):
            del self.fields["statement"]


class AppointForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail of the person"), help_text=_("Somebody without an account gets an invitation.")
    )
    field_order = ["email", "role", "region", "statement"]


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Kept with the membership."), max_length=250, required=False
    )
