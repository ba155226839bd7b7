"""From a happening to the people who follow: who is told, when, and what they see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from humus.conftest import make_person
from humus.discussions import domain as discussions
from humus.kit import richtext
from humus.kit.happenings import Happening
from humus.notifications.models import Follow, Habits, Notice, OutgoingMail, SpaceHabit, Telling
from humus.notifications.notices import domain, fanning
from humus.notifications.notices.dues import due
from humus.notifications.notices.hearing import hear
from humus.pages import domain as pages
from humus.pages.models import Page, Watch
from humus.pages.tests.test_pages import page_in
from humus.people import erasure
from humus.people.models import Block, Person
from humus.search import watching
from humus.search.models import SavedSearch
from humus.spaces import domain as spaces
from humus.spaces.models import Membership

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    page = page_in(cast, "Soil notes")
    Telling.objects.all().delete()
    return page


def publish(actor: Any, page: Page, words: str = "New words.") -> None:
    pages.publish(actor=actor, page=page, language="en", title=page.title, body=richtext.paragraphs(words))


def told() -> list[tuple[str, str]]:
    fanning.tell_all()
    return list(Notice.objects.order_by("pk").values_list("person__name", "reason"))


def listed(person: Any) -> Any:
    person.listed_at = timezone.now()
    person.save(update_fields=["listed_at"])
    return person


def follow(cast: SimpleNamespace, page: Page) -> dict[str, Callable[[], Any]]:
    return {
        "page": lambda: pages.watch(actor=cast.member, page=page),
        "tree": lambda: Follow.objects.create(person=cast.member, page=page.parent),
        "space": lambda: Follow.objects.create(person=cast.member, space=page.space),
        "label": lambda: Follow.objects.create(person=cast.member, label="peat"),
        "person": lambda: domain.follow_person(actor=cast.member, whom=listed(cast.leader), on=True),
    }


def test_who_looks_after_a_space_is_told_of_a_report_in_the_name_of_the_site(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    comment = discussions.add(actor=cast.member, page=page, text="Buy my miracle soil.")
    Telling.objects.all().delete()
    discussions.report(actor=cast.representative, comment=comment, why="Advertising.")
    assert told() == [("Lena Leader", "named")]
    centre = sign_in(cast.leader).get("/me/notices/").content.decode()
    assert "Humus asks you to look at a comment" in centre
    assert str(cast.representative) not in centre
    way = sign_in(cast.leader).get(f"/me/notices/{Notice.objects.get().pk}/")
    assert way.headers["Location"] == "/s/ndcs/discussions/waiting/"


@pytest.mark.parametrize("way", ["page", "tree", "space", "label", "person"])
def test_follower_is_told_and_nobody_else(cast: SimpleNamespace, page: Page, way: str) -> None:
    pages.add_label(actor=cast.leader, page=page, name="peat")
    publish(cast.leader, page)
    assert told() == []
    follow(cast, page)[way]()
    publish(cast.leader, page, "Newer.")
    assert told() == [("Mona Member", way)]


def test_one_notice_for_many_reasons_and_none_for_ones_own_deed(cast: SimpleNamespace, page: Page) -> None:
    for way in follow(cast, page).values():
        way()
    pages.watch(actor=cast.leader, page=page)
    publish(cast.leader, page)
    assert told() == [("Mona Member", "page")]


def test_named_and_answered_come_first(cast: SimpleNamespace, page: Page) -> None:
    asked = discussions.add(actor=cast.representative, page=page, text="How deep?")
    fanning.tell_all()
    Notice.objects.all().delete()
    pages.watch(actor=cast.member, page=page)
    discussions.add(actor=cast.leader, page=page, text="A metre, @Mona Member.", parent=asked)
    assert set(told()) == {("Mona Member", "named"), ("Rafa Representative", "answered")}


def test_who_may_not_see_the_page_is_not_told(cast: SimpleNamespace, page: Page) -> None:
    for person in (cast.member, cast.stranger, cast.secretary):
        Watch.objects.create(page=page, person=person)
    publish(cast.leader, page)
    assert {name for name, _reason in told()} == {"Mona Member", "Sara Secretary"}
    pages.restrict(actor=cast.leader, page=page, mode="view", roles=["leader"])
    Notice.objects.all().delete()
    publish(cast.leader, page, "Closed.")
    assert {name for name, _reason in told()} == {"Sara Secretary"}


def test_person_is_followed_only_while_in_the_directory_and_by_whom_they_have_not_blocked(
    cast: SimpleNamespace, page: Page
) -> None:
    follow(cast, page)["person"]()
    Block.objects.create(person=cast.leader, blocked=cast.member)
    publish(cast.leader, page)
    assert told() == []
    Block.objects.all().delete()
    Person.objects.filter(pk=cast.leader.pk).update(listed_at=None)
    publish(cast.leader, page, "Hidden.")
    assert told() == []
    listed(cast.leader)
    publish(cast.leader, page, "Seen.")
    assert told() == [("Mona Member", "person")]


def test_followed_person_is_told_of_only_where_the_follower_may_see_it(cast: SimpleNamespace, page: Page) -> None:
    for person in (cast.stranger, cast.member):
        domain.follow_person(actor=person, whom=listed(cast.leader), on=True)
    publish(cast.leader, page)
    assert told() == [("Mona Member", "person")]


def test_who_seeks_it_is_told_by_the_search_they_follow(cast: SimpleNamespace, page: Page) -> None:
    fitting = {"seekers": [cast.member.key, cast.stranger.key]}
    hear(Happening(verb="page.published", actor=cast.leader, page=page, data=fitting))
    assert told() == [("Mona Member", "search")]


def test_follow_a_person_from_their_profile_and_stop(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client, whom = sign_in(cast.member), listed(cast.leader)
    assert "Follow Lena Leader" in client.get(whom.get_absolute_url()).content.decode()
    client.post(f"/people/{whom.key}/follow/", {"follow": "yes"})
    assert "Stop following Lena Leader" in client.get(whom.get_absolute_url()).content.decode()
    assert "Lena Leader" in client.get("/me/following/").content.decode()
    client.post(f"/people/{whom.key}/follow/", {"follow": "no"})
    assert not Follow.objects.exists()


def test_follow_a_label_from_its_page_and_stop(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    publish(cast.leader, page)
    pages.add_label(actor=cast.leader, page=page, name="peat")
    client, stranger = sign_in(cast.member), sign_in(cast.stranger)
    assert 'value="yes"' in client.get("/labels/peat/").content.decode()
    client.post("/labels/peat/follow/", {"follow": "yes"})
    assert [one.label for one in Follow.objects.filter(person=cast.member)] == ["peat"]
    assert "Stop following peat" in client.get("/labels/peat/").content.decode()
    # Who sees no page with it is answered as for a label that nobody has used.
    for name in ("peat", "nowhere"):
        assert f"/labels/{name}/follow/" not in stranger.get(f"/labels/{name}/").content.decode()
        answer = stranger.post(f"/labels/{name}/follow/", {"follow": "yes"}, follow=True)
        assert "No page carries this label" in answer.content.decode()
    client.post("/labels/peat/follow/", {"follow": "no"})
    assert not Follow.objects.exclude(label="").exists()


def test_nobody_follows_themselves_or_who_is_not_in_the_directory(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(listed(cast.member))
    for whom in (cast.member, cast.stranger):
        assert client.post(f"/people/{whom.key}/follow/", {"follow": "yes"}).status_code == 404
    assert not Follow.objects.exists()


def test_many_followers_are_told_in_batches_that_go_on_where_one_ended(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[..., Any]
) -> None:
    page = page_in(cast, "Front", space=cast.public, actor=cast.secretary)
    fanning.tell_all()
    people = [make_person(f"Follower {number}") for number in range(7)]
    Follow.objects.bulk_create([Follow(person=person, space=cast.public) for person in people])
    Watch.objects.all().delete()
    with django_assert_num_queries(1):
        hear(Happening(verb="page.published", actor=cast.secretary, page=page))
    assert Telling.objects.filter(done_at=None).count() == 1
    monkeypatch.setattr(fanning, "BATCH", 3)
    assert [fanning.tell_some() for _batch in range(4)] == [3, 3, 1, None]
    assert Notice.objects.count() == 7


HAVANA, PARIS = ZoneInfo("America/Havana"), ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("cadence", "zone", "quiet", "now", "expected"),
    [
        ("at_once", PARIS, None, "2026-03-02 12:00", "2026-03-02 12:00"),
        ("at_once", PARIS, (21, 7), "2026-03-02 22:30", "2026-03-03 06:00"),
        ("at_once", PARIS, (21, 7), "2026-03-02 03:30", "2026-03-02 06:00"),
        ("at_once", PARIS, (12, 14), "2026-03-02 11:30", "2026-03-02 13:00"),
        ("daily", PARIS, None, "2026-03-28 12:00", "2026-03-29 05:00"),
        ("daily", PARIS, None, "2026-03-28 02:00", "2026-03-28 06:00"),
        ("daily", HAVANA, None, "2026-01-10 02:00", "2026-01-10 12:00"),
        ("weekly", PARIS, None, "2026-03-02 12:00", "2026-03-09 06:00"),
        ("weekly", PARIS, None, "2026-03-04 12:00", "2026-03-09 06:00"),
        ("none", PARIS, None, "2026-03-04 12:00", None),
    ],
)
def test_letter_is_due_in_the_readers_own_hours(
    cadence: str, zone: ZoneInfo, quiet: tuple[int, int] | None, now: str, expected: str | None
) -> None:
    at = due(cadence, zone, quiet, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert at == (datetime.fromisoformat(expected).replace(tzinfo=UTC) if expected else None)


def test_bell_counts_what_is_unread_until_the_page_is_read(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    pages.watch(actor=cast.member, page=page)
    publish(cast.leader, page)
    fanning.tell_all()
    member = sign_in(cast.member)
    centre = member.get("/me/notices/")
    assert centre.context["unread"] == 1
    assert [line.words for line in centre.context["lines"]] == ["published a new version"]
    one = Notice.objects.get()
    assert member.get(f"/me/notices/{one.pk}/").headers["Location"] == page.get_absolute_url()
    Notice.objects.update(read_at=None)
    assert member.get(page.get_absolute_url()).context["unread"] == 0
    assert member.get("/me/notices/").context["unread"] == 0
    assert "You have read everything." in member.get("/me/notices/").content.decode()


def test_all_is_marked_as_read_and_only_ones_own(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    for person in (cast.member, cast.representative):
        pages.watch(actor=person, page=page)
    publish(cast.leader, page)
    fanning.tell_all()
    sign_in(cast.member).post("/me/notices/")
    assert list(Notice.objects.unread().values_list("person__name", flat=True)) == ["Rafa Representative"]


def test_right_withdrawn_takes_the_notice_away(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    pages.watch(actor=cast.member, page=page)
    publish(cast.leader, page)
    fanning.tell_all()
    Membership.objects.filter(person=cast.member).update(ended_at=timezone.now())
    member = sign_in(cast.member)
    shown = member.get("/me/notices/")
    assert shown.context["lines"] == []
    assert member.get(f"/me/notices/{Notice.objects.get().pk}/").status_code == 404
    assert member.get("/me/notices/").context["unread"] == 0


def test_following_is_chosen_from_a_page_and_stopped_from_the_list(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    pages.add_label(actor=cast.leader, page=page, name="peat")
    member = sign_in(cast.member)
    assert f"/p/{page.key}/follow/" in member.get(page.get_absolute_url()).content.decode()
    member.post(f"/p/{page.key}/follow/", {"follow": ["page", "tree", "space", "label:peat", "label:other"]})
    assert domain.followed(cast.member, page) == {"page", "tree", "space", "label:peat"}
    listed = member.get("/me/following/").content.decode()
    for one in Follow.objects.all():
        assert f'value="follow-{one.pk}"' in listed
        member.post("/me/following/", {"stop": f"follow-{one.pk}"})
    member.post("/me/following/", {"stop": f"watch-{Watch.objects.get(person=cast.member).pk}"})
    assert domain.followed(cast.member, page) == set()
    assert "You follow nothing yet" in member.get("/me/following/").content.decode()


def test_a_watched_search_stands_among_what_one_follows_and_is_stopped_there(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    member = sign_in(cast.member)
    kept = SavedSearch.objects.create(person=cast.member, query="q=peat")
    other = SavedSearch.objects.create(person=cast.leader, query="q=clay", watched_to=timezone.now())
    assert "You follow nothing yet" in member.get("/me/following/").content.decode()
    watching.watch(actor=cast.member, saved=kept)
    listed = member.get("/me/following/").content.decode()
    assert f'href="/search/saved/{kept.pk}/">peat</a>' in listed
    assert "clay" not in listed
    for one in (other, kept):
        member.post("/me/following/", {"stop": f"search-{one.pk}"})
    assert list(SavedSearch.objects.exclude(watched_to=None)) == [other]
    assert SavedSearch.objects.filter(pk=kept.pk).exists()


def test_habits_are_kept_and_what_waits_is_planned_anew(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    pages.watch(actor=cast.member, page=page)
    publish(cast.leader, page)
    fanning.tell_all()
    assert Notice.objects.get().mail_at is not None
    member = sign_in(cast.member)
    form = {"direct": "weekly", "cadence": "daily", "quiet_from": "21", "quiet_to": ""}
    refused = member.post("/me/notices/habits/", form)
    assert (refused.status_code, refused.context["form"]["direct"].value()) == (422, "weekly")
    form |= {"quiet_to": "7", f"space_{cast.force.pk}": "none"}
    assert member.post("/me/notices/habits/", form).status_code == 302
    kept = Habits.objects.get()
    assert (kept.direct, kept.cadence, kept.quiet_from, kept.quiet_to) == ("weekly", "daily", 21, 7)
    assert SpaceHabit.objects.get().cadence == "none"
    assert Notice.objects.get().mail_at is None


def test_erased_person_follows_and_is_told_nothing(cast: SimpleNamespace, page: Page) -> None:
    domain.follow(actor=cast.member, page=page, wanted={"page", "tree", "space"})
    publish(cast.leader, page)
    fanning.tell_all()
    erasure.erase(actor=cast.member, person=cast.member)
    publish(cast.leader, page, "Newer.")
    assert told() == []
    assert OutgoingMail.objects.filter(recipient__contains="mona").count() == 0


@pytest.mark.parametrize("more", [1, 3])
def test_centre_costs_the_same_queries_however_much_is_told(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, django_assert_num_queries: Callable[..., Any], more: int
) -> None:
    pages.watch(actor=cast.member, page=page)
    for number in range(more):
        publish(cast.leader, page, f"Words {number}.")
    fanning.tell_all()
    member = sign_in(cast.member)
    member.get("/me/notices/")
    with django_assert_num_queries(6):
        member.get("/me/notices/")


@pytest.mark.parametrize("accept", [True, False])
def test_who_asked_to_join_hears_the_answer_and_nothing_of_the_closed_space(
    cast: SimpleNamespace, sign_in: SignIn, accept: bool
) -> None:
    page_in(cast, "What the group hides")
    Telling.objects.all().delete()
    asked = spaces.join(actor=cast.stranger, space=cast.force)
    spaces.answer(actor=cast.leader, request=asked, accept=accept, reason="WHYNOT we are complete.")
    assert told() == [(cast.stranger.name, "named")]
    notice = Notice.objects.get()
    # The mail about the answer was written with it.
    assert notice.mail_at is None
    assert "WHYNOT" not in str(notice.telling.data)
    client = sign_in(cast.stranger)
    shown = client.get("/me/notices/").content.decode()
    assert cast.force.title in shown
    assert "answered your request to join" in shown
    assert ("Not accepted" in shown, "What the group hides" in shown) == (not accept, False)
    assert client.get(f"/me/notices/{notice.pk}/")["Location"] == (
        cast.force.get_absolute_url() if accept else "/me/requests/"
    )
    assert sign_in(cast.member).get(f"/me/notices/{notice.pk}/").status_code == 404
