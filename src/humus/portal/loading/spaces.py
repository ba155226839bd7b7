"""The spaces that exist from the start."""

from __future__ import annotations

from humus.portal.loading.files import read
from humus.spaces.models import Space

FIELDS = ("kind", "name", "description", "visibility", "joining", "code")


def load() -> int:
    there = set(Space.objects.values_list("slug", flat=True))
    new = [
        Space(slug=one["key"], **{name: one[name] for name in FIELDS})
        for one in read("spaces")["spaces"]
        if one["key"] not in there
    ]
    Space.objects.bulk_create(new)
    return len(new)
