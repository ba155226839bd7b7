"""No accessibility fault on any address up to “j”, by day and by night."""

from __future__ import annotations

import pytest

from tests.screens.accessible import (  # noqa: F401
    Span,
    test_no_fault_as_whoever_sees_the_most,
    test_no_fault_from_the_right_to_the_left_as_whoever_sees_the_least,
)
from tests.screens.axe import addresses, by_night, look
from tests.screens.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def span() -> Span:
    return addresses("", "j"), 30, 25


def test_the_check_sees_a_fault_by_day_and_by_night(planted: Site) -> None:
    with planted.open("/", theme="") as page:
        page.evaluate("document.querySelector('h1').outerHTML = '<img src=\"/x.png\">'")
        assert any(fault.startswith("image-alt") for fault in look(page))
        page.evaluate("document.querySelector('main p').style.color = '#222'")
        assert any("color-contrast" in fault for fault in by_night(page))
