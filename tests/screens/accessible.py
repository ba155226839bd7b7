"""What each part of the addresses is held to: ``span`` names it, in the file that the tests are brought into."""

from __future__ import annotations

from collections.abc import Callable

from tests.screens.axe import LEAST_FIRST, MOST_FIRST, one_each, screens_of, walk
from tests.screens.site import Site

Span = tuple[Callable[[str], bool], int, int]


def test_no_fault_as_whoever_sees_the_most(planted: Site, span: Span) -> None:
    within, most, _least = span
    screens = screens_of(planted, MOST_FIRST, within)
    assert len(screens) > most
    assert walk(planted, screens) == []


def test_no_fault_from_the_right_to_the_left_as_whoever_sees_the_least(planted: Site, span: Span) -> None:
    within, _most, least = span
    screens = one_each(screens_of(planted, LEAST_FIRST, within))
    assert len(screens) > least
    assert walk(planted, screens, language="ar") == []
