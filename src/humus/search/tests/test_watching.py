"""Watched searches: told once of what comes to fit, by those who may see it, and never by the deed itself."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from humus.kit import richtext
from humus.notifications.models import Notice
from humus.notifications.notices import domain as following
from humus.notifications.notices.fanning import tell_all
from humus.notifications.notices.letters import write_due
from humus.pages import domain
from humus.people.models import Person
from humus.search import watching
from humus.search.models import Fitting, SavedSearch
from humus.search.tests.making import publish
from humus.spaces.models import Membership

SignIn = Callable[..., Client]


@pytest.fixture
def watched(cast: SimpleNamespace) -> SavedSearch:
    publish(cast, cast.public, "Front", "Welcome.")
    publish(cast, cast.public, "Old mounds", "Termites build soil.")
    return watch(cast.member, "q=termites")


def watch(person: Person, query: str) -> SavedSearch:
    saved = SavedSearch.objects.create(person=person, query=query)
    watching.watch(actor=person, saved=saved)
    return saved


def change(cast: SimpleNamespace, page: Any, text: str) -> None:
    domain.publish(actor=cast.secretary, page=page, language="en", title=page.slug, body=richtext.paragraphs(text))


def told() -> list[tuple[str, str, str]]:
    tell_all()
    watching.look_all()
    tell_all()
    rows = Notice.objects.order_by("pk").values_list("person__name", "reason", "telling__page__slug")
    return [*rows]


def test_new_page_and_one_that_comes_to_fit_are_told_once(cast: SimpleNamespace, watched: SavedSearch) -> None:
    assert told() == []
    page = publish(cast, cast.public, "Ants", "Ants dig.")
    assert told() == []
    change(cast, page, "Ants and termites dig.")
    assert told() == [("Mona Member", "search", "ants")]
    change(cast, page, "Ants and termites dig deep.")
    publish(cast, cast.public, "More termites", "Again.")
    assert told() == [("Mona Member", "search", "ants"), ("Mona Member", "search", "more-termites")]


def test_page_that_fitted_before_is_not_news(cast: SimpleNamespace, watched: SavedSearch) -> None:
    change(cast, Fitting.objects.get().page, "Termites still build soil.")
    assert told() == []


def test_who_may_not_see_it_when_it_is_told_hears_nothing(cast: SimpleNamespace, watched: SavedSearch) -> None:
    watch(cast.stranger, "q=termites")
    publish(cast, cast.force, "Inside", "Termites of the force.")
    watching.look_all()
    Membership.objects.filter(person=cast.member).update(ended_at=timezone.now())
    assert told() == []


def test_letter_says_which_search_it_was_and_leads_to_the_page(cast: SimpleNamespace, watched: SavedSearch) -> None:
    publish(cast, cast.public, "New mounds", "Termites again.")
    told()
    Notice.objects.update(mail_at=timezone.now())
    write_due()
    letter = f"{mail.outbox[0].subject}\n{mail.outbox[0].body}"
    assert "fits a search that you watch" in letter
    assert "Search: termites" in letter


def test_who_watches_the_place_as_well_hears_once(cast: SimpleNamespace, watched: SavedSearch) -> None:
    tell_all()
    following.follow_space(actor=cast.member, space=cast.public)
    watch(cast.member, "q=soil")
    publish(cast, cast.public, "New mounds", "Termites make soil.")
    assert told() == [("Mona Member", "space", "new-mounds")]


def test_ones_own_words_are_no_news(cast: SimpleNamespace, watched: SavedSearch) -> None:
    watch(cast.secretary, "q=termites")
    publish(cast, cast.public, "New mounds", "Termites again.")
    assert [name for name, _reason, _page in told()] == ["Mona Member"]


def test_filters_narrow_what_is_told(cast: SimpleNamespace, watched: SavedSearch) -> None:
    SavedSearch.objects.filter(pk=watched.pk).update(query="q=termites&space=elsewhere")
    publish(cast, cast.public, "New mounds", "Termites again.")
    assert told() == []


def test_a_flood_is_told_in_rounds(
    cast: SimpleNamespace, watched: SavedSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PAGES_A_ROUND", 2)
    for number in range(3):
        publish(cast, cast.public, f"Mound {number}", "Termites again.")
    assert [watching.look_all(), watching.look_all(), watching.look_all()] == [2, 1, 0]


def test_a_round_costs_nothing_while_nothing_is_written(
    cast: SimpleNamespace, watched: SavedSearch, django_assert_num_queries: Callable[..., Any]
) -> None:
    later = timezone.now() + watching.OVERLAP * 2
    SavedSearch.objects.update(watched_to=later)
    with django_assert_num_queries(2):
        assert watching.look_all() == 0


def test_watch_and_stop_on_the_screen(cast: SimpleNamespace, watched: SavedSearch, sign_in: SignIn) -> None:
    client = sign_in(cast.leader)
    client.post("/search/saved/", {"query": "q=termites", "watch": "yes"})
    mine = SavedSearch.objects.get(person=cast.leader)
    assert mine.watched_to
    assert mine.fitting.count() == 1
    assert "Stop telling me" in client.get("/search/saved/").content.decode()
    client.post(f"/search/saved/{mine.pk}/change/", {"deed": "unwatch"})
    mine.refresh_from_db()
    assert mine.watched_to is None
    assert not mine.fitting.exists()
    assert "Tell me of new pages" in client.get("/search/saved/").content.decode()


def test_what_finds_too_much_or_seeks_nothing_is_refused_in_words(
    cast: SimpleNamespace, watched: SavedSearch, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MOST_BEFORE", 0)
    client = sign_in(cast.leader)
    shown = client.post("/search/saved/", {"query": "q=termites", "watch": "yes"}, follow=True).content.decode()
    assert "more than 0 pages" in shown
    shown = client.post("/search/saved/", {"query": "kind=page", "watch": "yes"}, follow=True).content.decode()
    assert "Search for words" in shown
    assert not SavedSearch.objects.filter(person=cast.leader, watched_to__isnull=False).exists()
