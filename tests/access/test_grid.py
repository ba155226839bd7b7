"""Every address x method x role x state of the object against the reviewed grid."""

from __future__ import annotations

import pytest

from tests.access import matrix
from tests.access.world import World

CELLS = list(matrix.cells(matrix.expectations(), matrix.endpoints()))


@pytest.mark.parametrize("method", matrix.METHODS)
def test_every_cell_of_the_grid(world: World, method: str) -> None:
    found = matrix.differences(world, [cell for cell in CELLS if cell.method == method])
    assert not found, "\n".join(found[:400])
