"""The order in which deeds take their locks: spaces by id, then one page."""

from __future__ import annotations

from humus.pages.models import Page
from humus.spaces.models import Space


def lock_spaces(*spaces: Space) -> None:
    """Hold the trees of these spaces still until the end of the transaction."""
    ids = sorted({space.pk for space in spaces})
    list(Space.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def lock_page(page: Page) -> Page:
    """The page as it is now, held until the end of the transaction."""
    return Page.objects.select_for_update(of=("self",)).select_related("space", "parent").get(pk=page.pk)
