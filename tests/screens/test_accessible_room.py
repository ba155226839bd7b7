"""No accessibility fault on any address from the secretariat’s room on, by day and by night."""

from __future__ import annotations

import pytest

from tests.screens.accessible import (  # noqa: F401
    Span,
    test_no_fault_as_whoever_sees_the_most,
    test_no_fault_from_the_right_to_the_left_as_whoever_sees_the_least,
)
from tests.screens.axe import addresses

pytestmark = pytest.mark.browser


@pytest.fixture
def span() -> Span:
    return addresses("secretariat", "~"), 30, 25
