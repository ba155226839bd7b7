"""The settings of the site as the shell of every page reads them."""

from __future__ import annotations

from typing import Any

from humus.kit.kept import Kept
from humus.portal.models import SiteSetting


def load() -> dict[str, Any]:
    return SiteSetting.objects.as_dict()


# A banner that was lifted may stand for some seconds in another process.
values = Kept(load, seconds=5.0)
keep = values.keep
forget = values.forget
