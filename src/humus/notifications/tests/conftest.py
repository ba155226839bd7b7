from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from humus.notifications.models import MailServer
from humus.notifications.tests.post import PostOffice, post_office


@pytest.fixture(autouse=True)
def _outbox_backend(settings: SimpleNamespace) -> None:
    """Tests otherwise get a backend that keeps mails in memory."""
    settings.EMAIL_BACKEND = "humus.notifications.backend.OutboxBackend"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


@pytest.fixture
def use(cast: SimpleNamespace) -> Callable[..., MailServer]:
    """Set the site's mail server to this post office."""

    def use(office: PostOffice, **fields: str) -> MailServer:
        server = MailServer(host="127.0.0.1", port=office.port, security="none", sender="site@example.org", **fields)
        server.changed_by = cast.administrator
        server.save()
        return server

    return use
