"""What mail lays on the administrator's table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from humus.kit import room
from humus.notifications.models import OutgoingMail, ReturnedAddress


def stuck(person: Any) -> int:
    """Mails that somebody has to look at."""
    return OutgoingMail.objects.failed().count()


def returned(person: Any) -> int:
    return ReturnedAddress.objects.closed().count()


def furnish() -> None:
    room.add(
        room.Entry(
            url_name="returned_addresses",
            label=_("Returned mail"),
            icon="warning",
            about=_("Addresses that mails come back from; nothing is sent there until somebody says so."),
            count=returned,
        )
    )
    room.add(
        room.Entry(
            url_name="outbox",
            label=_("Outgoing mail"),
            gate="administrator",
            icon="mail",
            about=_("What is waiting, sent or refused; without a mail server also the sign-in codes."),
            count=stuck,
        )
    )
    room.add(
        room.Entry(
            url_name="mail_server",
            label=_("Mail server"),
            gate="administrator",
            icon="settings",
            about=_("By which our mails leave, with a test from the screen."),
        )
    )
