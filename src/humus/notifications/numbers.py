"""What this app tells the doctor and Prometheus."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from humus.kit.observability.metrics import gauge
from humus.kit.ops.doctor.findings import Finding, examination, ill, warning, well
from humus.notifications.models import MailServer, OutgoingMail
from humus.notifications.smtp import ServerTrouble, connected


@gauge("humus_mails_waiting", "Mails that are due and not sent yet")
def waiting() -> float:
    return OutgoingMail.objects.due(timezone.now()).count()


@gauge("humus_mails_failed", "Mails that were refused or lost sight of")
def failed() -> float:
    return OutgoingMail.objects.failed().count()


@examination("mail")
def mail() -> Iterator[Finding]:
    server = MailServer.current()
    if server is None:
        yield warning("no mail server; mails wait in the outbox, where administrators read them")
        return
    try:
        with connected(server):
            yield well(f"{server} lets us in")
    except ServerTrouble as trouble:
        yield ill(f"{server}: {trouble}")
    lost = OutgoingMail.objects.failed().count()
    if lost:
        yield warning(f"{lost} mails failed; the outbox says why")
