"""The letterbox over LMTP: an answer for each recipient, and nothing acknowledged that is not kept."""

from __future__ import annotations

import smtplib
from types import SimpleNamespace

import pytest
from django.db import DatabaseError

from humus.discussions.models import Comment
from humus.incoming import handling, lmtp, taking
from humus.incoming.models import IncomingMail
from humus.incoming.tests.writing import DOMAIN, door, written
from humus.kit import answering

pytestmark = pytest.mark.django_db(transaction=True)
ME = "mona.member@example.org"


def test_answer_by_mail_is_an_answer_in_the_thread(cast: SimpleNamespace, asked: Comment, way: str) -> None:
    with door() as post:
        assert post.send_message(written(ME, way, "About a metre.\n\n> How deep did you dig?\n")) == {}
        kept = IncomingMail.objects.get()
        assert kept.state == "waiting"
    handling.handle_due()
    answer = Comment.objects.exclude(pk=asked.pk).get()
    assert (answer.author, answer.parent, answer.plain) == (cast.member, asked, "About a metre.")


def test_each_recipient_gets_its_own_answer(way: str) -> None:
    message = written(ME, way, "Hello")
    guessed = "reply+" + "a" * 50 + f"@{DOMAIN}"
    with door() as post:
        refused = post.sendmail(ME, [way, guessed, "someone@elsewhere.org", f"soil@{DOMAIN}"], message.as_bytes())
    assert set(refused) == {guessed, "someone@elsewhere.org"}
    assert all(code == 550 for code, _words in refused.values())
    assert sorted(IncomingMail.objects.values_list("recipient", flat=True)) == sorted([way, f"soil@{DOMAIN}"])


def test_mail_delivered_twice_is_taken_once(asked: Comment, way: str) -> None:
    message = written(ME, way, "About a metre.")
    with door() as post:
        post.send_message(message)
        message["Received"] = "by another way"
        post.send_message(message)
    handling.handle_due()
    assert IncomingMail.objects.count() == 1
    assert Comment.objects.exclude(pk=asked.pk).count() == 1


def test_nothing_is_acknowledged_that_could_not_be_kept(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    message = written(ME, way, "Hello")
    with monkeypatch.context() as broken, door() as post:

        def fails(*args: object) -> None:
            raise DatabaseError("disk full")

        broken.setattr(taking, "take", fails)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            post.send_message(message)
    assert refused.value.smtp_code == 451
    assert IncomingMail.objects.count() == 0
    with door() as post:
        post.send_message(message)
    assert IncomingMail.objects.count() == 1


def test_what_is_too_large_is_refused_at_the_door(settings: SimpleNamespace, way: str) -> None:
    settings.MAIL_IN_LIMIT = 5000
    with door() as post:
        post.ehlo_or_helo_if_needed()
        post.esmtp_features.pop("size", None)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            post.sendmail(ME, [way], written(ME, way, "x" * 900 + "\n" * 9000).as_bytes())
    assert refused.value.smtp_code == 552
    with door() as post:
        post.send_message(written(ME, way, "Short."))
    assert IncomingMail.objects.count() == 1


def test_very_many_mails_of_one_sender_come_later(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST", 2)
    with door() as post:
        post.send_message(written(ME, way, "One"))
        post.send_message(written(ME, way, "Two"))
        with pytest.raises(smtplib.SMTPDataError) as slowed:
            post.send_message(written(ME, way, "Three"))
        post.sendmail("other@example.org", [way], written("other@example.org", way, "Four").as_bytes())
    assert slowed.value.smtp_code == 451
    assert IncomingMail.objects.count() == 3


def test_without_a_domain_no_address_is_made_and_none_taken(settings: SimpleNamespace, way: str) -> None:
    assert taking.known(way)
    settings.MAIL_DOMAIN = ""
    assert answering.address("c", 1, "abc") == ""
    assert not taking.known(way)


def test_addresses_cannot_be_changed_into_others(cast: SimpleNamespace, asked: Comment, way: str) -> None:
    local = way.rpartition("@")[0]
    assert len(local) <= 64
    assert answering.read(local.upper()) == answering.read(local) != None  # noqa: E711
    for place in range(len("reply+"), len(local) - 1):
        other = "b" if local[place] != "b" else "c"
        assert answering.read(local[:place] + other + local[place + 1 :]) is None
    assert answering.address("c", cast.leader.pk, asked.key) != way
    assert lmtp.UNKNOWN.startswith("550 ")
