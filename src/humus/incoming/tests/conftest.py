from __future__ import annotations

from types import SimpleNamespace

import pytest

from humus.discussions import domain as discussions
from humus.discussions.models import Comment
from humus.incoming.tests.writing import DOMAIN
from humus.kit import answering
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in


@pytest.fixture(autouse=True)
def _mail_is_taken_in(settings: SimpleNamespace) -> None:
    settings.MAIL_DOMAIN = DOMAIN


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    return page_in(cast, "Soil notes")


@pytest.fixture
def asked(cast: SimpleNamespace, page: Page) -> Comment:
    return discussions.add(actor=cast.leader, page=page, text="How deep did you dig?")


@pytest.fixture
def way(cast: SimpleNamespace, asked: Comment) -> str:
    """The address at which the member answers the leader."""
    return answering.address("c", cast.member.pk, asked.key)
