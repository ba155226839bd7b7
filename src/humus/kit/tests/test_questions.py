"""Questions answer as their querysets do, for each kind of reader, and refuse to depend on what they are not given."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Value
from django.db.models.functions import JSONObject
from django.utils import timezone, translation

from humus.conftest import make_person
from humus.kit.queries import gather, together
from humus.kit.questions import Question, question
from humus.organisations.models import Affiliation, Organisation
from humus.people.models import Person
from humus.spaces.domain import grant
from humus.spaces.models import Membership, Space

pytestmark = pytest.mark.django_db
NAME = "100 % Pál O'Neill \\ %s {0} $1"


@pytest.fixture
def person() -> Person:
    """Member of a hidden space, which others do not see."""
    people = [Person.objects.create_user(f"p{n}@example.org", name=f"{NAME} {n}") for n in range(3)]
    hidden = Space.objects.create(slug="soil", kind="community", name={"fr": "Sol", "en": NAME}, visibility="hidden")
    Space.objects.create(slug="open", kind="community", name={"en": "Open"}, archived_at=timezone.now())
    grant(actor=None, space=hidden, person=people[0], role="member")
    return people[0]


BUILT: dict[str, Any] = {
    "models": lambda person, slugs: Space.objects.visible_to(person).filter(slug__among=slugs).order_by("slug"),
    "some fields": lambda person, slugs: Space.objects.filter(slug__among=slugs).only("name").order_by("slug"),
    "joined": lambda person, slugs: (
        Membership.objects.filter(space__slug__among=slugs).select_related("person", "space", "ended_by").order_by("pk")
    ),
    "annotated": lambda person, slugs: (
        Space.objects.filter(slug__among=slugs).with_role_of(person).with_people().order_by("slug")
    ),
    "dictionaries": lambda person, slugs: Space.objects.filter(slug__among=slugs).values("name", "pk").order_by("slug"),
    "tuples": lambda person, slugs: (
        Space.objects.filter(slug__among=slugs)
        .values("kind")
        .annotate(n=Count("pk"), word=Value("50 % \\ '"))
        .values_list("word", "n", "kind")
    ),
    "named": lambda person, slugs: (
        Space.objects.filter(slug__among=slugs).order_by("slug").values_list("archived_at", "name", "slug", named=True)
    ),
    "flat": lambda person, slugs: (
        Space.objects.filter(slug__among=slugs).order_by("-slug").values_list("slug", flat=True)
    ),
    "arrays": lambda person, slugs: (
        Space.objects.filter(slug__among=slugs)
        .annotate(joined=ArraySubquery(Membership.objects.filter(space=OuterRef("pk")).values("ended_at")))
        .values_list("joined", "slug")
        .order_by("slug")
    ),
    "objects": lambda person, slugs: (
        Space.objects.filter(slug__among=slugs).order_by("slug").values_list(JSONObject(a=F("name"), b=F("slug")))
    ),
    "a part": lambda person, slugs: Space.objects.filter(slug__among=slugs).order_by("slug").values_list("pk")[1:2],
}
SLUGS = ["soil", "open", "it's", "a,b", '{"c"}', ""]


def values(rows: list[Any]) -> list[Any]:
    return [vars(row) | {"_state": 0} if hasattr(row, "_state") else row for row in rows]


@pytest.mark.parametrize("name", BUILT)
def test_rows_are_those_of_the_queryset(person: Person, name: str) -> None:
    build = BUILT[name]
    for reader in (person, make_person("Sec", "secretariat"), AnonymousUser()):
        if name == "annotated" and not reader.is_authenticated:
            continue
        for slugs in (SLUGS, [], {"open"}):
            alone = list(build(reader, slugs))
            [rows] = together([Question(build)(reader, slugs=slugs)])
            assert [type(row).__name__ for row in rows] == [type(row).__name__ for row in alone]
            if name == "joined":
                assert [(row.person.name, row.space.name) for row in rows] == [
                    (row.person.name, row.space.name) for row in alone
                ]
            else:
                assert values(rows) == values(alone)


def test_one_statement_for_questions_of_all_kinds(person: Person, django_assert_num_queries: Any) -> None:
    asked = [Question(build)(person, slugs=SLUGS) for build in BUILT.values()]
    numbers = [Question(build).number(person, slugs=SLUGS) for build in BUILT.values()]
    alone = [len(build(person, SLUGS)) for build in BUILT.values()]
    for _time in range(3):
        with django_assert_num_queries(1):
            found = together([*asked, *numbers])
        assert [len(rows) for rows in found[: len(asked)]] == alone
        assert found[len(asked) :] == alone


def test_questions_and_querysets_of_one_round_keep_their_places(person: Person) -> None:
    def reading() -> Any:
        return (yield Space.objects.filter(slug="open"), slugs_of(person, slugs=["soil"]), Space.objects.none())

    found = gather({"": reading()})[""]
    assert [[str(one) for one in rows] for rows in found] == [["Open"], ["soil"], []]


@question
def slugs_of(person: Any, slugs: Collection[str]) -> Any:
    return Space.objects.visible_to(person).filter(slug__among=slugs).values_list("slug", flat=True)


def test_rights_are_those_of_the_moment(person: Person) -> None:
    """The statement is written once and asked again: what was withdrawn between is gone, for this reader and others."""
    other = Person.objects.get(email="p1@example.org")
    assert together([slugs_of(person, slugs=SLUGS), slugs_of(other, slugs=SLUGS)]) == [["soil", "open"], ["open"]]
    Membership.objects.update(ended_at=timezone.now())
    assert together([slugs_of(person, slugs=SLUGS), slugs_of(other, slugs=SLUGS)]) == [["open"], ["open"]]
    grant(actor=None, space=Space.objects.get(slug="soil"), person=other, role="member")
    assert together([slugs_of(person, slugs=SLUGS)]) == [["open"]]
    assert sorted(*together([slugs_of(other, slugs=SLUGS)])) == ["open", "soil"]


def test_what_a_reader_belongs_to_is_looked_up_once_for_all_questions(
    person: Person, django_assert_num_queries: Any
) -> None:
    @question
    def members(reader: Any, slugs: Collection[str]) -> Any:
        here = Space.objects.visible_to(reader).filter(slug__among=slugs)
        return Membership.objects.current().filter(space__in=here).values_list("space__slug", flat=True)

    asked = [slugs_of(person, slugs=SLUGS), slugs_of(person, slugs=["soil"]), members(person, slugs=SLUGS)]
    for _time in range(2):
        with django_assert_num_queries(1) as made:
            assert together(asked) == [["soil", "open"], ["soil"], ["soil"]]
        # Once for the rights of all three, once for what the third wants to know.
        assert made[0]["sql"].count('FROM "spaces_membership"') == 2
        Membership.objects.filter(person=person).update(role="leader")
    Membership.objects.filter(person=person).update(ended_at=timezone.now())
    assert together(asked) == [["open"], [], []]
    other = Person.objects.get(email="p1@example.org")
    # Two readers in one statement share nothing.
    grant(actor=None, space=Space.objects.get(slug="soil"), person=other, role="member")
    assert together([slugs_of(person, slugs=["soil"]), slugs_of(other, slugs=["soil"])]) == [[], ["soil"]]


def test_a_statement_is_built_once_for_a_kind_of_reader(person: Person) -> None:
    built = []

    @question
    def counted(reader: Any, upward: bool, slugs: Collection[str]) -> Any:
        built.append(upward)
        return (
            Space.objects.filter(slug__among=slugs)
            .order_by("slug" if upward else "-slug")
            .values_list("slug", flat=True)
        )

    other = Person.objects.get(email="p1@example.org")
    found = [
        together([counted(reader, upward, slugs=slugs)])[0]
        for reader in (person, other)
        for upward in (True, False)
        for slugs in (["open", "soil"], ["soil"])
    ]
    assert found == [["open", "soil"], ["soil"], ["soil", "open"], ["soil"]] * 2
    assert len(built) == 4


def test_now_and_today_are_those_of_each_asking(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    organisation = Organisation.objects.create(name="Fictional", slug="fictional")
    Affiliation.objects.create(organisation=organisation, kind="partner", until=date.today() + timedelta(days=3))

    @question
    def partners(reader: Any) -> Any:
        return Organisation.objects.partners()

    @question
    def lately(reader: Any) -> Any:
        return Space.objects.filter(created_at__gt=timezone.now()).values_list("slug", flat=True)

    before = datetime.now(UTC)
    assert together([partners.number(person), lately(person)]) == [1, []]
    monkeypatch.setattr(timezone, "now", lambda: before + timedelta(days=9))
    assert together([partners.number(person)]) == [0]
    monkeypatch.setattr(timezone, "now", lambda: before - timedelta(days=9))
    assert sorted(*together([lately(person)])) == ["open", "soil"]


def test_decimals_and_days_keep_their_digits(person: Person) -> None:
    from humus.strategy.models import TargetValue

    @question
    def known(reader: Any, days: Collection[date], moment: datetime, day: date, number: int, word: str) -> Any:
        found = Affiliation.objects.filter(since__among=days, organisation__registered_at__lt=moment)
        return (
            found.filter(since__lte=day, organisation__pk__gte=number)
            .exclude(note=word)
            .values_list("since", flat=True)
        )

    organisation = Organisation.objects.create(name="Fictional", slug="fictional")
    Affiliation.objects.create(organisation=organisation, kind="partner", since=date(2021, 2, 3))
    given = {"days": [date(2021, 2, 3)], "moment": timezone.now(), "day": date(2021, 2, 3), "number": 1, "word": "x"}
    assert together([known(person, **given)]) == [[date(2021, 2, 3)]]
    assert TargetValue._meta.get_field("value").get_internal_type() == "DecimalField"


@pytest.mark.parametrize(
    ("build", "given"),
    [
        (lambda person, word: Space.objects.filter(slug=translation.get_language()).filter(kind=word), {"word": "a"}),
        (lambda person, word: Space.objects.filter(slug__contains=word), {"word": "a"}),
        (lambda person, word: Space.objects.all(), {"word": "a"}),
        (
            lambda person, word: Space.objects.filter(created_at__gt=datetime(2026, 1, 1, tzinfo=UTC), kind=word),
            {"word": "a"},
        ),
        (lambda person, yes: Space.objects.all(), {"yes": True}),
        (lambda person, word: Space.objects.filter(kind=word).prefetch_related("memberships"), {"word": "a"}),
        (lambda person, word: Space.objects.filter(kind=word, slug=person.email), {"word": "a"}),
    ],
    ids=["language", "part of a pattern", "unused", "fixed moment", "yes or no", "prefetched", "more of the reader"],
)
def test_a_question_that_hides_something_is_refused(person: Person, build: Any, given: dict[str, Any]) -> None:
    with pytest.raises((AssertionError, TypeError, AttributeError)):
        Question(build)(person, **given)


def test_what_can_have_no_rows_asks_nothing(person: Person, django_assert_num_queries: Any) -> None:
    nothing = Question(lambda person: Space.objects.none())
    assert not person.is_secretariat
    with django_assert_num_queries(0):
        assert together([nothing(person), nothing.number(person)]) == [[], 0]
