"""What was said to a person and not shown yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.messages.storage.session import SessionStorage

MOST = 10


class LatestMessages(SessionStorage):
    """Keeps the last few in the session: who never opens a page (a program, say) would gather them without end."""

    def _store(self, messages: Sequence[Any], response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return super()._store(list(messages)[-MOST:], response, *args, **kwargs)
