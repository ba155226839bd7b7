"""Messages in a person's data, and what is forgotten of somebody who goes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from humus.messaging.models import Complaint, Exchange, Letterbox
from humus.people import blocking, erasure, export, merging
from humus.people.models import Person


def conversations(person: Person) -> list[dict[str, Any]]:
    """Each conversation with all that was said in it; the other person by their public key."""
    found = Exchange.objects.of(person).prefetch_related("messages", "parts__person")
    return [
        {
            "with": [part.person.key for part in one.parts.all() if part.person_id != person.pk],
            "messages": [
                {"at": message.at, "by": "me" if message.author_id == person.pk else None, "text": message.text}
                for message in one.messages.all()
            ],
        }
        for one in found
    ]


def forget(person: Person) -> None:
    """The other keeps what was said between them, under a neutral name."""
    Letterbox.objects.filter(person=person).delete()
    Complaint.objects.filter(person=person).update(why="")
    blocking.forget(person)


def furnish() -> None:
    erasure.ERASERS.append(forget)
    export.PARTS["conversations"] = conversations
    export.COVERED |= {"messaging.message", "messaging.part"}
    merging.WORDS |= {
        "messaging.message": _("Messages"),
        "messaging.part": _("Conversations"),
        "messaging.complaint": _("Reports of messages"),
        "messaging.letterbox": _("Who may write"),
        "people.block": _("Blocked people"),
    }
