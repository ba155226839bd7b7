from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from humus.activity import stream
from humus.activity.models import Activity
from humus.discussions import domain as comments
from humus.kit import richtext
from humus.pages import domain as pages
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in
from humus.people import blocking
from humus.spaces.models import Membership

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Open front", space=cast.public, actor=cast.secretary)
    return page_in(cast, "Front")


def told(person: Any, **of: Any) -> list[tuple[str, str]]:
    return [(line.who, line.words) for line in stream.stream(person, **of).lines]


def test_each_reader_sees_what_happened_where_they_may_read_now(cast: SimpleNamespace, page: Page) -> None:
    comments.add(actor=cast.member, page=page, text="How deep?")
    inside = [("Mona Member", "wrote a comment"), ("Lena Leader", "published a new page")]
    outside = [("Sara Secretary", "published a new page")]
    assert told(cast.representative) == inside + outside
    assert told(cast.stranger) == outside
    assert told(cast.representative, space=cast.force) == inside
    assert told(cast.representative, actor=cast.member) == inside[:1]
    Membership.objects.filter(person=cast.representative).update(ended_at=page.changed_at)
    assert told(cast.representative) == outside


def test_first_version_is_a_new_page_and_neither_the_next_nor_a_translation_is(cast: SimpleNamespace) -> None:
    page = page_in(cast, "Front")
    for language in ("en", "fr"):
        given = {"language": language, "title": "Soil", "body": richtext.paragraphs("Other words.")}
        pages.publish(actor=cast.leader, page=page, **given)
    apart(timedelta(hours=2))
    words = [words for _who, words in told(cast.leader, space=cast.force)]
    assert words == ["published a new version", "published a new version", "published a new page"]


def apart(time: timedelta) -> None:
    """Let so much time lie between one happening and the next."""
    for number, row in enumerate(Activity.objects.order_by("-pk")):
        Activity.objects.filter(pk=row.pk).update(at=timezone.now() - number * time)


def save(page: Page, actor: Any, title: str = "Soil") -> None:
    given = {"language": "en", "title": title, "body": richtext.paragraphs(f"{title}: other words.")}
    pages.publish(actor=actor, page=page, **given)


def test_saves_of_one_sitting_are_one_line(cast: SimpleNamespace, page: Page) -> None:
    Activity.objects.all().delete()
    save(page, cast.leader, "One")
    comments.add(actor=cast.member, page=page, text="How deep?")
    for title in ("Two", "Three"):
        save(page, cast.leader, title)
    save(page, cast.representative, "Four")
    comment = ("Mona Member", "wrote a comment")
    lena, rita = str(cast.leader), str(cast.representative)
    once, thrice = "published a new version", "published 3 new versions"
    assert told(cast.leader, space=cast.force) == [(rita, once), (lena, thrice), comment]
    apart(timedelta(hours=2))
    assert told(cast.leader, space=cast.force) == [(rita, once), (lena, once), (lena, once), comment, (lena, once)]


def test_a_page_begun_and_saved_again_is_a_new_page(cast: SimpleNamespace, page: Page) -> None:
    for title in ("Two", "Three"):
        save(page, cast.leader, title)
    assert told(cast.leader, space=cast.force) == [("Lena Leader", "published a new page")]


def test_nothing_is_left_out_between_two_screens(
    cast: SimpleNamespace, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "SHOWN", 2)
    Activity.objects.all().delete()
    comments.add(actor=cast.member, page=page, text="First.")
    save(page, cast.leader, "One")
    comments.add(actor=cast.member, page=page, text="Second.")
    save(page, cast.leader, "Two")
    first = stream.stream(cast.leader, space=cast.force)
    earlier = stream.stream(cast.leader, space=cast.force, before=first.before)
    said = [line.passage or line.words for line in (*first.lines, *earlier.lines)]
    assert said == ["published 2 new versions", "Second.", "First."]
    assert earlier.before == 0


@pytest.mark.parametrize("way", ["hidden", "taken back", "blocked"])
def test_comment_that_is_gone_for_the_reader_is_not_told(cast: SimpleNamespace, page: Page, way: str) -> None:
    comment = comments.add(actor=cast.member, page=page, text="How deep?")
    assert ("Mona Member", "wrote a comment") in told(cast.representative)
    if way == "hidden":
        comments.hide(actor=cast.leader, comment=comment, reason="No.")
    elif way == "taken back":
        comments.take_back(actor=cast.member, comment=comment)
    else:
        blocking.block(actor=cast.representative, person=cast.member)
    assert ("Mona Member", "wrote a comment") not in told(cast.representative)


def test_screens_lead_to_earlier_and_close_with_the_space(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "SHOWN", 2)
    for number in range(3):
        comments.add(actor=cast.member, page=page, text=f"Comment {number}.")
    member, stranger = sign_in(cast.member), sign_in(cast.stranger)
    first = member.get("/s/ndcs/activity/")
    assert "Comment 2." in first.content.decode()
    assert "Comment 0." not in first.content.decode()
    earlier = member.get(f"/s/ndcs/activity/?before={first.context['stream'].before}").content.decode()
    assert "Comment 0." in earlier
    assert stranger.get("/s/ndcs/activity/").status_code == 404
    assert "Comment" not in stranger.get("/activity/?before=99999999999999999999").content.decode()
    assert stranger.get(f"/people/{cast.member.key}/activity/").status_code == 404
    assert member.get(f"/people/{cast.member.key}/activity/").status_code == 200


@pytest.mark.parametrize("more", [0, 3])
def test_stream_costs_the_same_queries_however_much_happened(
    cast: SimpleNamespace, page: Page, django_assert_num_queries: Any, more: int
) -> None:
    for number in range(1 + more):
        comments.add(actor=cast.leader, page=page, text=f"Comment {number}.")
    stream.stream(cast.member)
    with django_assert_num_queries(4):
        stream.stream(cast.member)
