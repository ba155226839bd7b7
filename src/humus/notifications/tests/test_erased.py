"""The outbox forgets an erased person: what was sent to them, and the copies of what was sent about them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.mail import send_mail
from django.utils import timezone

from humus.notifications.models import OutgoingMail
from humus.people import erasure


@pytest.fixture
def outbox(cast: SimpleNamespace) -> SimpleNamespace:
    mona = cast.member
    for subject, text, to in (
        ("To her", "Your code", mona.email),
        ("To her in capitals", "Your code", mona.email.upper()),
        ("Mona Member asks to join", "See the queue.", "one@example.org"),
        ("A request", "From MONA MEMBER.", "two@example.org"),
        ("A request", f"Write to {mona.email}", "three@example.org"),
        ("Of another", "Mona Membering is somebody else", "four@example.org"),
        ("Not yet out: Mona Member", "See the queue.", "five@example.org"),
    ):
        send_mail(subject, text, None, [to])
    OutgoingMail.objects.exclude(recipient__startswith="five").update(sent_at=timezone.now())
    return cast


def recipients() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("recipient", flat=True))


def test_erasing_takes_mails_to_the_person_and_sent_copies_that_name_them(outbox: SimpleNamespace) -> None:
    assert len(recipients()) == 7
    erasure.erase(actor=outbox.member, person=outbox.member)
    assert recipients() == ["five@example.org", "four@example.org"]


def test_name_made_of_signs_takes_nothing_else(outbox: SimpleNamespace) -> None:
    outbox.stranger.name = "S. (.*) [x]"
    outbox.stranger.save()
    erasure.erase(actor=outbox.stranger, person=outbox.stranger)
    assert len(recipients()) == 7
