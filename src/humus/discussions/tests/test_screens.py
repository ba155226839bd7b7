from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from humus.discussions import domain, panel
from humus.discussions.models import Comment, Seen
from humus.discussions.reading import BELOW
from humus.kit import richtext
from humus.pages import domain as pages_domain
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    return page_in(cast, "Soil notes")


@pytest.fixture
def comment(cast: SimpleNamespace, page: Page) -> Comment:
    return domain.add(actor=cast.leader, page=page, text="How deep did you dig?")


def test_comment_sent_from_a_page_stands_below_it(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    answer = member.post(f"/p/{page.key}/comments/", {"text": "Good notes.", "request_key": "a"})
    comment = Comment.objects.get()
    assert answer.headers["Location"] == f"/s/ndcs/{page.slug}/?said=comment-{page.key}#comment-{comment.key}"
    shown = member.get(answer.headers["Location"]).content.decode()
    assert f'id="comment-{comment.key}"' in shown
    assert f'<meta name="guard-done" content="comment-{page.key}">' in shown
    front = member.get("/s/ndcs/").content.decode()
    assert "Nobody has said anything yet" in front


@pytest.mark.parametrize("text", ["", "   \n", "x" * 20_001], ids=["nothing", "blank", "too much"])
def test_refused_comment_comes_back_with_its_text(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, text: str
) -> None:
    answer = sign_in(cast.member).post(f"/p/{page.key}/comments/", {"text": text})
    assert answer.status_code == 422
    assert answer.context["form"]["text"].value() == text
    assert "field__error" in answer.content.decode()
    assert Comment.objects.count() == 0


def test_edit_history_and_delete_of_ones_own(cast: SimpleNamespace, comment: Comment, sign_in: SignIn) -> None:
    leader, member = sign_in(cast.leader), sign_in(cast.member)
    address = f"/comments/{comment.key}/"
    for deed in ("edit/", "delete/"):
        assert leader.get(address + deed).status_code == 200
        assert member.get(address + deed).status_code == 403
    assert leader.post(f"{address}edit/", {"text": "How deep, please?"}).status_code == 302
    history = member.get(f"{address}history/").content.decode()
    assert "<del>did you dig?</del>" in history or "<del" in history
    leader.post(f"{address}delete/")
    assert member.get(address).status_code == member.get(f"{address}history/").status_code == 404


def test_permalink_leads_to_the_place_and_to_all_threads_for_old_ones(
    cast: SimpleNamespace, page: Page, comment: Comment, sign_in: SignIn
) -> None:
    member = sign_in(cast.member)
    assert member.get(f"/comments/{comment.key}/").headers["Location"].endswith(f"{page.slug}/#comment-{comment.key}")
    body = richtext.paragraphs("more")
    more = [Comment(page=page, author=cast.leader, language="en", body=body, plain="more") for _n in range(BELOW)]
    Comment.objects.bulk_create(more)
    there = member.get(f"/comments/{comment.key}/").headers["Location"]
    assert there == f"/p/{page.key}/comments/#comment-{comment.key}"
    assert f'id="comment-{comment.key}"' in member.get(f"/p/{page.key}/comments/").content.decode()
    below = member.get(page.get_absolute_url()).content.decode()
    assert "1 earlier thread" in below
    assert f'id="comment-{comment.key}"' not in below


def test_quote_stands_in_the_form_of_the_answer(cast: SimpleNamespace, comment: Comment, sign_in: SignIn) -> None:
    form = sign_in(cast.member).get(f"/comments/{comment.key}/reply/?quote").context["form"]
    assert form["text"].value() == "> How deep did you dig?\n\n"


def test_visitor_of_a_public_page_reads_and_is_asked_to_sign_in(
    cast: SimpleNamespace, client: Client, sign_in: SignIn
) -> None:
    page = page_in(cast, "Open", space=cast.public, actor=cast.secretary)
    domain.add(actor=cast.stranger, page=page, text="Welcome words.")
    shown = client.get(page.get_absolute_url()).content.decode()
    assert "Welcome words." in shown
    assert "Sign in to take part" in shown
    assert 'name="text"' not in shown
    cast.public.commenting = "members"
    cast.public.save()
    assert "only its people write comments" in sign_in(cast.stranger).get(page.get_absolute_url()).content.decode()
    assert sign_in(cast.stranger).post(f"/p/{page.key}/comments/", {"text": "No"}).status_code == 403


def test_since_the_last_visit_is_told_and_compared(
    cast: SimpleNamespace, page: Page, comment: Comment, sign_in: SignIn
) -> None:
    member = sign_in(cast.member)
    address = page.get_absolute_url()
    assert "since your last visit" not in member.get(address).content.decode()
    Seen.objects.update(at=timezone.now() - timedelta(days=2))
    given = {"language": "en", "title": "Soil notes", "body": richtext.paragraphs("Other text.")}
    pages_domain.publish(actor=cast.leader, page=page, **given)
    answer = domain.add(actor=cast.leader, page=page, text="A metre.", parent=comment)
    for _again in range(2):
        shown = member.get(address).content.decode()
        assert "Changed since your last visit" in shown
        assert f"/p/{page.key}/compare/?language=en&amp;from=1&amp;to=2" in shown
        assert "1 new comment" in shown
        assert shown.count("comment--fresh") == 1
    assert f'comment--fresh" id="comment-{answer.key}"' in shown
    Seen.objects.update(at=timezone.now() - timedelta(hours=2))
    assert "since your last visit" not in member.get(address).content.decode()


def test_own_changes_are_not_told_to_their_author_and_those_among_them_are(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    leader = sign_in(cast.leader)
    address = page.get_absolute_url()

    def write(actor: Any, words: str) -> str:
        given = {"language": "en", "title": "Soil notes", "body": richtext.paragraphs(words)}
        pages_domain.publish(actor=actor, page=page, **given)
        return str(leader.get(address).content.decode())

    leader.get(address)
    for words in ("One.", "Two.", "Three."):
        assert "since your last visit" not in write(cast.leader, words)
    assert "Changed since your last visit" in write(cast.member, "Four.")
    assert "Changed since your last visit" in write(cast.leader, "Five.")


def test_one_change_of_ones_own_asks_nothing_more(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = sign_in(cast.leader)
    leader.get(page.get_absolute_url())
    asked: list[Any] = []
    monkeypatch.setattr(panel, "written_by_others", lambda *values: asked.append(values))
    for words in ("One.", "Two."):
        given = {"language": "en", "title": "Soil notes", "body": richtext.paragraphs(words)}
        pages_domain.publish(actor=cast.leader, page=page, **given)
        for _again in range(2):
            assert "since your last visit" not in leader.get(page.get_absolute_url()).content.decode()
    assert asked == []


def test_settling_and_reacting_from_the_page(cast: SimpleNamespace, comment: Comment, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    member.post(f"/comments/{comment.key}/react/", {"kind": "thanks"})
    member.post(f"/comments/{comment.key}/thread/", {"deed": "settle"})
    comment.refresh_from_db()
    assert (comment.resolved_by, comment.reactions.count()) == (cast.member, 1)
    shown = member.get(comment.page.get_absolute_url()).content.decode()
    assert "1 settled thread" in shown
    assert "reaction--mine" in shown
    member.post(f"/comments/{comment.key}/thread/", {"deed": "reopen"})
    comment.refresh_from_db()
    assert comment.resolved_at is None


@pytest.mark.parametrize("answers", [0, 3])
def test_page_view_with_a_conversation_costs_one_query_more(
    cast: SimpleNamespace,
    page: Page,
    comment: Comment,
    sign_in: SignIn,
    django_assert_num_queries: Callable[..., Any],
    answers: int,
) -> None:
    for number in range(answers):
        domain.add(actor=cast.leader, page=page, text=f"Answer {number}", parent=comment)
    member = sign_in(cast.member)
    member.get(page.get_absolute_url())
    with django_assert_num_queries(5):
        member.get(page.get_absolute_url())
    domain.add(actor=cast.leader, page=page, text="News")
    with django_assert_num_queries(6):
        member.get(page.get_absolute_url())


def test_the_way_back_names_the_page_in_the_readers_language(
    cast: SimpleNamespace, comment: Comment, page: Page, sign_in: SignIn
) -> None:
    body = richtext.paragraphs("Un.")
    pages_domain.publish(actor=cast.leader, page=page, language="fr", title="Notes de sol", body=body)
    edit = sign_in(comment.author).get(f"/comments/{comment.key}/edit/", HTTP_ACCEPT_LANGUAGE="fr")
    assert ">Notes de sol<" in edit.content.decode().partition("<h1")[0]
