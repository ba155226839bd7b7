"""What each role sees by walking everything, against what the rows allow."""

from __future__ import annotations

import pytest

from tests.access import lists
from tests.access.world import ROLES, World, canary


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_more_than_the_rows_allow(world: World, role: str) -> None:
    """Crawled over every address, list, search, feed and export; and nothing that one may see is hidden."""
    allowed = lists.allowed(world, role)
    seen = lists.seen(world, role)
    assert seen - allowed == set(), "leaked"
    if role not in ("anonymous", "suspended"):
        shown = {canary(state) for state in ("public", "space", "restricted", "hidden")} & allowed
        assert shown - lists.seen(world, role, list(lists.FINDING)) == set(), "not found by search"
