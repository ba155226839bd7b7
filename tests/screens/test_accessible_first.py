"""No accessibility fault on any address up to “j”, by day and by night."""

from __future__ import annotations

import pytest

from tests.screens.axe import LEAST_FIRST, MOST_FIRST, addresses, by_night, look, one_each, screens_of, walk
from tests.screens.site import Site

pytestmark = pytest.mark.browser
HERE = addresses("", "j")


def test_no_fault_as_whoever_sees_the_most(planted: Site) -> None:
    screens = screens_of(planted, MOST_FIRST, HERE)
    assert len(screens) > 30
    assert walk(planted, screens) == []


def test_no_fault_from_the_right_to_the_left_as_whoever_sees_the_least(planted: Site) -> None:
    screens = one_each(screens_of(planted, LEAST_FIRST, HERE))
    assert len(screens) > 25
    assert walk(planted, screens, language="ar") == []


def test_the_check_sees_a_fault_by_day_and_by_night(planted: Site) -> None:
    with planted.open("/", theme="") as page:
        page.evaluate("document.querySelector('h1').outerHTML = '<img src=\"/x.png\">'")
        assert any(fault.startswith("image-alt") for fault in look(page))
        page.evaluate("document.querySelector('main p').style.color = '#222'")
        assert any("color-contrast" in fault for fault in by_night(page))
