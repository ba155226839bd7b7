"""Everything a person sees by walking the whole platform, against what the rows themselves allow."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from humus.events.models import Event
from humus.messaging.models import Complaint, Exchange
from humus.organisations.models import Application
from humus.pages.models import Page, Proposal
from humus.people.models import Person
from humus.spaces.models import Space
from humus.spaces.rules import powers
from tests.access import matrix
from tests.access.samples import states_of
from tests.access.world import SHARED, SIGN, World, sign

# What is asked of each list besides its plain address.
QUESTIONS = {
    "search/": (SHARED, "PAGESIGN", "SPACESIGN", "PERSONSIGN", "EVENTSIGN"),
    "search/feed/": (SHARED, "PAGESIGN", "EVENTSIGN"),
    "search/suggest/": ("pagesign", "event", "personsign", "front"),
    "pages/find/": ("PAGESIGN", "event"),
    "pages/people/": ("PERSONSIGN",),
    "people/": ("PERSONSIGN",),
    "organisations/": ("ORGANISATIONSIGN",),
    "secretariat/people/": ("PERSONSIGN",),
}
BIN = "s/<slug:space>/bin/"
# Where whoever may see a page finds it without knowing its address.
FINDING = ("search/", "pages/find/")


def seen(world: World, role: str, routes: list[str] | None = None) -> set[str]:
    """The signs in every answer to a GET of this person, over all addresses, states and questions."""
    found: set[str] = set()
    for endpoint in matrix.endpoints():
        if routes is not None and endpoint.route not in routes:
            continue
        if endpoint.rule is not None and "GET" not in endpoint.rule:
            continue
        for state in states_of(endpoint.route):
            url = matrix.address(world, endpoint, state)
            for query in ("", *(f"?q={words}" for words in QUESTIONS.get(endpoint.route, ()))):
                content = matrix.ask(world, "GET", f"{url}{query}", role).content
                found |= {word.decode() for word in SIGN.findall(content)}
    return found


def allowed(world: World, role: str) -> set[str]:
    """The signs of all rows that the person may see by the rules of the rows."""
    person = world.people[role] if role in world.people and role != "suspended" else AnonymousUser()
    pages = set(Page.objects.visible_to(person).values_list("pk", flat=True)) | _binned(world, person)
    events = Event.objects.visible_to(person).values_list("pk", flat=True)
    spaces = set(Space.objects.known_to(person).values_list("pk", flat=True))
    people = set(Person.objects.visible_to(person).values_list("pk", flat=True))
    found = {sign("PAGE", state) for state, page in world.pages.items() if page.pk in pages}
    found |= {sign("EVENT", state) for state, event in world.events.items() if event.pk in events}
    found |= {sign("SPACE", state) for state, space in world.spaces.items() if space.pk in spaces}
    named = {"public": world.people["listed"], "space": world.people["unlisted"]}
    found |= {sign("PERSON", state) for state, known in named.items() if known.pk in people}
    found |= {sign("ORGANISATION", "public"), sign("OBJECTIVE", "public")}
    if Application.objects.visible_to(person).filter(pk=world.things["application"].pk).exists():
        found.add(sign("APPLICATION", "space"))
    if Proposal.objects.visible_to(person).filter(pk=world.things["proposal"].pk).exists():
        found.add(sign("PROPOSAL", "space"))
    if "contribute" in powers(person, world.spaces["space"]):
        found.add(sign("TEMPLATE", "space"))
    return found | _messages(world, person)


def _messages(world: World, person: AnonymousUser | Person) -> set[str]:
    """Messages are read by the two who write them, a reported one by the secretariat too."""
    mine = person.is_authenticated and Exchange.objects.of(person).filter(pk=world.things["message"].exchange_id)
    reported = getattr(person, "is_secretariat", False) and Complaint.objects.filter(settled_at=None)
    return {sign("MESSAGE", "space")} if (mine or reported) else set()


def _binned(world: World, person: AnonymousUser | Person) -> set[int]:
    """The bin shows a writer of the space what lies there."""
    page = world.pages["binned"]
    return {page.pk} if "write" in powers(person, world.spaces["space"]) else set()
