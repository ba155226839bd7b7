"""The process that a mail server on this machine hands mails to, by LMTP: an answer for each recipient."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

MOST_AT_ONCE, MOST_RECIPIENTS = 2, 50
PATIENCE = 120
log = structlog.get_logger("humus.mail")

UNKNOWN = "550 5.1.1 Nobody is reached at this address. Answer one of our mails, or write to a space at its address."
LATER = "451 4.3.0 We cannot keep this mail just now. Please try again later."
SLOWLY = "451 4.7.1 Very much has come from this sender in a short time. Please try again later."
TOO_LARGE = "552 5.3.4 This mail is too large. Send large files through the platform."


class Door(LMTP):
    """Long lines are taken: some programs never break theirs."""

    line_length_limit = 1_000_000

    async def push(self, status: str | bytes) -> None:
        """A mail beyond the limit is refused once a recipient, as everything else is."""
        text = status if isinstance(status, str) else status.decode()
        if self.envelope and text.startswith("552 Error: Too much"):
            status = "\r\n".join([TOO_LARGE] * len(self.envelope.rcpt_tos))
        await super().push(status.encode() if isinstance(status, str) else status)


class Handler:
    def __init__(self) -> None:
        self.turn = asyncio.Semaphore(MOST_AT_ONCE)

    async def handle_RCPT(
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        from humus.incoming.taking import known

        if not known(address):
            return UNKNOWN
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients at once."
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: Any, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        # The sender of returned mails, which is nobody, is spelled so by the library.
        sender = (envelope.mail_from or "").replace("<>", "")
        answers = []
        for recipient in envelope.rcpt_tos:
            async with self.turn:
                answers.append(await asyncio.to_thread(keep, sender, recipient, envelope.content))
        return "\r\n".join(answers)


def keep(sender: str, recipient: str, raw: bytes) -> str:
    """The answer to the mail server; 250 only after the row is committed."""
    from django.db import Error, close_old_connections

    from humus.incoming import taking

    close_old_connections()
    try:
        taking.take(sender, recipient, raw)
    except taking.TooMany:
        return SLOWLY
    except Error as trouble:
        log.warning("mail_not_kept", error=str(trouble).split("\n", 1)[0])
        return LATER
    finally:
        close_old_connections()
    return "250 2.0.0 Kept"


def factory() -> Callable[[], LMTP]:
    from django.conf import settings

    handler = Handler()
    return lambda: Door(
        handler, data_size_limit=settings.MAIL_IN_LIMIT, enable_SMTPUTF8=True, timeout=PATIENCE, ident="Humus"
    )


async def serve(host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, done.set)
    server = await loop.create_server(factory(), host, port)
    async with server:
        await done.wait()


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    asyncio.run(serve(settings.LMTP_HOST, settings.LMTP_PORT))


if __name__ == "__main__":
    main()
