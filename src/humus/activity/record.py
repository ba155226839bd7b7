"""Writes each happening to the log."""

from __future__ import annotations

from humus.activity.models import Activity
from humus.kit.happenings import Happening


def write(happening: Happening) -> None:
    actor = happening.actor
    Activity.objects.create(
        verb=happening.verb,
        actor=actor if actor is not None and actor.is_authenticated else None,
        page=happening.page,
        space=happening.space or getattr(happening.page, "space", None),
        person=happening.person,
        organisation=happening.organisation,
        data=happening.data,
    )
