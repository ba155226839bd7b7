"""For kinds with columns of their own: the form beside the words, and a snapshot of plain columns for versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models


class DetailForm(forms.ModelForm):  # type: ignore[type-arg]
    """The row beside a page; saved together with the page's words."""

    def save_for(self, page: Any) -> Any:
        self.instance.page = page
        return self.save()


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)


def snapshot_of(model: type[models.Model]) -> Callable[[Any], dict[str, Any]]:
    """A snapshot function for a detail model whose columns are plain text, numbers or JSON."""
    return lambda page: model._default_manager.filter(pk=page.pk).values(*columns_of(model)).first() or {}


def restore_of(model: type[models.Model]) -> Callable[[Any, dict[str, Any]], None]:
    def restore(page: Any, snapshot: dict[str, Any]) -> None:
        known = {name: value for name, value in snapshot.items() if name in columns_of(model)}
        model._default_manager.update_or_create(pk=page.pk, defaults=known)

    return restore
