"""The page that shows every kind of block to axe is whole: no kind is missing and none fails."""

from __future__ import annotations

import logging

import pytest

from humus.pages.models import Page
from tests.access.world import build
from tests.screens.scene import plant


def test_every_kind_of_block_is_drawn(db: None, caplog: pytest.LogCaptureFixture) -> None:
    world = build()
    plant(world)
    page = Page.objects.get(texts__title="Every block")
    with caplog.at_level(logging.ERROR):
        answer = world.clients["anonymous"].get(page.get_absolute_url())
    assert answer.status_code == 200
    assert [record.message for record in caplog.records] == []
    shown = answer.content.decode()
    for sign in (
        "<figure",
        "<math",
        "data-film",
        "tabs",
        "side-by-side",
        "callout--tip",
        "Small words.",
        "doi.org/10.1000/182",
    ):
        assert sign in shown, sign
