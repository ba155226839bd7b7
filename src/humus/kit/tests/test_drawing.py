"""Drawings: the same for the same name, never with a style attribute, to scale where they stand for numbers."""

from __future__ import annotations

import re

import pytest

from humus.kit import horizon, icons, pictures

DRAWINGS = [
    horizon.stripe("edge"),
    horizon.stripe("rule", "x"),
    horizon.stripe("deep"),
    horizon.surface("x"),
    horizon.garden("x"),
    horizon.rooted("x"),
    horizon.monolith("a1"),
    horizon.target([1, None, 3]),
    *(pictures.picture(kind) for kind in ("missing", "closed", "broken", "resting", "large", "bad")),
    *(icons.draw(name) for name in icons.PATHS),
]


@pytest.mark.parametrize("svg", DRAWINGS)
def test_every_drawing_is_silent_decoration_within_the_content_policy(svg: str):
    assert 'aria-hidden="true"' in svg
    assert not re.search(r"style=|<style|<script|\son\w+=|nan|None", svg)


def test_same_name_gives_the_same_soil_and_another_name_another():
    horizon.monolith.cache_clear()
    first = horizon.monolith("objective-a1")
    horizon.monolith.cache_clear()
    assert horizon.monolith("objective-a1") == first
    assert horizon.monolith("objective-a2") != first


def test_layers_are_thicker_where_the_number_is_larger_and_fill_the_height():
    heights = horizon.thickness([100, 25, 0], 60, 5)
    assert heights == [35, 20, 5]


def test_target_bar_reaches_as_far_as_its_values():
    bar = horizon.target(["36", 120, 196], 196)
    assert re.findall(r'fill-([\w-]+)" width="([\d.]+)"', bar) == [
        ("sunken", "100"),
        ("year-c", "100.00"),
        ("year-b", "61.22"),
        ("year-a", "18.37"),
    ]


def test_unknown_targets_are_not_drawn():
    assert re.findall(r'fill-(\w+)"', horizon.target([None, "", None])) == ["sunken"]


def test_icon_with_a_label_is_said_aloud_and_escaped():
    svg = icons.draw("search", 'a "b" <c>')
    assert 'role="img" aria-label="a &quot;b&quot; &lt;c&gt;"' in svg


def test_icons_that_point_turn_round_in_right_to_left_pages():
    assert "icon--turn" in icons.draw("forward")
    assert "icon--turn" not in icons.draw("search")
