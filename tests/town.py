"""A world that grows: each call adds one more of everything that a main screen lists."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from humus.conftest import make_person, make_space
from humus.discussions.domain import fill
from humus.discussions.models import Comment, Report
from humus.events.tests.planted import make_event
from humus.incoming.models import IncomingMail
from humus.kit import richtext
from humus.messaging.models import Complaint, Exchange, Message, Part
from humus.notifications.models import Follow, OutgoingMail
from humus.organisations.models import Affiliation, Application, Colleague, Organisation
from humus.pages import domain
from humus.pages.models import Label, Page
from humus.people.models import Person
from humus.search import indexing
from humus.spaces.domain import grant
from humus.spaces.models import Invitation, JoinRequest


def found(cast: SimpleNamespace) -> None:
    """The pages that every town has: a front page, and the one whose screens are counted."""
    cast.judge = make_person("Bea Bureau", "bureau")
    cast.front = _page(cast, "Front")
    cast.page = _page(cast, "Soil notes")


def grow(cast: SimpleNamespace, number: int) -> None:
    person = make_person(f"Person {number}", listed_at=timezone.now(), country="FR", shown=["country", "organisations"])
    cast.somebody = person
    _register(cast, person, number)
    _spaces(cast, person, number)
    _words(cast, person, number)
    _mails(cast, person, number)


def _page(cast: SimpleNamespace, title: str, parent: Page | None = None) -> Page:
    author: Any = cast.leader
    page = domain.create(actor=author, space=cast.force, title=title, parent=parent)
    domain.publish(actor=author, page=page, language="en", title=title, body=richtext.paragraphs(f"{title} humus"))
    return Page.objects.select_related("space").get(pk=page.pk)


def _register(cast: SimpleNamespace, person: Person, number: int) -> None:
    entry = Organisation.objects.create(
        slug=f"institute-{number}", name=f"Humus Institute {number}", category="research_education", country="FR"
    )
    for kind in ("partner", "member"):
        Affiliation.objects.create(organisation=cast.partner, kind=kind, until=timezone.now().date())
    Affiliation.objects.create(organisation=entry, kind="partner", since=timezone.now().date())
    Colleague.objects.create(organisation=entry, person=person)
    Colleague.objects.create(organisation=cast.partner, person=person, confirmed_at=timezone.now())
    Colleague.objects.create(organisation=entry, person=cast.leader, confirmed_at=timezone.now())
    words = {"name": f"Applicant {number}", "category": "company", "why": "Soils.", "signatory": "Someone"}
    Application.objects.create(applicant=person, kind="partner", state="submitted", **words)
    indexing.index_organisation(entry)
    indexing.index_person(person)


def _spaces(cast: SimpleNamespace, person: Person, number: int) -> None:
    space = make_space(f"force-{number}", code=f"B{number}")
    college = make_space(f"college-{number}", "college")
    for one in (space, cast.force):
        grant(actor=cast.secretary, space=one, person=person, role="member")
        grant(actor=cast.secretary, space=one, person=cast.leader, role="leader")
    JoinRequest.objects.create(space=college, person=person, role="member")
    asked = {"invited_by": cast.secretary, "sent_at": timezone.now()}
    Invitation.objects.create(email=f"invited-{number}@example.org", space=space, role="member", **asked)
    make_event(cast.public, f"event-{number}", hours=(9, 10))
    Follow.objects.create(person=cast.leader, space=space)
    indexing.index_space(space)


def _words(cast: SimpleNamespace, person: Person, number: int) -> None:
    page = _page(cast, f"Child {number}", parent=cast.page)
    Label.objects.create(page=cast.page, name=f"label-{number}", added_by=cast.leader)
    comment = _say(Comment(page=cast.page, author=person))
    _say(Comment(page=cast.page, parent=comment, author=cast.leader))
    Report.objects.create(comment=comment, person=cast.leader, why="Because.")
    domain.create(actor=cast.leader, space=cast.force, title=f"Draft {number}")
    exchange = Exchange.objects.create()
    for one in (person, cast.leader):
        Part.objects.create(exchange=exchange, person=one)
    message = Message.objects.create(exchange=exchange, author=person, text="Hello")
    Complaint.objects.create(message=message, person=cast.leader, why="Because.")
    domain.to_bin(actor=cast.leader, page=_page(cast, f"Binned {number}", parent=page))


def _say(comment: Comment) -> Comment:
    comment.language = "en"
    fill(comment, richtext.paragraphs("Yes."))
    comment.save()
    return comment


def _mails(cast: SimpleNamespace, person: Person, number: int) -> None:
    sent = {"recipient": person.email, "sender": "humus@example.org", "subject": f"Letter {number}", "message": b""}
    OutgoingMail.objects.create(key=f"letter-{number}", **sent)
    IncomingMail.objects.create(
        digest=f"{number}", recipient="space@example.org", message=b"", state="held", address=person.email
    )
