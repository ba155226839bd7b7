from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from humus.activity.models import Activity
from humus.conftest import make_person
from humus.discussions import domain, reading, words
from humus.discussions.domain.writing import ANYONE_MOST, NEW_MOST, unable_to_read
from humus.discussions.models import Comment, Earlier, Mention, Reaction
from humus.kit.access import may
from humus.kit.errors import DeedError
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in
from humus.people import erasure, export
from humus.search import finding
from humus.search.models import Entry
from humus.spaces.domain import grant


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    return page_in(cast, "Soil notes")


@pytest.fixture
def comment(cast: SimpleNamespace, page: Page) -> Comment:
    return domain.add(actor=cast.member, page=page, text="How deep did you *dig*?")


def lines(person: Any, page: Page) -> list[tuple[str, list[str]]]:
    talk = reading.conversation(person, page)
    return [(line.comment.key, [answer.comment.key for answer in line.answers]) for line in talk.threads]


def test_answer_to_an_answer_stays_in_the_thread(cast: SimpleNamespace, page: Page, comment: Comment) -> None:
    answer = domain.add(actor=cast.leader, page=page, text="A metre.", parent=comment)
    again = domain.add(actor=cast.member, page=page, text="Thanks!", parent=answer)
    assert again.parent_id == comment.pk
    assert lines(cast.leader, page) == [(comment.key, [answer.key, again.key])]
    told = list(Activity.objects.filter(verb="comment.added").order_by("pk").values_list("data", flat=True))
    assert [data["answers"] for data in told] == ["", comment.key, answer.key]


def test_same_request_makes_one_comment(cast: SimpleNamespace, page: Page) -> None:
    given = {"actor": cast.member, "page": page, "text": "Once.", "request_key": "abc"}
    assert domain.add(**given).pk == domain.add(**given).pk
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("# Big *words*", "<p><strong>Big <em>words</em></strong></p>"),
        ("<script>alert(1)</script> a", "&lt;script&gt;"),
        ("[x](javascript:alert(1))", "x"),
        (":::include page=abcdefghijk", ""),
        ("> said\n\nand **so**", "<blockquote>"),
    ],
)
def test_comment_holds_light_text_only(cast: SimpleNamespace, page: Page, typed: str, html: str) -> None:
    try:
        domain.add(actor=cast.member, page=page, text=typed)
    except DeedError:
        assert html == ""
        return
    shown = str(reading.conversation(cast.member, page).threads[0].html)
    assert html in shown
    assert "<script" not in shown
    assert "javascript" not in shown
    assert "<h" not in shown


def test_change_keeps_what_was_said_before(cast: SimpleNamespace, comment: Comment) -> None:
    domain.change(actor=cast.member, comment=comment, text="How deep, and *where*?")
    comment.refresh_from_db()
    assert comment.edited_at is not None
    assert words.as_typed(comment.body) == "How deep, and *where*?"
    assert [words.as_typed(one.body) for one in Earlier.objects.all()] == ["How deep did you *dig*?"]
    domain.change(actor=cast.member, comment=comment, text="How deep, and *where*?")
    assert Earlier.objects.count() == 1


def test_stone_stays_only_where_answers_hang(cast: SimpleNamespace, page: Page, comment: Comment) -> None:
    alone = domain.add(actor=cast.member, page=page, text="Never mind.")
    answer = domain.add(actor=cast.leader, page=page, text="A metre.", parent=comment)
    for one in (alone, comment):
        domain.take_back(actor=cast.member, comment=one)
    assert lines(cast.leader, page) == [(comment.key, [answer.key])]
    assert Comment.objects.get(pk=comment.pk).plain == ""
    with pytest.raises(Exception, match=r"comment\.remove"):
        domain.take_back(actor=cast.member, comment=answer)


def test_settled_thread_takes_no_answer_until_opened_again(cast: SimpleNamespace, page: Page, comment: Comment) -> None:
    domain.resolve(actor=cast.leader, comment=comment)
    with pytest.raises(DeedError):
        domain.add(actor=cast.leader, page=page, text="One more.", parent=comment)
    assert reading.conversation(cast.leader, page).settled[0].resolved_by == "Lena Leader"
    domain.reopen(actor=cast.member, comment=comment)
    domain.add(actor=cast.leader, page=page, text="One more.", parent=comment)
    assert Comment.objects.count() == 2


def test_reaction_is_given_and_taken_back(cast: SimpleNamespace, page: Page, comment: Comment) -> None:
    assert domain.react(actor=cast.leader, comment=comment, kind="thanks") is True
    shown = reading.conversation(cast.leader, page).threads[0].reactions
    assert next((one["kind"], one["count"], one["mine"]) for one in shown) == ("thanks", 1, True)
    assert domain.react(actor=cast.leader, comment=comment, kind="thanks") is False
    assert Reaction.objects.count() == 0
    with pytest.raises(DeedError):
        domain.react(actor=cast.leader, comment=comment, kind="unkind")


def test_named_people_are_those_one_may_name(cast: SimpleNamespace, page: Page) -> None:
    listed = make_person("Lia Listed", listed_at=timezone.now())
    text = "@Rafa Representative, @lia listed. and @Stig Stranger; mail me@rafa representative, `@Rafa Representative`"
    comment = domain.add(actor=cast.member, page=page, text=text)
    assert set(Mention.objects.values_list("person__name", flat=True)) == {"Rafa Representative", "Lia Listed"}
    assert unable_to_read(comment) == [listed], "the space is closed to her: she is not told"
    html = str(reading.conversation(cast.leader, page).threads[0].html)
    assert html.count('class="mention"') == 2
    assert words.as_typed(comment.body).startswith("@Rafa Representative, @Lia Listed. and @Stig Stranger;")


def test_first_name_is_enough_for_the_only_one_here_who_has_it(cast: SimpleNamespace, page: Page) -> None:
    def named(text: str) -> set[str]:
        comment = domain.add(actor=cast.member, page=page, text=text)
        return set(comment.mentions.values_list("person__name", flat=True))

    assert named("@Rafa, is this right? @lena") == {"Rafa Representative", "Lena Leader"}
    assert named("@Rafael and @Rafa Ramirez are others") == set()
    make_person("Lia Listed", listed_at=timezone.now())
    assert named("@Lia is of the directory, not of this space") == set()
    grant(actor=None, space=page.space, person=make_person("Rafa Redwood"), role="member")
    assert named("@Rafa are two now") == set()


@pytest.mark.parametrize(("commenting", "expected"), [("readers", True), ("members", False)])
def test_space_decides_whether_readers_comment(cast: SimpleNamespace, commenting: str, expected: bool) -> None:
    cast.public.commenting = commenting
    cast.public.save()
    page = page_in(cast, "Front", space=cast.public, actor=cast.secretary)
    assert may("comment.add", cast.stranger, page) is expected
    assert may("comment.add", cast.secretary, page) is True


def test_new_member_is_slowed_and_told_when_to_go_on(cast: SimpleNamespace, page: Page) -> None:
    for number in range(NEW_MOST):
        domain.add(actor=cast.member, page=page, text=f"Word {number}")
    with pytest.raises(DeedError, match="Your text is kept here") as refused:
        domain.add(actor=cast.member, page=page, text="One more")
    assert refused.value.permanent is False
    cast.member.joined_at = timezone.now() - timedelta(days=30)
    domain.add(actor=cast.member, page=page, text="One more")
    assert Comment.objects.count() == NEW_MOST + 1 < ANYONE_MOST


def test_comment_is_found_by_those_who_may_see_its_page(cast: SimpleNamespace, comment: Comment) -> None:
    def found(person: Any) -> list[str]:
        return [entry.part for entry in finding.search(person, "dig").entries]

    assert found(cast.leader) == [comment.anchor]
    assert found(cast.stranger) == []
    domain.change(actor=cast.member, comment=comment, text="Only a spade.")
    assert found(cast.leader) == []
    domain.take_back(actor=cast.member, comment=comment)
    assert Entry.objects.filter(kind="comment").count() == 0


def test_erased_person_is_named_nowhere_and_the_words_stay(cast: SimpleNamespace, page: Page, comment: Comment) -> None:
    domain.add(actor=cast.leader, page=page, text="As @Mona Member asked: a metre.", parent=comment)
    assert [row["plain"] for row in dict(export.rows(cast.member))["discussions.comment.author"]] == [comment.plain]
    erasure.erase(actor=cast.member, person=cast.member)
    line = reading.conversation(cast.leader, page).threads[0]
    assert str(line.author) == "Former member"
    assert "dig" in str(line.html)
    assert "Mona" not in str(line.answers[0].html)
    assert not Comment.objects.filter(plain__contains="Mona").exists()
    assert not Entry.objects.filter(body__contains="Mona").exists()


@pytest.mark.parametrize("more", [0, 3])
def test_conversation_costs_one_query(
    cast: SimpleNamespace, page: Page, comment: Comment, django_assert_num_queries: Callable[..., Any], more: int
) -> None:
    for number in range(more):
        domain.add(actor=cast.leader, page=page, text=f"@Mona Member {number}", parent=comment)
    with django_assert_num_queries(1):
        reading.conversation(cast.leader, page)
