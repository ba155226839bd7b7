"""No accessibility fault on any address from “p” up to the secretariat’s room, by day and by night."""

from __future__ import annotations

import pytest

from tests.screens.axe import LEAST_FIRST, MOST_FIRST, addresses, one_each, screens_of, walk
from tests.screens.site import Site

pytestmark = pytest.mark.browser
HERE = addresses("p", "secretariat")


def test_no_fault_as_whoever_sees_the_most(planted: Site) -> None:
    screens = screens_of(planted, MOST_FIRST, HERE)
    assert len(screens) > 30
    assert walk(planted, screens) == []


def test_no_fault_from_the_right_to_the_left_as_whoever_sees_the_least(planted: Site) -> None:
    screens = one_each(screens_of(planted, LEAST_FIRST, HERE))
    assert len(screens) > 25
    assert walk(planted, screens, language="ar") == []
