"""Write to somebody, read, show a message to the secretariat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.messaging.models import Complaint, Exchange, Letterbox, Message, Part
from humus.people.mails import tell
from humus.people.models import Person

LONGEST = 5_000
NEW_FOR = timedelta(days=3)
# So many messages in ten minutes, and so many people one begins to write to in a day; fewer while one is new.
FAST, FAST_SPAN = 30, timedelta(minutes=10)
BEGUN, BEGUN_NEW, BEGUN_SPAN = 20, 5, timedelta(days=1)


def exchange_of(one: Any, other: Person) -> Exchange | None:
    return Exchange.objects.of(one).filter(pk__in=Exchange.objects.of(other).values("pk")).first()


@transaction.atomic
def send(*, actor: Any, to: Person, text: str, request_key: str = "") -> Message:
    """Write to somebody who allows it; the same request makes one message, however often it arrives."""
    require("message.send", actor, to)
    if request_key and (before := Message.objects.filter(author=actor, request_key=request_key[:64]).first()):
        return before
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise DeedError(_("Please write something."), field="text")
    if len(text) > LONGEST:
        words = _("A message holds at most %(most)d characters; this one has %(count)d.")
        raise DeedError(words % {"most": LONGEST, "count": len(text)}, field="text")
    _hold_still(actor, to)
    exchange = exchange_of(actor, to)
    _not_too_fast(actor, begins=exchange is None)
    if exchange is None:
        exchange = Exchange.objects.create()
        Part.objects.bulk_create([Part(exchange=exchange, person=actor), Part(exchange=exchange, person=to)])
    message = Message.objects.create(exchange=exchange, author=actor, text=text, request_key=request_key[:64])
    _tell(exchange, actor, to)
    exchange.parts.filter(person=actor).update(read=message.pk)
    Exchange.objects.filter(pk=exchange.pk).update(last_at=message.at)
    happened("message.sent", actor=actor)
    return message


def _hold_still(one: Any, other: Any) -> None:
    """Two first messages at the same moment begin one conversation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [(min(one.pk, other.pk) << 31) ^ max(one.pk, other.pk)])


def _tell(exchange: Exchange, actor: Any, to: Person) -> None:
    """One mail until the reader has looked, and never a word of the message."""
    box = Letterbox.objects.filter(person=to).first()
    part = exchange.parts.get(person=to)
    waiting = exchange.messages.exclude(author=to).filter(pk__gt=part.read).count()
    if waiting == 1 and (box is None or box.mail):
        tell(to, "messaging/mail/new.txt", {"who": actor, "exchange": exchange})


def _not_too_fast(actor: Any, *, begins: bool) -> None:
    now = timezone.now()
    mine = Message.objects.filter(author=actor)
    if mine.filter(at__gt=now - FAST_SPAN).count() >= FAST:
        words = _("That was much in a short time. Your text is kept here; please send it in some minutes.")
        raise DeedError(words, field="text", permanent=False)
    if not begins:
        return
    most = BEGUN_NEW if now - actor.joined_at < NEW_FOR and not actor.is_secretariat else BEGUN
    lately = mine.filter(at__gt=now - BEGUN_SPAN).values("exchange").distinct().count()
    if lately >= most:
        words = _("You have written to many people today. Your text is kept here; please send it tomorrow.")
        raise DeedError(words, field="text", permanent=False)


def look(*, actor: Any, exchange: Exchange, last: int) -> None:
    """Everything up to this message is read."""
    exchange.parts.filter(person=actor, read__lt=last).update(read=last)


def set_letterbox(*, actor: Any, takes: str, mail: bool) -> None:
    Letterbox.objects.update_or_create(person=actor, defaults={"takes": takes, "mail": mail})


@transaction.atomic
def complain(*, actor: Any, message: Message, why: str) -> Complaint:
    """Show a message of the other person, with what stands around it, to the secretariat."""
    if message.author_id == actor.pk:
        raise DeedError(_("This is your own message."))
    if not message.exchange.parts.filter(person=actor).exists():
        raise DeedError(_("This message is not in a conversation of yours."))
    found, new = Complaint.objects.get_or_create(message=message, person=actor, defaults={"why": why})
    if not new:
        raise DeedError(_("You have reported this message already."))
    happened("message.reported", actor=actor, person=message.author)
    return found


@transaction.atomic
def settle(*, actor: Any, complaint: Complaint) -> None:
    """The secretariat has read it and done what was to be done."""
    require("message.moderate", actor, complaint)
    row = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if row.settled_at is None:
        row.settled_at, row.settled_by = timezone.now(), actor
        row.save(update_fields=["settled_at", "settled_by"])
        happened("message.report_settled", actor=actor)
