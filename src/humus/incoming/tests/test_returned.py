"""Mails that come back, over real SMTP out and real LMTP in: the address is marked until somebody opens it again."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.mail import EmailMessage as Mail
from django.test import Client

from humus.incoming import handling
from humus.incoming.models import IncomingMail
from humus.incoming.tests.writing import door
from humus.notifications import delivery, returning
from humus.notifications.models import MailServer, OutgoingMail, ReturnedAddress
from humus.notifications.tests.post import PostOffice, post_office

pytestmark = pytest.mark.django_db(transaction=True)
MONA = "mona.member@example.org"
REPORT = """From: MAILER-DAEMON@mx.example.org
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{name}@mx.example.org>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.

--b
Content-Type: {part}

{fields}

--b
Content-Type: message/rfc822

Subject: The mail

Words
--b--
"""
FAILED = """Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; mona.member@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} {words}"""
SignIn = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _outbox_backend(settings: SimpleNamespace) -> None:
    settings.EMAIL_BACKEND = "humus.notifications.backend.OutboxBackend"


@pytest.fixture
def office(cast: SimpleNamespace) -> Any:
    with post_office() as office:
        server = MailServer(
            host="127.0.0.1", port=office.port, security="none", sender="site@example.org", returns=True
        )
        server.changed_by = cast.administrator
        server.save()
        yield office


def sends(subject: str = "Hello", **head: str) -> OutgoingMail:
    headers = {name.replace("_", "-"): value for name, value in head.items()}
    Mail(subject, "Words", to=[MONA], headers=headers).send()
    delivery.deliver_due()
    return OutgoingMail.objects.latest("pk")


def comes_back(to: str, *, name: str = "1", action: str = "failed", status: str = "5.1.1") -> IncomingMail:
    fields = FAILED.format(action=action, status=status, words="No such user")
    return reported(to, kind="delivery-status", part="message/delivery-status", fields=fields, name=name)


def reported(to: str, **parts: str) -> IncomingMail:
    with door() as post:
        post.sendmail("", [to], REPORT.format(to=to, **parts).encode())
    handling.handle_due()
    return IncomingMail.objects.latest("pk")


def way_back(office: PostOffice) -> str:
    return str(office.got[-1].mail_from)


def test_returned_mail_closes_the_address_until_its_person_says_otherwise(
    cast: SimpleNamespace, office: PostOffice, sign_in: SignIn
) -> None:
    first = sends()
    assert comes_back(way_back(office)).state == "done"
    first.refresh_from_db()
    assert first.state == "refused"
    assert "5.1.1" in first.last_error
    assert sends("Not this one").state == "refused"
    assert len(office.got) == 1
    mona = sign_in(cast.member)
    page = mona.get("/me/notices/habits/").content.decode()
    assert "come back to us" in page
    assert "5.1.1" in page
    assert "come back to us" not in sign_in(cast.leader).get("/me/notices/habits/").content.decode()
    mona.post("/me/notices/address/")
    assert "come back to us" not in mona.get("/me/notices/habits/").content.decode()
    assert sends("This one").state == "sent"


@pytest.mark.parametrize(("status", "times", "closed"), [("5.2.2", 2, False), ("5.2.2", 3, True), ("5.7.1", 1, False)])
def test_passing_refusal_counts_when_it_comes_often(office: PostOffice, status: str, times: int, closed: bool) -> None:
    for number in range(times):
        sends()
        comes_back(way_back(office), name=str(number), status=status)
    assert ReturnedAddress.objects.closed().exists() is closed
    assert (sends().state == "refused") is closed


def test_mail_that_is_late_or_an_absence_note_marks_nothing(office: PostOffice) -> None:
    sends()
    assert comes_back(way_back(office), action="delayed", status="4.4.1").state == "dropped"
    note = EmailMessage()
    note["From"], note["Subject"], note["Auto-Submitted"] = MONA, "Away", "auto-replied"
    note.set_content("Until Monday. 550 5.1.1")
    with door() as post:
        post.sendmail("", [way_back(office)], note.as_bytes())
    handling.handle_due()
    assert {row.state for row in IncomingMail.objects.all()} == {"dropped"}
    assert ReturnedAddress.objects.count() == 0
    assert OutgoingMail.objects.count() == 1


def test_complaint_ends_letters_and_no_sign_in_codes(
    cast: SimpleNamespace, office: PostOffice, sign_in: SignIn
) -> None:
    sends()
    fields = "Feedback-Type: abuse\nUser-Agent: Mailbox/1.0\nVersion: 1"
    row = reported(way_back(office), kind="feedback-report", part="message/feedback-report", fields=fields, name="1")
    assert row.state == "done"
    assert sends("A letter", List_Unsubscribe="<https://example.org/>").state == "refused"
    assert sends("Your code").state == "sent"
    assert "marked as unwanted" in sign_in(cast.member).get("/").content.decode()


def test_way_back_cannot_be_guessed_or_turned_to_another_mail(office: PostOffice) -> None:
    sends()
    local, _at, domain = way_back(office).rpartition("@")
    with door() as post:
        assert post.docmd("LHLO", "x")[0] == 250
        post.docmd("MAIL", "FROM:<>")
        assert post.docmd("RCPT", f"TO:<{local[:-2]}aa@{domain}>")[0] == 550
    assert len(local) <= 64


@pytest.mark.parametrize(
    ("answer", "closed"), [("550 5.1.1 No such user", True), ("550 No such user", True), ("550 5.7.1 Spam", False)]
)
def test_receiver_refused_at_once_is_marked_too(office: PostOffice, answer: str, closed: bool) -> None:
    office.rcpt[MONA] = answer
    assert sends().state == "refused"
    assert ReturnedAddress.objects.closed().exists() is closed


def test_mails_return_to_the_sender_unless_it_is_switched_on(office: PostOffice, settings: SimpleNamespace) -> None:
    settings.MAIL_DOMAIN = ""
    sends()
    assert way_back(office) == "site@example.org"


def test_secretariat_sees_and_opens_addresses(
    cast: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        returning.note(f"a{number}@example.org", kind="returned", lasting=True, said="550")
    returning.note(MONA, kind="returned", lasting=True, said="550 5.1.1 <script>")
    client = sign_in(cast.secretary)
    client.get("/secretariat/returned/")
    with django_assert_num_queries(5):
        page = client.get("/secretariat/returned/").content.decode()
    assert "Mona Member" in page
    assert "&lt;script&gt;" in page
    client.post("/secretariat/returned/", {"address": MONA})
    assert not ReturnedAddress.objects.filter(address=MONA).exists()
    assert "Mona Member" not in client.get("/secretariat/returned/").content.decode()
