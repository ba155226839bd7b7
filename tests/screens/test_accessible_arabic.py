"""No accessibility fault on any kind of screen, from the right to the left and by night."""

from __future__ import annotations

import pytest

from tests.screens.axe import by_night, one_each, screens_of, walk
from tests.screens.site import Site

pytestmark = pytest.mark.browser


def test_no_fault_in_arabic_by_night_on_any_kind_of_screen(site: Site) -> None:
    screens = one_each(screens_of(site, "secretariat", "administrator", "member", "author", "anonymous"))
    assert len(screens) > 60
    assert walk(site, screens, by_night, language="ar") == []
