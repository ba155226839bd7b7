"""The columns of a kind as plain lines, for whoever reads a text before it is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from humus.pages.kinds import PageKind
from humus.pages.models import Page


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    before: str = ""
    changed: bool = False


def of(page: Page, detail: dict[str, Any]) -> list[Fact]:
    """What the form beside the words holds, and what it held before; nothing where neither says anything."""
    snapshot = page.behaviour.snapshot
    before = snapshot(page) if snapshot and page.status != "draft" else {}
    found = []
    for name, value in detail.items():
        label = _label(page.behaviour, name)
        now, then = (_value(page.behaviour, name, one) for one in (value, before.get(name)))
        if label and (now or then):
            found.append(Fact(label, now or "—", then, bool(before) and now != then))
    return found


def lines(kind: PageKind, detail: dict[str, Any]) -> list[Fact]:
    """What stands in the columns of a kind, one line each, without those that are empty."""
    named = [Fact(_label(kind, name), _value(kind, name, value)) for name, value in detail.items()]
    return [one for one in named if one.label and one.value]


def _value(kind: PageKind, name: str, value: Any) -> str:
    """In words; of a choice what the form calls it."""
    form = kind.form() if kind.form else None
    choices = getattr(getattr(form, "base_fields", {}).get(name), "choices", ())
    called = next((str(label) for one, label in choices if value and one == value), "")
    return called or said(value)


def _label(kind: PageKind, name: str) -> str:
    form = kind.form() if kind.form else None
    fields = getattr(form, "base_fields", {})
    if name in fields and fields[name].label:
        return str(fields[name].label)
    try:
        relation: Any = Page._meta.get_field(kind.detail)
        field = relation.related_model._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    return str(getattr(field, "verbose_name", "")).capitalize() if getattr(field, "editable", False) else ""


def said(value: Any) -> str:
    """Any value of a snapshot in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return " · ".join(part for part in map(said, value.values()) if part)
    if isinstance(value, list | tuple):
        return "; ".join(part for part in map(said, value) if part)
    moment = value if isinstance(value, datetime) else _moment(value)
    if moment is not None:
        return date_format(localtime(moment), "DATETIME_FORMAT")
    return date_format(value) if isinstance(value, date) else str(value)


def _moment(value: Any) -> datetime | None:
    try:
        found = parse_datetime(value) if isinstance(value, str) and len(value) > 15 else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
