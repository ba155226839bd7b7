"""The two fields of a resource."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from humus.library.models import Resource
from humus.pages.detail import DetailForm


class ResourceForm(DetailForm):
    year = forms.IntegerField(label=_("Year of publication"), min_value=1800, max_value=2100, required=False)

    class Meta:
        model = Resource
        fields = ["address", "year"]
