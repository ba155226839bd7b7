"""The settings of the site as the shell of every page reads them."""

from __future__ import annotations

from typing import Any

from humus.kit.kept import Kept
from humus.pages.models import Page
from humus.portal.models import SiteSetting

# What the site owes to everybody, and its help: pages to be read, not talked about.
NOTICES = ("first-steps", "help", "privacy", "terms", "accessibility")


def load() -> dict[str, Any]:
    return SiteSetting.objects.as_dict()


# A banner that was lifted may stand for some seconds in another process.
values = Kept(load, seconds=5.0)
keep = values.keep
forget = values.forget


def is_notice(page: Page) -> bool:
    """One of the site's own pages, by the setting that says which."""
    known = values()
    return page.key in {known.get(f"page-{name}") for name in NOTICES}
