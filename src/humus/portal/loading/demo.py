"""The invented community: people, organisations, memberships and words, every row marked as a demonstration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from humus.kit.ids import short_key
from humus.organisations.models import Affiliation, Colleague, Organisation
from humus.pages.domain import front
from humus.pages.domain.planting import plant
from humus.pages.models import Label, Page
from humus.people.models import Person, SiteRole
from humus.portal import demo, demo_roles
from humus.portal.demo import DemoPerson, DemoText
from humus.portal.loading import demo_applications, demo_events, demo_talk, demo_versions, files
from humus.portal.loading.organisations import exact
from humus.portal.loading.pages import document
from humus.portal.models import SiteSetting
from humus.spaces.models import JoinRequest, Membership, Space

ROLES = {"administrator": "administrator", "secretariat": "secretariat", "bureau": "bureau"}


def load_organisations() -> int:
    rows = demo.organisations()
    made = Organisation.objects.bulk_create(
        Organisation(
            slug=one.key, name=one.name, category=one.category, country=one.country, source="", demonstration=True
        )
        for one in rows
    )
    affiliations = []
    for one, organisation in zip(rows, made, strict=True):
        if one.affiliation:
            day, note = exact(one.since)
            affiliations.append(Affiliation(organisation=organisation, kind=one.affiliation, since=day, note=note))
    Affiliation.objects.bulk_create(affiliations)
    return len(made)


def load_people() -> int:
    now = timezone.now()
    rows = demo.people()
    people = Person.objects.bulk_create(_person(one) for one in rows)
    for number, (one, person) in enumerate(zip(rows, people, strict=True)):
        person.joined_at = now - timedelta(days=one.joined_days_ago)
        person.last_login = now - timedelta(days=one.joined_days_ago * (number % 7) / 7) if number % 5 else None
    Person.objects.bulk_update(people, ["joined_at", "last_login"])
    SiteRole.objects.bulk_create(
        SiteRole(person=person, role=ROLES[one.cast])
        for one, person in zip(rows, people, strict=True)
        if one.cast in ROLES
    )
    _colleagues(rows, people)
    SiteSetting.objects.bulk_create(
        SiteSetting(name=demo_roles.setting(one.cast), value=person.key)
        for one, person in zip(rows, people, strict=True)
        if one.cast
    )
    return len(people)


def _person(one: DemoPerson) -> Person:
    person = Person(
        email=one.email,
        name=one.name,
        language=one.language,
        languages=list(one.languages),
        time_zone=one.time_zone,
        country=one.country,
        expertise=list(one.expertise),
        biography=one.biography,
        shown=list(one.shown),
        listed_at=timezone.now() if one.listed else None,
        demonstration=True,
    )
    person.set_unusable_password()
    return person


def _colleagues(rows: tuple[DemoPerson, ...], people: list[Person]) -> None:
    places = {one.slug: one for one in Organisation.objects.filter(demonstration=True)}
    Colleague.objects.bulk_create(
        Colleague(
            organisation=places[one.organisation],
            person=person,
            role="focal_point" if one.focal_point else "colleague",
            position=one.position,
            confirmed_at=timezone.now(),
            confirmed_how="secretariat",
        )
        for one, person in zip(rows, people, strict=True)
        if one.organisation
    )


def cast() -> list[Person]:
    """The invented people by their number."""
    by_email = {person.email: person for person in Person.objects.filter(demonstration=True)}
    return [by_email[one.email] for one in demo.people()]


def load_memberships() -> int:
    people, spaces = cast(), {space.slug: space for space in Space.objects.all()}
    made = Membership.objects.bulk_create(
        Membership(space=spaces[one.space], person=people[one.person], role=one.role, region=one.region)
        for one in demo.memberships()
        if one.space in spaces
    )
    return len(made) + _requests(people, spaces)


def _requests(people: list[Person], spaces: dict[str, Space]) -> int:
    """A few requests that wait, so that queues can be tried."""
    newcomer = next(number for number, one in enumerate(demo.people()) if one.cast == "newcomer")
    leader = next(number for number, one in enumerate(demo.people()) if one.cast == "partner")
    words = "An invented request of the demonstration."
    asked = [
        JoinRequest(
            space=spaces["college-research-education"], person=people[newcomer], role="member", statement=words
        ),
        JoinRequest(space=spaces["task-force-a2"], person=people[leader], role="leader", statement=words),
    ]
    return len(JoinRequest.objects.bulk_create(asked))


def load_texts() -> int:
    """Invented pages, in the languages they have, below the front page or below one another."""
    people = cast()
    grouped: dict[str, list[DemoText]] = {}
    for one in demo.texts():
        if one.kind == "discussion":
            continue
        grouped.setdefault(one.key, []).append(one)
    keys = {name: short_key() for name in grouped}
    spaces = {space.slug: space for space in Space.objects.all()}
    planted: dict[str, Page] = {}
    waiting = [name for name in grouped if grouped[name][0].space in spaces]
    while waiting:
        name = next(name for name in waiting if grouped[name][0].parent not in waiting)
        waiting.remove(name)
        planted[name] = _text(name, grouped[name], keys, spaces, planted, people)
    return len(planted)


def _text(
    name: str,
    own: list[DemoText],
    keys: dict[str, str],
    spaces: dict[str, Space],
    planted: dict[str, Page],
    people: list[Person],
) -> Page:
    first = own[0]
    space, author = spaces[first.space], people[first.author % len(people)]
    page = plant(
        space=space,
        parent=planted.get(first.parent) or front(space),
        slug=name,
        key=keys[name],
        kind=first.kind,
        texts={one.language: (one.title, document(_as_file(one), keys)) for one in own},
        language=first.language,
        actor=author,
        at=timezone.now() - timedelta(days=first.days_ago),
        demonstration=True,
    )
    Label.objects.bulk_create(Label(page=page, name=label, added_by=author) for label in first.labels)
    return page


def _as_file(one: DemoText) -> files.PageFile:
    return files.PageFile(one.key, one.space, one.parent, one.title, one.language, one.kind, one.body)


PARTS: dict[str, Callable[[], Any]] = {
    "demo-organisations": load_organisations,
    "demo-people": load_people,
    "demo-memberships": load_memberships,
    "demo-texts": load_texts,
    "demo-discussions": lambda: demo_talk.load(cast()),
    "demo-versions": demo_versions.load,
    "demo-events": demo_events.load,
    "demo-applications": lambda: demo_applications.load(cast()),
}
