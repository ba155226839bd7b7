"""What was said to a person and not shown yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core import signing

MOST = 10


class InCookie(CookieStorage):
    """Signed; the means to sign are made only where something was said."""

    cookie_name = settings.MESSAGES_COOKIE_NAME
    key_salt = "humus.said"

    def __init__(self, request: Any) -> None:
        super(CookieStorage, self).__init__(request)

    @cached_property
    def signer(self) -> signing.TimestampSigner:
        return signing.get_cookie_signer(salt=self.key_salt)


class LatestMessages(FallbackStorage):
    """Carried to the next page by a cookie, which spares the session two writes; what is too long for one waits there.

    Only the last few: who never opens a page (a program, say) would gather them without end.
    A page that the service worker asks for again only to keep it (kit/static/humus/worker) shows none and leaves them.
    """

    storage_classes = (InCookie, SessionStorage)

    @property
    def _unseen(self) -> bool:
        return "Humus-Keeping" in self.request.headers

    def __iter__(self) -> Iterator[Any]:
        return iter(()) if self._unseen else super().__iter__()

    def __len__(self) -> int:
        return 0 if self._unseen else super().__len__()

    def _store(self, messages: Sequence[Any], response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return super()._store(list(messages)[-MOST:], response, *args, **kwargs)
