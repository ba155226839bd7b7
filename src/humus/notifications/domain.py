"""Deeds about mail: set the server, test it, send again, forget what is old."""

from __future__ import annotations

import uuid
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.notifications import returning
from humus.notifications.models import MailServer, OutgoingMail
from humus.notifications.smtp import MailTrouble, connected, send

STALE = timedelta(days=1)
KEPT = timedelta(days=30)


@transaction.atomic
def set_server(*, actor: Any, server: MailServer, password: str = "") -> MailServer:
    """Save the server. With the first one, what has waited for long is not sent any more: codes in it have expired."""
    first = not MailServer.objects.select_for_update().exists()
    if password:
        server.password = password
    if not server.user:
        server.password = ""
    server.changed_by = actor
    server.tested_at = None
    server.save()
    if first:
        why = _("Not sent: there was no mail server for more than a day after it was written.")
        old = OutgoingMail.objects.open().filter(created_at__lt=timezone.now() - STALE)
        old.update(refused_at=timezone.now(), last_error=why)
    happened("mail.server_set", actor=actor, data={"host": server.host, "port": server.port, "user": server.user})
    return server


def test_server(*, actor: Any) -> None:
    """Send the actor a mail at once, past the queue; raises DeedError with what the server said."""
    server = MailServer.current()
    if server is None:
        raise DeedError(_("Save the mail server first."))
    try:
        with connected(server) as connection:
            send(connection, server, _test_mail(server, actor), lambda: True)
    except MailTrouble as trouble:
        raise DeedError(str(trouble), permanent=trouble.permanent) from trouble
    MailServer.objects.filter(pk=server.pk).update(tested_at=timezone.now())
    happened("mail.server_tested", actor=actor, data={"host": server.host})


def _test_mail(server: MailServer, actor: Any) -> OutgoingMail:
    message = EmailMessage()
    message["From"], message["To"] = server.from_header, actor.email
    message["Subject"] = _("Test mail from %s") % settings.SITE_NAME
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="humus")
    message.set_content(_("This mail was sent to test the mail server. It works."))
    raw = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
    return OutgoingMail(key=uuid.uuid4().hex, recipient=actor.email, sender=str(message["From"]), message=raw)


@transaction.atomic
def send_again(*, actor: Any, mail: OutgoingMail) -> OutgoingMail:
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    if mail.state not in ("refused", "uncertain"):
        raise DeedError(_("This mail is not one that failed."))
    mail.send_again()
    happened("mail.sent_again", actor=actor, data={"recipient": mail.recipient})
    return mail


def forget_old() -> int:
    """Mails hold people's words and codes; what was sent or failed long ago is nobody's business any more."""
    long_ago = timezone.now() - KEPT
    done = OutgoingMail.objects.exclude(sent_at=None, refused_at=None, handed_over_at=None)
    returning.forget_old()
    return done.filter(created_at__lt=long_ago).delete()[0]
