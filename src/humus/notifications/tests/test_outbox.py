"""A mail is a row of the deed that sends it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.mail.message import BadHeaderError
from django.db import transaction

from humus.notifications.models import OutgoingMail


@pytest.mark.django_db
def test_each_address_gets_a_row_of_its_own() -> None:
    message = EmailMultiAlternatives("Été", "Bonjour", "a@example.org", ["b@example.org"], bcc=["c@example.org"])
    message.attach_alternative("<p>Bonjour</p>", "text/html")
    assert message.send() == 2
    rows = OutgoingMail.objects.order_by("recipient")
    assert [(row.recipient, row.subject, row.text, row.state) for row in rows] == [
        ("b@example.org", "Été", "Bonjour", "waiting"),
        ("c@example.org", "Été", "Bonjour", "waiting"),
    ]
    read = rows[0].as_message()
    assert (read["Subject"], read["To"], read["Bcc"]) == ("Été", "b@example.org", None)
    assert [part.get_content_type() for part in read.walk()][1:] == ["text/plain", "text/html"]


@pytest.mark.django_db(transaction=True)
def test_deed_that_fails_sends_no_mail() -> None:
    @transaction.atomic
    def deed() -> None:
        send_mail("No", "text", None, ["b@example.org"])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        deed()
    assert OutgoingMail.objects.count() == 0
    with transaction.atomic():
        send_mail("Yes", "text", None, ["b@example.org"])
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db
def test_same_key_is_written_once() -> None:
    for _ in range(2):
        EmailMultiAlternatives(
            "Digest", "text", None, ["b@example.org"], headers={"X-Humus-Key": "digest-2026-11"}
        ).send()
    row = OutgoingMail.objects.get()
    assert row.key == "digest-2026-11:b@example.org"
    assert "X-Humus-Key" not in row.as_message()


@pytest.mark.django_db
@pytest.mark.parametrize("evil", ["x\r\nBcc: evil@example.org", "x\nBcc: evil@example.org"])
def test_line_break_in_a_subject_adds_no_header(evil: str) -> None:
    with pytest.raises(BadHeaderError):
        send_mail(evil, "text", None, ["b@example.org"])
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_mail_is_printed_only_while_there_is_no_server(
    settings: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    send_mail("Quiet", "code 123", None, ["b@example.org"])
    assert capsys.readouterr().err == ""
    settings.MAIL_TO_CONSOLE = True
    send_mail("Your code", "code 456\x1b[2J", None, ["b@example.org"])
    said = capsys.readouterr().err
    assert "Mail to b@example.org\nYour code\n\ncode 456[2J\n" in said
