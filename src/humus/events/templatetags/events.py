"""Words about an event inside templates."""

from __future__ import annotations

from django import template

from humus.events.reading import where

register = template.Library()
register.filter("place", where)
