"""No accessibility fault on any address that answers the secretariat or an administrator with a page."""

from __future__ import annotations

import pytest

from tests.screens.axe import screens_of, walk
from tests.screens.site import Site

pytestmark = pytest.mark.browser


def test_no_fault_on_any_address_of_the_secretariat_or_an_administrator(site: Site) -> None:
    screens = screens_of(site, "secretariat", "administrator")
    assert len(screens) > 60
    assert walk(site, screens) == []
