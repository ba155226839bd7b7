"""Pages that need an update by a day: marked, reminded of, listed; and those that nobody looks after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from humus.conftest import make_person
from humus.kit import richtext
from humus.notifications.models import Notice
from humus.notifications.notices.fanning import tell_all
from humus.notifications.notices.letters import write_due
from humus.pages import domain, orphans
from humus.pages.domain import upkeep
from humus.pages.models import Page, Upkeep
from humus.pages.tests.test_pages import page_in
from humus.people.models import Person
from humus.spaces.domain import grant
from humus.spaces.models import Membership

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    return Page.objects.select_related("space").get(pk=page_in(cast, "Soil notes").pk)


def today() -> date:
    return timezone.now().date()


def due_in(days: int, page: Page, owner: Person | None = None) -> Upkeep:
    return Upkeep.objects.create(page=page, owner=owner, due=today() + timedelta(days=days))


def test_day_and_owner_are_set_marked_and_settled(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    leader, address = sign_in(cast.leader), f"/p/{page.key}/upkeep/"
    given = {"due": str(today() + timedelta(days=90)), "owner": cast.member.key, "note": "The figures"}
    assert "Keep it up to date" in leader.get(page.get_absolute_url()).content.decode()
    assert leader.post(address, given)["Location"] == page.get_absolute_url()
    row = Upkeep.objects.get(page=page)
    assert (row.owner, row.note, row.set_by) == (cast.member, "The figures", cast.leader)
    assert "To be brought up to date by" in leader.get(page.get_absolute_url()).content.decode()
    Upkeep.objects.update(due=today())
    reader = sign_in(cast.secretary).get(page.get_absolute_url()).content.decode()
    assert "This page may be out of date" in reader
    assert "Mona Member looks after it." in reader
    leader.post(address, {"done": "1"})
    row.refresh_from_db()
    assert (row.due, row.owner) == (None, cast.member)
    assert "may be out of date" not in leader.get(page.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("due", "2001-01-01", "Choose a day that is still to come"),
        ("due", "9999-12-31", "Choose a day that is still to come"),
        ("due", "soon", "Please give a day"),
        ("owner", "z" * 11, "Choose somebody"),
        ("owner", "stranger", "Choose somebody"),
    ],
)
def test_refused_words_come_back(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, field: str, value: str, words: str
) -> None:
    given = {"due": "", "owner": "", "note": "Kept"} | {field: cast.stranger.key if value == "stranger" else value}
    answer = sign_in(cast.leader).post(f"/p/{page.key}/upkeep/", given)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert 'value="Kept"' in answer.content.decode()
    assert not Upkeep.objects.exists()


def test_page_view_asks_no_more_for_the_mark(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    member = sign_in(cast.member)
    member.get(page.get_absolute_url())
    due_in(-1, page, cast.leader)
    domain.propose(
        actor=cast.member,
        page=page,
        language="en",
        title="Soil notes",
        body=richtext.paragraphs("Later."),
        base=1,
        publish_at=timezone.now() + timedelta(hours=1),
        zone="UTC",
    )
    with django_assert_num_queries(5):
        shown = member.get(page.get_absolute_url()).content.decode()
    assert "may be out of date" in shown
    assert "published at its moment" in shown


def test_owner_is_reminded_a_week_before_and_on_the_day_once_each(cast: SimpleNamespace, page: Page) -> None:
    domain.watch(actor=cast.representative, page=page)
    tell_all()
    Notice.objects.all().delete()
    row = due_in(8, page, cast.member)
    assert upkeep.remind() == 0
    Upkeep.objects.update(due=today() + timedelta(days=7))
    assert [upkeep.remind(), upkeep.remind()] == [1, 0]
    Upkeep.objects.update(due=today())
    assert [upkeep.remind(), upkeep.remind()] == [1, 0]
    tell_all()
    assert set(Notice.objects.values_list("person__name", flat=True)) == {"Mona Member"}
    write_due()
    letter = next(one for one in mail.outbox if cast.member.email in one.to)
    assert "reminds you that this page is to be brought up to date now" in str(letter.body)
    assert "Former member" not in str(letter.body)
    domain.keep(actor=cast.leader, page=page, owner=cast.member, due=today() + timedelta(days=5))
    row.refresh_from_db()
    assert row.reminded == ""
    assert upkeep.remind() == 1


def test_reminder_of_an_owner_who_left_goes_to_those_who_manage_the_space(cast: SimpleNamespace, page: Page) -> None:
    row = due_in(0, page, cast.member)
    Membership.objects.filter(person=cast.member).update(ended_at=timezone.now())
    assert upkeep.keepers(row) == [cast.leader]
    Membership.objects.all().update(ended_at=timezone.now())
    assert upkeep.keepers(row) == [cast.secretary]


def test_binned_page_is_reminded_of_no_more(cast: SimpleNamespace, page: Page) -> None:
    due_in(0, page, cast.member)
    domain.to_bin(actor=cast.leader, page=page)
    assert upkeep.remind() == 0


def test_list_is_for_those_who_look_after_the_space(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    due_in(-3, page, cast.representative)
    later = page_in(cast, "Another page")
    due_in(200, later)
    for person in (cast.secretary, cast.leader):
        shown = sign_in(person).get("/upkeep/").content.decode()
        assert shown.index("Overdue") < shown.index("Soil notes") < shown.index("Due later")
        assert shown.index("Due later") < shown.index("Another page")
    own = sign_in(cast.representative).get("/upkeep/").content.decode()
    assert "Soil notes" in own
    assert "Another page" not in own
    assert "Soil notes" not in sign_in(cast.stranger).get("/upkeep/").content.decode()
    assert "Pages to bring up to date" in sign_in(cast.secretary).get("/secretariat/").content.decode()


@pytest.mark.parametrize("how", ["left", "suspended", "erased", "away", "nobody"])
def test_page_of_somebody_who_is_gone_is_an_orphan(cast: SimpleNamespace, page: Page, how: str) -> None:
    long_ago = timezone.now() - timedelta(days=400)
    Page.objects.filter(pk=page.pk).update(author=cast.member)
    assert page not in orphans.orphans(cast.secretary)
    if how == "left":
        Membership.objects.filter(person=cast.member).update(ended_at=timezone.now())
    elif how == "nobody":
        Page.objects.filter(pk=page.pk).update(author=None)
    else:
        fields = {
            "suspended": {"suspended_at": timezone.now()},
            "erased": {"erased_at": timezone.now()},
            "away": {"last_login": long_ago, "joined_at": long_ago},
        }
        Person.objects.filter(pk=cast.member.pk).update(**fields[how])
    assert page in orphans.orphans(cast.secretary)
    assert page not in orphans.orphans(cast.stranger)
    Upkeep.objects.create(page=page, owner=cast.leader)
    assert page not in orphans.orphans(cast.secretary)


def test_suggested_is_who_wrote_most_and_still_is_there(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    gone = make_person("Gus Gone")
    grant(actor=None, space=cast.force, person=gone, role="member")
    for number, actor in enumerate([gone, gone, gone, cast.representative, cast.representative, cast.member]):
        body = richtext.paragraphs(f"Words {number}.")
        domain.publish(actor=actor, page=page, language="en", title="Soil notes", body=body)
    Page.objects.update(author=gone)
    Membership.objects.filter(person=gone).update(ended_at=timezone.now())
    found = list(orphans.orphans(cast.secretary))
    with django_assert_num_queries(3):
        orphans.suggest(found)
    suggested = {one.pk: one.suggested for one in found}  # type: ignore[attr-defined]
    assert suggested[page.pk] == cast.representative
    Membership.objects.filter(person__in=[cast.representative, cast.member]).update(ended_at=timezone.now())
    orphans.suggest(found)
    assert {one.suggested for one in found} == {cast.leader}  # type: ignore[attr-defined]
    secretary = sign_in(cast.secretary)
    assert "Give it to Lena Leader" in secretary.get("/upkeep/").content.decode()
    to_oneself = sign_in(cast.leader).get("/upkeep/").content.decode()
    assert "Give it to Lena Leader" not in to_oneself
    assert f'value="{cast.leader.key}">I look after it' in to_oneself
    secretary.post("/upkeep/", {"page": page.key, "owner": cast.leader.key})
    assert Upkeep.objects.get(page=page).owner == cast.leader
    assert page not in orphans.orphans(cast.secretary)


def test_owner_is_given_by_nobody_without_the_right(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    given = {"page": page.key, "owner": cast.leader.key}
    assert sign_in(cast.stranger).post("/upkeep/", given).status_code == 404
    assert sign_in(cast.secretary).post("/upkeep/", {"page": page.key}).status_code == 404
    assert not Upkeep.objects.exists()
