"""What those who are told of a new discussion read of it: how it begins, and what one can vote for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from humus.discussions.models import Choice
from humus.discussions.telling import shortened
from humus.pages.models import Text

HOW_TO_VOTE = _("To vote, answer this mail with the number of your choice.")


def passages(datas: Sequence[dict[str, Any]]) -> list[str | None]:
    """Of each discussion its first words and its numbered choices; both are asked for at once for all."""
    keys = {data["page"] for data in datas if "page" in data}
    if not keys:
        return [""] * len(datas)
    own = Text.objects.filter(page__key__in=keys, language=F("page__language")).values_list("page__key", "plain")
    words = {key: shortened(plain) for key, plain in own}
    choices: dict[str, list[str]] = {}
    rows = Choice.objects.filter(poll__topic__page__key__in=keys).order_by("poll", "position")
    for key, position, label in rows.values_list("poll__topic__page__key", "position", "label"):
        choices.setdefault(key, []).append(f"{position}. {label}")
    found = [data.get("page", "") for data in datas]
    return ["\n".join(part for part in (words.get(key, ""), *choices.get(key, [])) if part) for key in found]
