"""The small cast that all tests share: who they are decides what they may see and do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from humus.kit.tests.emptying import empty_quickly
from humus.kit.tests.silence import UnderWay, await_silence
from humus.organisations.models import Affiliation, Colleague, Organisation
from humus.people.models import Person, SiteRole
from humus.spaces.domain import grant
from humus.spaces.models import Space

empty_quickly()


def make_person(name: str, *roles: str, **fields: Any) -> Person:
    person = Person.objects.create_user(f"{name.lower().replace(' ', '.')}@example.org", name=name, **fields)
    for role in roles:
        SiteRole.objects.create(person=person, role=role, granted_by=person)
    return person


def make_space(slug: str, kind: str = "task_force", **fields: Any) -> Space:
    fields.setdefault("name", {"en": slug.replace("-", " ").title()})
    if kind == "task_force":
        fields.setdefault("code", slug.upper()[:40])
    return Space.objects.create(slug=slug, kind=kind, **fields)


@pytest.fixture(autouse=True)
def bare_site() -> None:
    """What a test before set for the whole site is not kept for the next."""
    from humus.organisations import settled
    from humus.portal import site
    from humus.search import explaining
    from humus.search.asking import names, stems

    site.keep({})
    settled.values.keep({})
    explaining.explainers.keep({})
    names.names.forget()
    stems.understood.clear()


@pytest.fixture(autouse=True)
def silence(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where pages are served to a browser, nothing is under way any more when the tables are emptied."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    with UnderWay() as under_way:
        yield
        await_silence(under_way)


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """A task force led from a partner organisation, its people, the secretariat, and a stranger."""
    partner = Organisation.objects.create(slug="soil-institute", name="Soil Institute", category="research_education")
    Affiliation.objects.create(organisation=partner, kind="partner", since=timezone.now().date())
    people = {
        "leader": make_person("Lena Leader"),
        "representative": make_person("Rafa Representative"),
        "member": make_person("Mona Member"),
        "stranger": make_person("Stig Stranger"),
        "secretary": make_person("Sara Secretary", "secretariat"),
        "administrator": make_person("Ada Administrator", "administrator"),
    }
    for name in ("leader", "representative"):
        Colleague.objects.create(
            organisation=partner, person=people[name], confirmed_at=timezone.now(), confirmed_how="secretariat"
        )
    force = make_space("ndcs", code="A1", visibility="members")
    public = make_space("climate-soil", "community", joining="open")
    for name in ("leader", "representative", "member"):
        grant(actor=people["secretary"], space=force, person=people[name], role=name)
    return SimpleNamespace(partner=partner, force=force, public=public, **people)


@pytest.fixture
def sign_in(client: Client) -> Callable[[Person], Client]:
    """Sign a person in with the second factor done."""

    def as_person(person: Person) -> Client:
        signed = Client()
        signed.force_login(person)
        session = signed.session
        session["second_factor"] = True
        session.save()
        return signed

    return as_person
