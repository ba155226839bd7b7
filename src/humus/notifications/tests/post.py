"""A real SMTP server on this machine, that can be told to misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class PostOffice:
    """Keeps what it gets; ``rcpt`` and ``data`` map an address to the answer it gets instead of 250.

    ``slow``: seconds that it takes before it answers at a stage.
    """

    port: int = 0
    got: list[Envelope] = field(default_factory=list)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    hang_up_after_data: bool = False
    slow: dict[str, float] = field(default_factory=dict)
    users: list[bytes] = field(default_factory=list)

    async def handle_RCPT(
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await asyncio.sleep(self.slow.get("rcpt", 0))
        answer = self.rcpt.get(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        answer = self.data.get(envelope.rcpt_tos[0])
        if answer:
            return answer
        self.got.append(envelope)
        await asyncio.sleep(self.slow.get("data", 0))
        if self.hang_up_after_data:
            server.transport.abort()
            await asyncio.sleep(0)
        return "250 taken"

    @property
    def recipients(self) -> list[str]:
        return [envelope.rcpt_tos[0] for envelope in self.got]

    def text(self, index: int = 0) -> str:
        content = self.got[index].content
        assert isinstance(content, bytes)
        return content.decode()


@contextmanager
def post_office(password: str | None = None) -> Iterator[PostOffice]:
    office = PostOffice()

    def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        office.users.append(data.login)
        return AuthResult(success=data.password == (password or "").encode(), handled=False)

    signing_in = {"auth_required": True, "auth_require_tls": False, "authenticator": check} if password else {}
    controller = Controller(office, hostname="127.0.0.1", port=0, **signing_in)
    controller.port = _free_port()
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
