"""The people of a space as a table: for its people, without what each keeps private."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from humus.activity.models import Activity
from humus.conftest import make_person
from humus.people.models import Person
from humus.spaces import domain, table
from humus.spaces.rules import roles_of

SignIn = Callable[[Person], Client]
ADDRESS = "/s/ndcs/people/table/"


def rows(text: str) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in csv.reader(StringIO(text.removeprefix("\ufeff")))}


def test_members_take_the_list_with_what_each_one_shows(cast: SimpleNamespace, sign_in: SignIn) -> None:
    Person.objects.filter(pk=cast.leader.pk).update(country="KE", orcid="0000-0001", shown=["country", "organisations"])
    Person.objects.filter(pk=cast.representative.pk).update(country="FR", name="=cmd|' /C calc'!A0")
    answer = sign_in(cast.member).post(ADDRESS)
    found = rows(answer.content.decode())
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="people-ndcs-')
    day = cast.force.memberships.first().since.date().isoformat()
    assert found["Lena Leader"] == ["Task Force Leader", "", day, "Kenya", "", "", "", "Soil Institute"]
    assert found["'=cmd|' /C calc'!A0"] == ["Regional Representative", "", day, "", "", "", "", ""]
    assert len(found) == 4
    for person in (cast.leader, cast.representative, cast.member):
        assert person.email not in answer.content.decode()
    line = Activity.objects.get(verb="space.list_taken")
    assert (line.actor, line.space, line.data) == (cast.member, cast.force, {"count": 3})


def test_suspended_person_is_not_in_the_list(cast: SimpleNamespace, sign_in: SignIn) -> None:
    Person.objects.filter(pk=cast.representative.pk).update(suspended_at="2026-01-01T00:00:00Z")
    assert len(rows(sign_in(cast.member).post(ADDRESS).content.decode())) == 3


def test_nobody_else_takes_it(cast: SimpleNamespace, sign_in: SignIn, client: Client) -> None:
    assert sign_in(cast.stranger).post(ADDRESS).status_code == 404
    assert sign_in(cast.stranger).post("/s/climate-soil/people/table/").status_code == 403
    assert client.post("/s/climate-soil/people/table/").status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        table.people_of(actor=cast.stranger, space=cast.force)
    assert not Activity.objects.filter(verb="space.list_taken").exists()


def test_button_is_shown_to_whom_it_serves(cast: SimpleNamespace, sign_in: SignIn, client: Client) -> None:
    assert ADDRESS in sign_in(cast.member).get("/s/ndcs/people/").content.decode()
    assert "people/table/" not in sign_in(cast.stranger).get("/s/climate-soil/people/").content.decode()
    assert "people/table/" not in client.get("/s/climate-soil/people/").content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_table_and_list_cost_the_same_for_one_and_for_three(
    cast: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for number in range(1 + more):
        person = make_person(f"Person {number}")
        domain.grant(actor=cast.secretary, space=cast.public, person=person, role="member")
    client = sign_in(cast.secretary)
    with django_assert_num_queries(7):
        assert client.get("/s/climate-soil/people/").status_code == 200
    roles_of(cast.secretary, cast.public)
    with django_assert_num_queries(5):
        table.people_of(actor=cast.secretary, space=cast.public)
