"""No accessibility fault on any address that answers a visitor or a member with a page, by day and by night."""

from __future__ import annotations

import pytest

from tests.screens.axe import look, screens_of, walk
from tests.screens.site import Site

pytestmark = pytest.mark.browser


def test_no_fault_on_any_address_of_a_visitor_or_an_applicant(site: Site) -> None:
    screens = screens_of(site, "anonymous", "author")
    assert len(screens) > 40
    assert walk(site, screens) == []


def test_no_fault_on_any_address_of_a_member(site: Site) -> None:
    screens = screens_of(site, "member")
    assert len(screens) > 40
    assert walk(site, screens) == []


def test_the_check_sees_a_fault_by_day_and_by_night(site: Site) -> None:
    with site.open("/", theme="") as page:
        page.evaluate("document.querySelector('h1').outerHTML = '<img src=\"/x.png\">'")
        assert any(fault.startswith("image-alt") for fault in look(page))
        page.emulate_media(color_scheme="dark")
        page.evaluate("document.querySelector('main p').style.color = '#222'")
        assert any("color-contrast" in fault for fault in look(page))
