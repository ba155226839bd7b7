from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from humus.discussions import domain
from humus.notifications.models import Notice
from humus.notifications.notices import fanning
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in
from humus.people import blocking
from humus.people.models import Block

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    return page_in(cast, "Front")


@pytest.mark.parametrize("blocked", [True, False])
def test_comments_of_a_blocked_person_are_folded_and_not_told(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, blocked: bool
) -> None:
    leader = sign_in(cast.leader)
    if blocked:
        leader.post("/me/blocked/", {"person": cast.member.key, "next": page.get_absolute_url()})
    domain.add(actor=cast.member, page=page, text="Look, @Lena Leader.")
    fanning.tell_all()
    assert Notice.objects.filter(person=cast.leader).exists() is not blocked
    shown = leader.get(page.get_absolute_url()).content.decode()
    assert ("Show the comment" in shown) is blocked
    assert "Show the comment" not in sign_in(cast.representative).get(page.get_absolute_url()).content.decode()


def test_blocking_is_lifted_from_the_list_and_leads_nowhere_else(cast: SimpleNamespace, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    answer = leader.post("/me/blocked/", {"person": cast.member.key, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/me/blocked/"
    assert "Mona Member" in leader.get("/me/blocked/").content.decode()
    assert "Mona Member" not in sign_in(cast.stranger).get("/me/blocked/").content.decode()
    assert leader.post("/me/blocked/", {"person": "zzzzzzzzzzz"}).status_code == 404
    leader.post("/me/blocked/", {"person": cast.leader.key})
    assert Block.objects.count() == 1
    leader.post("/me/blocked/", {"person": cast.member.key, "deed": "unblock"})
    assert not blocking.between(cast.leader, cast.member)
