from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from humus.discussions import domain as comments
from humus.discussions.models import Ballot, Comment, Topic
from humus.discussions.topics import domain, reading, voting
from humus.kit.access import may
from humus.kit.errors import DeedError
from humus.notifications.models import Notice
from humus.notifications.notices import fanning
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in
from humus.people import erasure, export
from humus.search import finding

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def front(cast: SimpleNamespace) -> Page:
    page_in(cast, "Open front", space=cast.public, actor=cast.secretary)
    return page_in(cast, "Front")


@pytest.fixture
def question(cast: SimpleNamespace) -> Topic:
    given = {"title": "How deep do you dig?", "text": "For *carbon*.", "kind": "question"}
    return domain.start_discussion(actor=cast.member, space=cast.force, **given)


def poll_of(cast: SimpleNamespace, **more: Any) -> Topic:
    given = {"title": "Which day?", "text": "", "kind": "poll", "choices": ["Monday", "Tuesday", "Friday"]}
    return domain.start_discussion(actor=cast.member, space=cast.force, **given, **more)


def ids(topic: Topic) -> list[int]:
    return list(topic.poll.choices.values_list("pk", flat=True))


def votes(topic: Topic, person: Any) -> list[int]:
    return [bar.votes for bar in reading.ballot_paper(topic.poll, person)["bars"]]


def test_question_gets_its_answer_and_opens_again(cast: SimpleNamespace, question: Topic, sign_in: SignIn) -> None:
    reply = domain.answer(actor=cast.leader, topic=question, text="Thirty centimetres at least.")
    asker, other = sign_in(cast.member), sign_in(cast.representative)
    address = question.page.get_absolute_url()
    assert "This is the answer" in asker.get(address).content.decode()
    assert "This is the answer" not in other.get(address).content.decode()
    assert other.post(f"/comments/{reply.key}/answer/").status_code == 403
    assert asker.post(f"/comments/{reply.key}/answer/").status_code == 302
    assert "Answered by Lena Leader" in other.get(address).content.decode()
    asker.post(f"/comments/{reply.key}/answer/", {"deed": "reopen"})
    question.refresh_from_db()
    assert (question.answer, question.answered_at) == (None, None)


def test_answer_that_is_taken_back_is_no_answer(cast: SimpleNamespace, question: Topic, sign_in: SignIn) -> None:
    reply = domain.answer(actor=cast.leader, topic=question, text="Thirty centimetres at least.")
    domain.accept(actor=cast.member, topic=question, comment=reply)
    comments.take_back(actor=cast.leader, comment=reply)
    shown = sign_in(cast.member).get(question.page.get_absolute_url()).content.decode()
    assert "Answered by" not in shown
    with pytest.raises(DeedError):
        domain.accept(actor=cast.member, topic=question, comment=Comment.objects.get())


def test_one_vote_a_person_changed_until_the_end(cast: SimpleNamespace) -> None:
    topic = poll_of(cast, closes_at=timezone.now() + timedelta(days=1))
    monday, tuesday, _friday = ids(topic)
    for choice in (monday, tuesday, tuesday):
        voting.vote(actor=cast.leader, poll=topic.poll, choices=[choice])
    voting.vote(actor=cast.member, poll=topic.poll, choices=[tuesday])
    assert votes(topic, cast.leader) == [0, 2, 0]
    voting.vote(actor=cast.member, poll=topic.poll, choices=[])
    assert votes(topic, cast.leader) == [0, 1, 0]
    topic.poll.closes_at = timezone.now()
    topic.poll.save()
    with pytest.raises(DeedError):
        voting.vote(actor=cast.leader, poll=topic.poll, choices=[monday])
    assert votes(topic, cast.leader) == [0, 1, 0]


@pytest.mark.parametrize(("several", "counted"), [(True, [1, 1, 0]), (False, [0, 0, 0])])
def test_several_choices_only_where_the_poll_allows_them(
    cast: SimpleNamespace, several: bool, counted: list[int]
) -> None:
    topic = poll_of(cast, several=several)
    monday, tuesday, _friday = ids(topic)
    if several:
        voting.vote(actor=cast.leader, poll=topic.poll, choices=[monday, tuesday])
    else:
        with pytest.raises(DeedError):
            voting.vote(actor=cast.leader, poll=topic.poll, choices=[monday, tuesday])
    other = poll_of(cast)
    with pytest.raises(DeedError):
        voting.vote(actor=cast.leader, poll=topic.poll, choices=[ids(other)[0]])
    assert votes(topic, cast.leader) == counted


@pytest.mark.parametrize("anonymous", [True, False])
def test_names_stand_beside_the_votes_of_an_open_poll_only(
    cast: SimpleNamespace, sign_in: SignIn, anonymous: bool
) -> None:
    topic = poll_of(cast, anonymous=anonymous)
    for person in (cast.leader, cast.representative):
        voting.vote(actor=person, poll=topic.poll, choices=ids(topic)[:1])
    shown = sign_in(cast.leader).get(topic.page.get_absolute_url()).content.decode()
    assert ("Rafa Representative" in shown) is not anonymous
    waiting = sign_in(cast.member).get(topic.page.get_absolute_url()).content.decode()
    assert "poll__bars" not in waiting
    assert "2 people have voted" in waiting


def test_closed_anonymous_poll_forgets_who_voted_and_keeps_the_count(cast: SimpleNamespace, sign_in: SignIn) -> None:
    topic = poll_of(cast, anonymous=True)
    voting.vote(actor=cast.leader, poll=topic.poll, choices=ids(topic)[:1])
    assert sign_in(cast.leader).post(f"/p/{topic.page.key}/vote/", {"deed": "close"}).status_code == 302
    assert Ballot.objects.values_list("person", "choices").get() == (None, ids(topic)[:1])
    assert votes(topic, cast.member) == [1, 0, 0]
    with pytest.raises(DeedError):
        voting.vote(actor=cast.leader, poll=Topic.objects.get(pk=topic.pk).poll, choices=ids(topic)[:1])


@pytest.mark.parametrize("closed", [True, False])
def test_erased_persons_vote_counts_only_where_the_poll_is_over(cast: SimpleNamespace, closed: bool) -> None:
    topic = poll_of(cast)
    voting.vote(actor=cast.leader, poll=topic.poll, choices=ids(topic)[:1])
    assert dict(export.rows(cast.leader))["discussions.ballot.person"][0]["choices"] == ids(topic)[:1]
    if closed:
        voting.close(actor=cast.member, poll=topic.poll)
    erasure.erase(actor=cast.leader, person=cast.leader)
    topic = Topic.objects.get(pk=topic.pk)
    assert votes(topic, cast.member) == [int(closed), 0, 0]
    assert not Ballot.objects.filter(person=cast.leader).exists()


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"choices": "Only one"}, "choices"),
        ({"choices": "Same\nsame"}, "choices"),
        ({"closes_at": "2001-01-01"}, "closes_at"),
        ({"title": ""}, "title"),
        ({"kind": "miracle"}, "kind"),
        ({"kind": "talk", "text": " "}, "text"),
    ],
)
def test_refused_discussion_comes_back_with_all_that_was_typed(
    cast: SimpleNamespace, sign_in: SignIn, bad: dict[str, str], field: str
) -> None:
    given = {"kind": "poll", "title": "Which day?", "text": "Please tell.", "choices": "Monday\nTuesday"}
    member = sign_in(cast.member)
    refused = member.post("/s/ndcs/discussions/new/", given | bad)
    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    assert refused.context["form"]["choices"].value() == (given | bad)["choices"]
    assert (Topic.objects.count(), Page.objects.filter(kind="discussion").count()) == (0, 0)
    assert member.post("/s/ndcs/discussions/new/", given).status_code == 302
    assert Topic.objects.get().poll.choices.count() == 2


def test_reader_of_a_public_space_may_begin_and_change_their_own_only(cast: SimpleNamespace, sign_in: SignIn) -> None:
    stranger = sign_in(cast.stranger)
    stranger.post("/s/climate-soil/discussions/new/", {"kind": "question", "title": "May I ask?", "text": "Here?"})
    page = Topic.objects.get().page
    assert (page.author, page.status) == (cast.stranger, "published")
    assert may("page.edit", cast.stranger, page)
    assert not may("page.edit", cast.member, page)
    cast.public.commenting = "members"
    cast.public.save()
    page = Page.objects.select_related("space").get(pk=page.pk)
    assert not may("page.edit", cast.stranger, page)
    assert stranger.get("/s/climate-soil/discussions/new/").status_code == 403
    assert stranger.get("/s/ndcs/discussions/").status_code == 404


def test_announcement_is_for_those_who_write_and_reaches_everyone_in_the_space(cast: SimpleNamespace) -> None:
    given = {"space": cast.public, "title": "News", "text": "The forum opens.", "kind": "announcement"}
    with pytest.raises(PermissionDenied):
        domain.start_discussion(actor=cast.stranger, **given)
    given["space"] = cast.force
    domain.start_discussion(actor=cast.leader, **given)
    fanning.tell_all()
    told = set(Notice.objects.values_list("person__name", "telling__verb"))
    names = ("Mona Member", "Rafa Representative")
    assert told == {(name, "discussion.started") for name in names}


def test_discussion_stands_in_its_list_and_is_found_but_not_in_the_tree(
    cast: SimpleNamespace, question: Topic, front: Page, sign_in: SignIn
) -> None:
    member = sign_in(cast.member)
    assert "How deep do you dig?" in member.get("/s/ndcs/discussions/").content.decode()
    assert "How deep do you dig?" not in member.get("/s/ndcs/tree/").content.decode()
    assert "How deep do you dig?" not in member.get(front.get_absolute_url()).content.decode()
    found = finding.search(cast.leader, "dig", finding.Filters(kind="discussion"))
    assert [entry.title for entry in found.entries] == ["How deep do you dig?"]


def test_list_is_filtered_and_the_one_last_spoken_in_comes_first(
    cast: SimpleNamespace, question: Topic, sign_in: SignIn
) -> None:
    poll = poll_of(cast)
    domain.answer(actor=cast.leader, topic=question, text="Deep.")

    def listed(person: Any, show: str) -> list[Topic]:
        return list(reading.listed(cast.force, person, show))

    assert listed(cast.leader, "") == [question, poll]
    assert listed(cast.leader, "open") == [question, poll]
    assert listed(cast.leader, "mine") == [question]
    domain.accept(actor=cast.member, topic=question, comment=Comment.objects.get())
    assert listed(cast.leader, "answered") == [question]
    assert listed(cast.leader, "open") == [poll]
    assert listed(cast.stranger, "") == []


@pytest.mark.parametrize("more", [0, 3])
def test_list_costs_the_same_queries_however_many_stand_in_it(
    cast: SimpleNamespace, question: Topic, sign_in: SignIn, django_assert_num_queries: Any, more: int
) -> None:
    for _again in range(more):
        poll_of(cast)
    member = sign_in(cast.member)
    member.get("/s/ndcs/discussions/")
    with django_assert_num_queries(6):
        member.get("/s/ndcs/discussions/")


def test_discussion_costs_one_query_more_than_a_page_and_a_poll_three(
    cast: SimpleNamespace, question: Topic, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    topic = poll_of(cast)
    for person in (cast.leader, cast.representative, cast.member):
        voting.vote(actor=person, poll=topic.poll, choices=ids(topic)[:1])
    member = sign_in(cast.member)
    for one, queries in ((question, 6), (topic, 8)):
        member.get(one.page.get_absolute_url())
        with django_assert_num_queries(queries):
            member.get(one.page.get_absolute_url())


def test_choices_are_changed_in_the_editor_until_somebody_has_voted(cast: SimpleNamespace, sign_in: SignIn) -> None:
    topic = poll_of(cast)
    member, address = sign_in(cast.member), f"/p/{topic.page.key}/edit/"
    given = {"title": "Which day?", "body": '{"type": "doc", "content": []}', "base": "9", "closes_at": ""}
    assert member.post(address, given | {"choices": "One"}).status_code == 400
    assert member.post(address, given | {"choices": "One\nTwo"}).status_code == 302
    assert list(topic.poll.choices.values_list("label", flat=True)) == ["One", "Two"]
    voting.vote(actor=cast.leader, poll=topic.poll, choices=ids(topic)[:1])
    assert member.post(address, given | {"choices": "Other\nWords"}).status_code == 302
    assert list(topic.poll.choices.values_list("label", flat=True)) == ["One", "Two"]
