"""Questions of any shape asked as one statement answer as each does alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from humus.kit.queries import Reading, finish, gather, together, united
from humus.people.models import Person
from humus.spaces.domain import grant
from humus.spaces.models import Membership, Space

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> list[Person]:
    people = [Person.objects.create_user(f"p{n}@example.org", name=f"100 % Pál {n}") for n in range(3)]
    space = Space.objects.create(slug="soil", kind="community", name={"fr": "Sol", "en": "Soil"})
    for person in people:
        grant(actor=None, space=space, person=person, role="member")
    return people


def asked() -> list[Any]:
    return [
        Membership.objects.select_related("person", "space").order_by("-pk"),
        Person.objects.none(),
        Person.objects.filter(name__icontains="% pál").order_by("-name")[:2],
        Space.objects.only("name"),
        Person.objects.values("pk", "languages", "name"),
        Membership.objects.values("space").annotate(people=Count("person")).values_list("space", "people"),
        Person.objects.order_by("pk").values_list("key", flat=True),
        united([Person.objects.values_list("pk", "name")[:1], Space.objects.values_list("pk", "slug")]),
        Space.objects.filter(pk__in=[]),
    ]


def test_rows_are_what_each_question_gives_alone(django_assert_num_queries: Any) -> None:
    alone = [list(one) for one in asked()]
    with django_assert_num_queries(1):
        found = together(asked())
    assert found == alone
    assert found[0][0].person.name == "100 % Pál 2"
    assert found[0][0].space.name == {"fr": "Sol", "en": "Soil"}


def test_what_a_question_prefetches_comes_with_it() -> None:
    _spaces, [space] = together([Space.objects.all(), Space.objects.prefetch_related("memberships")])
    assert len(space._prefetched_objects_cache["memberships"]) == 3


def reading(rounds: int) -> Reading:
    found: list[Any] = []
    for _round in range(rounds):
        people, spaces = yield Person.objects.all(), Space.objects.all()
        found += [len(people), len(spaces)]
    return found


def test_all_readings_of_a_round_are_one_statement() -> None:
    from django.db import connection

    with CaptureQueriesContext(connection) as queries:
        found = gather({"one": reading(1), "two": reading(2), "known": {"a": 1}, "nothing": reading(0)})
    assert found == {"one": [3, 1], "two": [3, 1, 3, 1], "known": {"a": 1}, "nothing": []}
    assert len(queries) == 2


def test_one_reading_alone() -> None:
    assert finish(reading(1)) == [3, 1]
    assert together([]) == []
    assert together([Person.objects.none(), Space.objects.none()]) == [[], []]
