"""The order in which deeds take their locks: spaces by id, then one page."""

from __future__ import annotations

from humus.kit.statements import ask, columns, loaded
from humus.pages.models import Page
from humus.spaces.models import Space


def lock_spaces(*spaces: Space) -> None:
    """Hold the trees of these spaces still until the end of the transaction."""
    ids = sorted({space.pk for space in spaces})
    list(Space.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


LOCK = """
SELECT {page}, {space}, {above}
FROM pages_page p
JOIN spaces_space s ON s.id = p.space_id
LEFT JOIN pages_page u ON u.id = p.parent_id
WHERE p.id = %(page)s FOR UPDATE OF p
"""


def lock_page(page: Page) -> Page:
    """The page as it is now with its space and the page above, held until the end of the transaction."""
    (own, names, _jp), (place, space_names, _js), (above, _names, _ju) = (
        columns(Page, "p"),
        columns(Space, "s"),
        columns(Page, "u"),
    )
    rows = ask(LOCK.format(page=own, space=place, above=above), {"page": page.pk})
    if not rows:
        raise Page.DoesNotExist
    cells = list(rows[0])
    locked: Page = loaded(Page, "p", cells[: len(names)])
    cells = cells[len(names) :]
    locked.space = loaded(Space, "s", cells[: len(space_names)])
    if locked.parent_id:
        locked.parent = loaded(Page, "u", cells[len(space_names) :])
    return locked
