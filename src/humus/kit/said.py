"""What was said to a person and not shown yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.messages.storage.session import SessionStorage

MOST = 10


class LatestMessages(SessionStorage):
    """Keeps the last few in the session: who never opens a page (a program, say) would gather them without end.

    A page that the service worker asks for again only to keep it (kit/static/humus/worker) shows none and leaves them.
    """

    @property
    def _unseen(self) -> bool:
        return "Humus-Keeping" in self.request.headers

    def __iter__(self) -> Iterator[Any]:
        return iter(()) if self._unseen else super().__iter__()

    def __len__(self) -> int:
        return 0 if self._unseen else super().__len__()

    def _store(self, messages: Sequence[Any], response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return super()._store(list(messages)[-MOST:], response, *args, **kwargs)
