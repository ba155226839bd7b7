"""Mails as programs write them, and the real door they are handed to."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

from humus.incoming import handling, lmtp, taking
from humus.incoming.models import IncomingMail

DOMAIN = "mail.example.org"


def written(sender: str, to: str, text: str = "", *, subject: str = "Re: Soil notes", **head: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = make_msgid(domain="example.org")
    for name, value in head.items():
        message[name.replace("_", "-")] = value
    if text:
        message.set_content(text)
    return message


def arrives(message: EmailMessage, *, envelope: str | None = None) -> IncomingMail:
    """Taken in and handled; the mail's row as it is then."""
    sender = str(message["From"]).rpartition("<")[2].rstrip(">") if envelope is None else envelope
    row = taking.take(sender, str(message["To"]), message.as_bytes())
    handling.handle_due()
    row.refresh_from_db()
    return row


def posted(message: EmailMessage, *, envelope: str | None = None) -> IncomingMail:
    """Handed over by LMTP and handled, with what it set going; the mail's row as it is then."""
    sender = str(message["From"]).rpartition("<")[2].rstrip(">") if envelope is None else envelope
    with door() as post:
        assert post.sendmail(sender, [str(message["To"])], message.as_bytes()) == {}
    handling.handle_due()
    return IncomingMail.objects.get(digest=taking.digest(message.as_bytes()), recipient=str(message["To"]).lower())


@contextmanager
def door() -> Iterator[smtplib.LMTP]:
    """The letterbox itself, listening on a port of this machine, and a mail server's connection to it."""
    loop = asyncio.new_event_loop()
    server: Any = loop.run_until_complete(loop.create_server(lmtp.factory(), "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    client = smtplib.LMTP("127.0.0.1", server.sockets[0].getsockname()[1], timeout=10)
    try:
        yield client
        client.quit()
    finally:
        client.close()
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
