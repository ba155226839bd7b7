"""Delivery against a real server: what arrives, what is tried again, what never arrives twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import send_mail
from django.test import Client
from django.utils import timezone

from humus.notifications import delivery, domain, smtp
from humus.notifications.models import MailServer, OutgoingMail
from humus.notifications.models.mail import PAUSES
from humus.notifications.tests.post import PostOffice, post_office
from humus.people import domain as people

pytestmark = pytest.mark.django_db(transaction=True)
Use = Callable[..., MailServer]


def write(*recipients: str) -> None:
    for recipient in recipients:
        send_mail("Subject", "Bonjour à tous", None, [recipient])


def states() -> dict[str, str]:
    return {mail.recipient: mail.state for mail in OutgoingMail.objects.all()}


def make_due() -> None:
    OutgoingMail.objects.open().update(next_attempt_at=timezone.now())


def test_mail_arrives_once_and_is_marked(office: PostOffice, use: Use) -> None:
    use(office)
    write("a@example.org", "b@example.org")
    assert delivery.deliver_due() == 2
    assert delivery.deliver_due() == 0
    assert sorted(office.recipients) == ["a@example.org", "b@example.org"]
    assert states() == {"a@example.org": "sent", "b@example.org": "sent"}
    assert office.got[0].mail_from == "site@example.org"
    assert "Subject: Subject\r\n" in office.text()


def test_mail_to_a_person_who_was_suspended_meanwhile_is_not_sent(
    office: PostOffice, use: Use, cast: SimpleNamespace
) -> None:
    use(office)
    write("Mona.Member@example.org", cast.leader.email)
    people.suspend(actor=cast.secretary, person=cast.member, reason="Test")
    assert delivery.deliver_due() == 1
    assert office.recipients == [cast.leader.email]
    assert OutgoingMail.objects.get(recipient__istartswith="mona").state == "refused"


def test_code_that_is_long_spent_is_not_sent_once_there_is_a_server(
    office: PostOffice, use: Use, cast: SimpleNamespace
) -> None:
    for person in (cast.member, cast.leader):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        Client().post("/account/login/code/", {"email": person.email})
    OutgoingMail.objects.filter(recipient=cast.member.email).update(created_at=timezone.now() - timedelta(minutes=16))
    use(office)
    assert delivery.deliver_due() == 1
    assert office.recipients == [cast.leader.email]
    assert states() == {cast.member.email: "refused", cast.leader.email: "sent"}


def test_without_a_server_mails_stay(cast: SimpleNamespace) -> None:
    write("a@example.org")
    assert delivery.deliver_due() == 0
    assert states() == {"a@example.org": "waiting"}


def test_mail_written_before_there_was_a_server_comes_from_the_servers_address(office: PostOffice, use: Use) -> None:
    write("a@example.org")
    use(office)
    delivery.deliver_due()
    assert "From: Humus <site@example.org>\r\n" in office.text()


@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_refusal_for_good_is_kept_with_the_servers_words(office: PostOffice, use: Use, stage: str) -> None:
    use(office)
    getattr(office, stage)["bad@example.org"] = "550 no such person"
    write("bad@example.org", "good@example.org")
    delivery.deliver_due()
    assert states() == {"bad@example.org": "refused", "good@example.org": "sent"}
    assert OutgoingMail.objects.get(recipient="bad@example.org").last_error == "550 no such person"


@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_passing_trouble_is_tried_again_after_a_pause(office: PostOffice, use: Use, stage: str) -> None:
    use(office)
    getattr(office, stage)["slow@example.org"] = "451 come back later"
    write("slow@example.org", "good@example.org")
    delivery.deliver_due()
    assert states() == {"slow@example.org": "retrying", "good@example.org": "sent"}
    mail = OutgoingMail.objects.get(recipient="slow@example.org")
    assert timedelta(seconds=50) < mail.next_attempt_at - timezone.now() < timedelta(seconds=61)
    getattr(office, stage).clear()
    assert delivery.deliver_due() == 0
    make_due()
    assert delivery.deliver_due() == 1
    assert office.recipients.count("slow@example.org") == 1


def test_trouble_that_does_not_pass_ends_in_refusal(office: PostOffice, use: Use) -> None:
    use(office)
    office.rcpt["slow@example.org"] = "451 come back later"
    write("slow@example.org")
    for _ in range(len(PAUSES)):
        delivery.deliver_due()
        make_due()
    assert states() == {"slow@example.org": "retrying"}
    delivery.deliver_due()
    assert states() == {"slow@example.org": "refused"}


def test_server_that_is_away_costs_one_attempt_each_and_loses_nothing(use: Use) -> None:
    with post_office() as gone:
        use(gone)
    write("a@example.org", "b@example.org")
    assert delivery.deliver_due() == 0
    assert list(OutgoingMail.objects.values_list("attempts", flat=True)) == [1, 1]
    with post_office() as office:
        MailServer.objects.update(port=office.port)
        make_due()
        assert delivery.deliver_due() == 2


def test_connection_cut_after_the_text_is_never_sent_twice(office: PostOffice, use: Use) -> None:
    use(office)
    office.hang_up_after_data = True
    write("a@example.org")
    delivery.deliver_due()
    assert states() == {"a@example.org": "uncertain"}
    office.hang_up_after_data = False
    make_due()
    assert delivery.deliver_due() == 0
    assert office.recipients == ["a@example.org"]


@pytest.mark.parametrize(("stage", "state", "sent"), [("rcpt", "retrying", 1), ("data", "uncertain", 0)])
def test_server_too_slow_to_answer_delays_and_never_sends_twice(
    office: PostOffice, use: Use, monkeypatch: pytest.MonkeyPatch, stage: str, state: str, sent: int
) -> None:
    monkeypatch.setattr(smtp, "PATIENCE", 0.3)
    use(office)
    office.slow = {stage: 0.8}
    write("a@example.org")
    assert delivery.deliver_due() == 0
    assert states() == {"a@example.org": state}
    office.slow = {}
    monkeypatch.setattr(smtp, "PATIENCE", 5)
    make_due()
    assert delivery.deliver_due() == sent
    assert office.recipients == ["a@example.org"]


def test_worker_killed_while_handing_over_does_not_send_again(office: PostOffice, use: Use) -> None:
    use(office)
    write("a@example.org")
    mail = delivery.lease()[0]
    assert mail.hand_over()
    make_due()
    assert delivery.deliver_due() == 0
    assert states() == {"a@example.org": "uncertain"}
    assert office.got == []


def test_worker_killed_before_handing_over_gives_the_mail_back_after_its_lease(office: PostOffice, use: Use) -> None:
    use(office)
    write("a@example.org")
    delivery.lease()
    assert delivery.deliver_due() == 0
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    assert delivery.deliver_due() == 1


def test_two_workers_with_the_same_mail_hand_it_over_once(office: PostOffice, use: Use) -> None:
    server = use(office)
    write("a@example.org")
    [mail] = delivery.lease()
    make_due()
    [same] = delivery.lease()
    with delivery.connected(server) as one, delivery.connected(server) as other:
        assert delivery.deliver(one, server, [mail]) == 1
        assert delivery.deliver(other, server, [same]) == 0
    assert office.recipients == ["a@example.org"]


def test_address_in_other_letters_is_refused_where_it_has_no_plain_form(office: PostOffice, use: Use) -> None:
    use(office)
    write("josé@example.org", "jose@bücher.example")
    delivery.deliver_due()
    assert states() == {"josé@example.org": "refused", "jose@bücher.example": "sent"}
    assert office.recipients == ["jose@xn--bcher-kva.example"]


def test_password_is_sealed_and_used(use: Use) -> None:
    with post_office(password="pass word") as office:
        server = use(office, user="humus")
        server.password = "pass word"
        server.save()
        assert "pass word" not in MailServer.objects.values_list("sealed_password", flat=True)[0]
        write("a@example.org")
        assert delivery.deliver_due() == 1
    assert office.users == [b"humus"]


def test_first_server_does_not_send_what_is_long_past(office: PostOffice, cast: SimpleNamespace) -> None:
    write("old@example.org", "new@example.org")
    OutgoingMail.objects.filter(recipient="old@example.org").update(created_at=timezone.now() - timedelta(days=2))
    server = MailServer(host="127.0.0.1", port=office.port, security="none", sender="site@example.org")
    domain.set_server(actor=cast.administrator, server=server)
    delivery.deliver_due()
    assert states() == {"old@example.org": "refused", "new@example.org": "sent"}


def test_old_mails_are_forgotten_and_waiting_ones_kept(office: PostOffice, use: Use) -> None:
    use(office)
    write("sent@example.org")
    delivery.deliver_due()
    write("waiting@example.org")
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert domain.forget_old() == 1
    assert states() == {"waiting@example.org": "waiting"}
