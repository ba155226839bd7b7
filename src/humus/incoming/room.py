"""What incoming mail lays on the secretariat's table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from humus.incoming.models import IncomingMail
from humus.kit import room


def held(person: Any) -> int:
    return IncomingMail.objects.held().count()


def furnish() -> None:
    room.add(
        room.Entry(
            url_name="incoming_mails",
            label=_("Incoming mail"),
            icon="inbox",
            about=_("Mails that were held back, and what became of the others."),
            count=held,
        )
    )
