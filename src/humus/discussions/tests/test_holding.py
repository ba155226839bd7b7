from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from humus.activity.models import Activity
from humus.discussions import domain, spam
from humus.discussions.models import Comment, Holding
from humus.discussions.topics import domain as topics
from humus.kit.errors import DeedError
from humus.notifications.models import Notice
from humus.notifications.notices import fanning
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in
from humus.search.models import Entry
from humus.spaces.domain import grant

SignIn = Callable[..., Client]
SPAM = "Guaranteed profits at our casino, @Lena Leader: https://bit.ly/x https://casino.example/y"
HONEST = (
    "Hello, I am new here. We measured 52 t/ha down to 30 cm in Senegal; the protocol is at https://example.org/protocol.",
    "BONJOUR, merci pour cette page.",
    "Is the loan of the soil auger still possible? Please click through my photographs: https://example.org/a",
    "شكرا على هذه الصفحة",
)


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    return page_in(cast, "Front")


def shown(sign_in: SignIn, person: object, page: Page) -> str:
    return sign_in(person).get(page.get_absolute_url()).content.decode()


@pytest.mark.parametrize("text", HONEST)
def test_honest_first_comment_of_a_newcomer_is_shown_at_once(cast: SimpleNamespace, page: Page, text: str) -> None:
    assert domain.add(actor=cast.member, page=page, text=text).stands


def test_held_comment_is_kept_seen_by_its_author_and_told_once_let_through(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    sign_in(cast.member).post(f"/p/{page.key}/comments/", {"text": SPAM})
    comment = Comment.objects.get()
    fanning.tell_all()
    assert (comment.plain, comment.stands) == (SPAM, False)
    assert "waits for a look" in shown(sign_in, cast.member, page)
    assert "Guaranteed profits" in shown(sign_in, cast.leader, page)
    assert "Guaranteed profits" not in shown(sign_in, cast.representative, page)
    assert not Notice.objects.filter(telling__verb="comment.added").exists()
    assert not Entry.objects.filter(kind="comment").exists()
    other = sign_in(cast.representative)
    assert other.post(f"/comments/{comment.key}/show/").status_code == 404
    assert other.get(comment.get_absolute_url()).status_code == 404
    assert sign_in(cast.leader).post(f"/comments/{comment.key}/show/").status_code == 302
    fanning.tell_all()
    assert "Guaranteed profits" in shown(sign_in, cast.representative, page)
    assert Notice.objects.get(telling__verb="comment.added").reason == "named"
    assert Entry.objects.filter(kind="comment").exists()
    with pytest.raises(DeedError):
        domain.let_through(actor=cast.leader, comment=comment)


def test_queue_says_for_which_words_a_comment_is_held(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    comment = domain.add(actor=cast.member, page=page, text=SPAM)
    room = sign_in(cast.secretary)
    queue = room.get("/secretariat/comments/").content.decode()
    assert "casino, guaranteed profits" in queue
    assert "https://bit.ly/x" in queue
    room.post(f"/comments/{comment.key}/hide/", {"reason": "Advertising."})
    assert "casino" not in room.get("/secretariat/comments/").content.decode()
    verbs = ["comment.held", "comment.hidden"]
    assert list(Activity.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", flat=True)) == verbs
    assert sign_in(cast.member).get(f"/comments/{comment.key}/hidden/").status_code == 200


@pytest.mark.parametrize("known", ["long here", "known by what they wrote", "nobody knows"])
def test_only_newcomers_are_weighed(cast: SimpleNamespace, page: Page, known: str) -> None:
    if known == "long here":
        cast.member.joined_at = timezone.now() - timedelta(days=30)
    elif known != "nobody knows":
        for number in range(spam.KNOWN_AFTER):
            domain.add(actor=cast.member, page=page, text=f"Sample {number} is in.")
    assert domain.add(actor=cast.member, page=page, text=SPAM).stands is (known != "nobody knows")
    assert Holding.objects.exists() is (known == "nobody knows")


def test_discussion_that_looks_like_advertising_says_why_and_keeps_the_text(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    given = {"kind": "talk", "title": "Offer", "text": SPAM}
    refused = sign_in(cast.member).post("/s/ndcs/discussions/new/", given)
    assert refused.status_code == 422
    assert refused.context["form"]["text"].value() == SPAM
    assert "words of advertising" in refused.content.decode()
    topics.start_discussion(actor=cast.leader, space=cast.force, title="Offer", text="A free course.", kind="talk")


def test_slow_space_lets_each_person_wait_and_those_in_charge_speak(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    leader = sign_in(cast.leader)
    sent = {"name_en": "Ndcs", "slug": "ndcs", "visibility": "members", "joining": "request", "slow_minutes": "15"}
    assert leader.post("/s/ndcs/settings/", sent).status_code == 302
    page = Page.objects.select_related("space").get(pk=page.pk)
    for actor in (cast.leader, cast.leader, cast.member, cast.representative):
        domain.add(actor=actor, page=page, text="One word.")
    again = sign_in(cast.member).post(f"/p/{page.key}/comments/", {"text": "A second word."})
    assert again.status_code == 422
    assert "This space is slow now" in again.content.decode()
    assert again.context["form"]["text"].value() == "A second word."
    Comment.objects.update(at=timezone.now() - timedelta(minutes=14, seconds=30))
    with pytest.raises(DeedError, match=r"in 1 minute[.]"):
        domain.add(actor=cast.member, page=page, text="A second word.")
    Comment.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert domain.add(actor=cast.member, page=page, text="A second word.").stands


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Please read, @leaders.", {"Lena Leader"}),
        ("Please read, @members.", {"Lena Leader", "Rafa Representative"}),
        ("Write to people@members.example.", set()),
    ],
)
def test_group_of_the_space_is_told(cast: SimpleNamespace, page: Page, text: str, told: set[str]) -> None:
    page.watches.all().delete()
    domain.add(actor=cast.member, page=page, text=text)
    fanning.tell_all()
    assert set(Notice.objects.filter(reason="named").values_list("person__name", flat=True)) == told


def test_group_is_called_once_an_hour_and_all_by_those_who_write(cast: SimpleNamespace) -> None:
    page_in(cast, "Open front", space=cast.public, actor=cast.secretary)
    page = page_in(cast, "Open", space=cast.public, actor=cast.secretary)
    grant(actor=None, space=cast.public, person=cast.member, role="member")
    with pytest.raises(DeedError):
        domain.add(actor=cast.member, page=page, text="All, @everyone!")
    domain.add(actor=cast.member, page=page, text="Dear @coordinators, a question.")
    with pytest.raises(DeedError):
        domain.add(actor=cast.member, page=page, text="Dear @coordinators, another one.")
    assert domain.add(actor=cast.stranger, page=page, text="Hello @everyone.").stands
    fanning.tell_all()
    assert not Notice.objects.filter(person=cast.member, reason="named").exists()


def test_honest_comment_is_not_turned_into_advertising_afterwards(cast: SimpleNamespace, page: Page) -> None:
    comment = domain.add(actor=cast.member, page=page, text="Thank you.")
    with pytest.raises(DeedError):
        domain.change(actor=cast.member, comment=comment, text=SPAM)
    assert domain.change(actor=cast.member, comment=comment, text="Thank you all.").plain == "Thank you all."
