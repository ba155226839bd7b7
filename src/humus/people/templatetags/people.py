"""Filters for pages about accounts."""

from __future__ import annotations

from django import template

from humus.people import devices

register = template.Library()


@register.filter
def device(user_agent: str) -> str:
    return devices.describe(user_agent)
