"""Somebody who never opens the site: every word comes over SMTP, every answer goes back over LMTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from humus.conftest import make_space
from humus.discussions import domain as discussions
from humus.discussions.models import Ballot, Comment, Topic
from humus.discussions.topics import domain as topics
from humus.events import domain as planning
from humus.events.models import Admission, Registration
from humus.events.tests.planted import make_event
from humus.incoming.models import IncomingMail
from humus.incoming.tests.writing import DOMAIN, posted, written
from humus.kit.richtext import empty
from humus.notifications import delivery
from humus.notifications.models import MailServer, Notice
from humus.notifications.notices import fanning, letters
from humus.notifications.tests.post import PostOffice, post_office
from humus.pages.domain.planting import plant
from humus.people.models import Person
from humus.spaces.domain import inviting

pytestmark = pytest.mark.django_db(transaction=True)
NADIA = "new@farm.example"
ME = f"Nadia New <{NADIA}>"
PROOF = {"Authentication_Results": "mx.example.org; dmarc=pass header.from=farm.example"}


class Mailbox:
    """What has come to Nadia over SMTP, and her answers."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office

    def newest(self, subject: str) -> EmailMessage:
        fanning.tell_all()
        Notice.objects.exclude(mail_at=None).update(mail_at=timezone.now())
        letters.write_due()
        delivery.deliver_due()
        mine = [one for one in self.office.got if one.rcpt_tos == [NADIA]]
        mails: list[Any] = [message_from_bytes(one.content, policy=policy.default) for one in reversed(mine)]  # type: ignore[arg-type]
        return next(mail for mail in mails if subject in mail["Subject"])

    def answer(self, subject: str, words: str) -> IncomingMail:
        """A reply as mail programs write it: to the Reply-To, the letter below as a quote."""
        mail = self.newest(subject)
        text = mail.get_body(("plain",)).get_content()
        quoted = "\n".join(f"> {line}" for line in text.splitlines())
        row = posted(written(ME, way(mail, text), f"{words}\n\nOn Mon, 4 May 2026, Humus wrote:\n{quoted}", **PROOF))
        assert row.state == "done", row.why
        return row


def way(mail: EmailMessage, text: str) -> str:
    named = mail["Reply-To"] or re.search(rf"\S+@{re.escape(DOMAIN)}", text)
    return str(named if isinstance(named, str) else named[0]).strip(" <>")


@pytest.fixture
def box(settings: SimpleNamespace, cast: SimpleNamespace) -> Iterator[Mailbox]:
    settings.MAIL_AUTHSERV = "mx.example.org"
    settings.EMAIL_BACKEND = "humus.notifications.backend.OutboxBackend"
    with post_office() as office:
        server = MailServer(host="127.0.0.1", port=office.port, security="none", sender="site@example.org")
        server.changed_by = cast.administrator
        server.save()
        yield Mailbox(office)


def test_a_space_is_lived_in_by_mail_alone(cast: SimpleNamespace, box: Mailbox) -> None:
    space = make_space("soil-club", "community", joining="open", visibility="members")
    plant(space=space, slug="front", texts={"en": ("Front", empty())})

    inviting.invite(actor=cast.secretary, email=NADIA, space=space, role="member")
    box.answer("", "Yes, gladly")
    person = Person.objects.get(email=NADIA)
    assert space.memberships.current().get(person=person).role == "member"
    assert f"soil-club@{DOMAIN}" in box.newest("Welcome").get_body(("plain",)).get_content()

    posted(written(ME, f"soil-club@{DOMAIN}", "How deep do you dig?", subject="Depth", **PROOF))
    topic = Topic.objects.get()
    assert (topic.page.author, topic.page.space) == (person, space)

    discussions.add(actor=cast.secretary, page=topic.page, text="A metre.")
    box.answer("wrote a comment", "Thank you.")
    assert Comment.objects.get(author=person).plain == "Thank you."

    given: dict[str, Any] = {"title": "Which day?", "text": "For the call.", "kind": "poll"}
    poll = topics.start_discussion(actor=cast.secretary, space=space, choices=["Monday", "Friday"], **given)
    box.answer("Which day?", "2")
    chosen = Ballot.objects.get(person=person).choices
    assert [one.label for one in poll.poll.choices.filter(pk__in=chosen)] == ["Friday"]

    event = make_event(space, "call", title="The call", hours=(13, 17), zone="Europe/Paris")
    Admission.objects.create(event=event)
    planning.change(actor=cast.secretary, event=event, save_facts=lambda page: None)
    box.answer("The call", "Yes")
    assert Registration.objects.get(person=person).state == "seated"
    box.answer("You are registered: The call", "No")
    assert Registration.objects.get(person=person).state == "cancelled"
    assert not person.has_usable_password()
    assert {row.state for row in IncomingMail.objects.all()} == {"done"}
