"""The settings of the site as the shell of every page reads them: asked once in some seconds, not once a page."""

from __future__ import annotations

import math
import time
from typing import Any

from humus.portal.models import SiteSetting

# How long another process may go on showing a banner that was lifted.
SECONDS = 5.0

_kept: tuple[float, dict[str, Any]] = (0.0, {})


def values() -> dict[str, Any]:
    until, known = _kept
    if time.monotonic() < until:
        return known
    known = SiteSetting.objects.as_dict()
    keep(known, seconds=SECONDS)
    return known


def keep(known: dict[str, Any], *, seconds: float = math.inf) -> None:
    global _kept
    _kept = (time.monotonic() + seconds, known)


def forget() -> None:
    keep({}, seconds=0)
