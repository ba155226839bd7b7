import time
from types import SimpleNamespace

import pytest
from django.test import Client

from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Page
from humus.portal import visitors


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    front = domain.create(actor=cast.secretary, space=cast.public, title="Front")
    domain.publish(actor=cast.secretary, page=front, language="en", title="Front", body=richtext.paragraphs("First."))
    return Page.objects.get(pk=front.pk)


def publish(cast: SimpleNamespace, page: Page, words: str) -> None:
    domain.publish(actor=cast.secretary, page=page, language="en", title="Front", body=richtext.paragraphs(words))


def anew(client: Client) -> Client:
    """The next visitor of the same web process."""
    client.cookies.clear()
    return client


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.monotonic()
    monkeypatch.setattr(visitors.time, "monotonic", lambda: now + seconds)


def test_second_visit_costs_no_query(
    cast: SimpleNamespace,
    page: Page,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: object,
) -> None:
    later(monkeypatch, 0.0)
    first = client.get("/s/climate-soil/")
    with django_assert_num_queries(0):  # type: ignore[operator]
        again = anew(client).get("/s/climate-soil/")
    assert b"First." in first.content
    assert b"First." in again.content
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_each_visitor_gets_a_token_of_their_own(cast: SimpleNamespace, page: Page, client: Client) -> None:
    tokens = {visitors.TOKEN.search(anew(client).get("/s/climate-soil/").content)[0] for _visit in range(3)}  # type: ignore[index]
    assert len(tokens) == 3


def test_change_is_seen_within_a_second(
    cast: SimpleNamespace, page: Page, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert b"First." in client.get("/s/climate-soil/").content
    publish(cast, page, "Second.")
    later(monkeypatch, 1.0)
    assert b"Second." in client.get("/s/climate-soil/").content


def test_page_made_members_only_is_gone_within_a_second(
    cast: SimpleNamespace, page: Page, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert b"First." in client.get("/s/climate-soil/").content
    domain.restrict(actor=cast.secretary, page=page, mode="view", people=[cast.secretary])
    later(monkeypatch, 1.0)
    assert b"First." not in client.get("/s/climate-soil/").content


def test_signed_in_person_never_gets_a_kept_page(cast: SimpleNamespace, page: Page, client: Client) -> None:
    client.get("/s/climate-soil/")
    client.force_login(cast.secretary)
    assert cast.secretary.email in client.get("/s/climate-soil/").content.decode()
    assert cast.secretary.email not in anew(client).get("/s/climate-soil/").content.decode()
