"""The small world of the access matrix: one person per role, one object per state, each with its canary."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from humus.conftest import make_person, make_space
from humus.discussions.models import Comment
from humus.events.models import Admission, Event, Slot, TimePoll
from humus.events.tests.planted import make_event
from humus.kit import richtext
from humus.messaging.models import Complaint, Exchange, Message, Part
from humus.notifications.models import Notice, Telling
from humus.organisations.models import Affiliation, Application, Colleague, Organisation, StatedFigure
from humus.pages import domain
from humus.pages.models import File, Label, Page, PageTemplate, Proposal
from humus.people.models import Person
from humus.search import glossary
from humus.search.models import BestBet, Concept, SavedSearch
from humus.spaces.domain import grant
from humus.spaces.models import JoinRequest, Membership, Space
from humus.strategy.tests.planted import make_goal, make_objective
from tests import snapshot

# The order of the letters in every line of access_matrix.toml.
ROLES = (
    "anonymous",
    "outsider",
    "other",
    "member",
    "editor",
    "coordinator",
    "bureau",
    "secretariat",
    "administrator",
    "suspended",
)
STATES = ("public", "space", "restricted", "draft", "binned", "hidden", "missing")


# Signs: a word on each protected thing that stands nowhere else, so that whoever sees it has seen the thing.
SIGN = re.compile(rb"[A-Z]+SIGN[a-z]+WORD")
# On every page, so that one search or label asks for all of them.
SHARED = "sharedcanary"


def canary(state: str) -> str:
    """The sign of the page in this state."""
    return sign("PAGE", state)


def sign(of: str, state: str) -> str:
    return f"{of}SIGN{state}WORD"


@dataclass
class World:
    people: dict[str, Person] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, tuple[int, str]] = field(default_factory=dict)


def build() -> World:
    world = World()
    _people(world)
    _spaces(world)
    _pages(world)
    _proposal(world)
    _templates(world)
    _organisations(world)
    _search(world)
    _notices(world)
    _messages(world)
    _strategy(world)
    for role in ROLES:
        world.clients[role] = client_of(world.people.get(role))
    world.people["suspended"].suspended_at = timezone.now()
    world.people["suspended"].save()
    for person in world.people.values():
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    world.rows = snapshot.tables()
    return world


def _people(world: World) -> None:
    for role in ROLES[1:]:
        site = (role,) if role in ("bureau", "secretariat", "administrator") else ()
        world.people[role] = make_person(f"{role.title()} Role", *site)
    world.people["author"] = make_person("Author Role")
    world.people["second"] = make_person("Second Role", "administrator")
    listed = make_person(f"{sign('PERSON', 'public')} Listed", listed_at=timezone.now())
    world.people["listed"] = listed
    world.people["unlisted"] = make_person(f"{sign('PERSON', 'space')} Unlisted")


def _spaces(world: World) -> None:
    people = world.people
    world.spaces = {
        "public": make_space("open-space", "community", joining="open"),
        "space": make_space("closed-space", "community", visibility="members"),
        "hidden": make_space("hidden-space", "committee", visibility="hidden", joining="invitation"),
    }
    for name, space in world.spaces.items():
        space.description = {"en": sign("SPACE", name)}
        space.save()
    for name in ("public", "space"):
        for role in ("member", "editor", "coordinator"):
            grant(actor=None, space=world.spaces[name], person=people[role], role=role)
        grant(actor=None, space=world.spaces[name], person=people["author"], role="editor")
        grant(actor=None, space=world.spaces[name], person=people["suspended"], role="coordinator")
    for role in ("other", "author"):
        grant(actor=None, space=world.spaces["hidden"], person=people[role], role="coordinator")
    space = world.spaces["space"]
    world.things["membership"] = Membership.objects.get(space=space, person=people["member"])
    world.things["request"] = JoinRequest.objects.create(space=space, person=people["outsider"], role="editor")


def _pages(world: World) -> None:
    author = world.people["author"]
    for name in ("public", "space", "hidden"):
        front = _publish(author, world.spaces[name], f"Front {name}")
        world.things[f"front_{name}"] = front
    for state in ("public", "space", "hidden"):
        world.pages[state] = _publish(author, world.spaces[state], canary(state))
        named = sign("EVENT", state)
        world.events[state] = make_event(world.spaces[state], f"event-{state}", title=named, place=named)
        poll = world.things[f"poll_{state}"] = TimePoll.objects.create(space=world.spaces[state], title=named)
        Slot.objects.create(poll=poll, starts_at=timezone.now() + timedelta(days=7))
        Admission.objects.create(event=world.events[state], link=f"https://meet.example.org/{named}")
    closed = world.spaces["space"]
    for state in ("restricted", "binned"):
        world.pages[state] = _publish(author, closed, canary(state))
    world.pages["draft"] = domain.create(actor=author, space=closed, title=canary("draft"))
    for state in ("public", "space", "restricted", "binned", "hidden"):
        upload = SimpleUploadedFile(f"{canary(state)}.txt", canary(state).encode())
        world.files[state] = domain.upload(actor=author, page=world.pages[state], uploaded=upload)
    world.files["draft"] = domain.upload(
        actor=author, page=world.pages["draft"], uploaded=SimpleUploadedFile("d.txt", canary("draft").encode())
    )
    for state, page in world.pages.items():
        words = {"body": richtext.paragraphs(canary(state)), "plain": canary(state)}
        world.comments[state] = Comment.objects.create(page=page, author=author, language="en", **words)
    for mode in ("view", "edit"):
        domain.restrict(actor=author, page=world.pages["restricted"], mode=mode, roles=["coordinator"])
    for page in world.pages.values():
        Label.objects.create(page=page, name="anything", added_by=author)
    domain.to_bin(actor=author, page=world.pages["binned"])


def _proposal(world: World) -> None:
    """What the author has handed in to those who manage the closed space."""
    words = {"title": sign("PROPOSAL", "space"), "body": richtext.empty(), "language": "en"}
    row = Proposal.objects.create(page=world.pages["space"], author=world.people["author"], **words)
    world.things["proposal"] = row


def _templates(world: World) -> None:
    """One of the closed space, and one for every space."""
    words = {"bodies": {"en": richtext.paragraphs("Begin.")}, "made_by": world.people["author"]}
    of_space = {"space": world.spaces["space"], "name": {"en": sign("TEMPLATE", "space")}}
    world.things["template"] = PageTemplate.objects.create(key="of-the-space", **of_space, **words)
    world.things["wide"] = PageTemplate.objects.create(key="wide", name={"en": "For all"}, **words)


def _publish(author: Person, space: Space, title: str) -> Page:
    page, body = domain.create(actor=author, space=space, title=title), richtext.paragraphs(f"{title} {SHARED}")
    for _number in (1, 2):
        domain.publish(actor=author, page=page, language="en", title=title, body=body)
    return Page.objects.select_related("space").get(pk=page.pk)


def _search(world: World) -> None:
    """A term of the glossary, a page shown first, a search that the member keeps."""
    concept = Concept.objects.create()
    glossary.enter([(concept, {"en": ["CANARYpublicWORD term"]})])
    bet = BestBet.objects.create(words="first", page=world.pages["public"])
    kept = SavedSearch.objects.create(person=world.people["member"], query="q=kept")
    world.things |= {"concept": concept, "bet": bet, "kept": kept}


def _notices(world: World) -> None:
    """What the member is told of a page in the closed space."""
    telling = Telling.objects.create(verb="page.published", page=world.pages["space"], actor=world.people["author"])
    world.things["notice"] = Notice.objects.create(telling=telling, person=world.people["member"], reason="page")


def _messages(world: World) -> None:
    """The member and the author have written to each other; the member has reported a message."""
    author, member = world.people["author"], world.people["member"]
    exchange = Exchange.objects.create()
    for person in (author, member):
        Part.objects.create(exchange=exchange, person=person)
    message = Message.objects.create(exchange=exchange, author=author, text=sign("MESSAGE", "space"))
    complaint = Complaint.objects.create(message=message, person=member, why="Because")
    world.things |= {"message": message, "complaint": complaint}


def _organisations(world: World) -> None:
    organisation = Organisation.objects.create(
        slug="matrix-institute", name=f"{sign('ORGANISATION', 'public')} Institute"
    )
    Affiliation.objects.create(organisation=organisation, kind="partner")
    Colleague.objects.create(organisation=organisation, person=world.people["author"], confirmed_at=timezone.now())
    world.things["organisation"] = organisation
    world.things["stated"] = StatedFigure.objects.create(what="partners", value=7, stated_on="2020", source="Report")
    world.things["application"] = Application.objects.create(
        applicant=world.people["author"],
        kind="partner",
        name=f"{sign('APPLICATION', 'space')} Applicant",
        category="company",
        why="Because.",
        signatory="Someone",
        state="submitted",
    )


def _strategy(world: World) -> None:
    objective = make_objective(make_goal(), "A1", sign("OBJECTIVE", "public"))
    world.things["objective"] = objective


def client_of(person: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
        session = client.session
        session["second_factor"] = True
        session.save()
    return client
