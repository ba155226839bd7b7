"""Mails on the console of the one who runs the site, as long as no mail server is set."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from django.conf import settings

from humus.notifications.models import MailServer, OutgoingMail

LINE = "-" * 72


def show(mails: Iterable[OutgoingMail]) -> None:
    if not settings.MAIL_TO_CONSOLE or MailServer.current():
        return
    for mail in mails:
        body = mail.text.strip().replace("\x1b", "")
        print(f"{LINE}\nMail to {mail.recipient}\n{mail.subject}\n\n{body}\n{LINE}", file=sys.stderr, flush=True)
