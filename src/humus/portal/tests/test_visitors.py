import gzip
import io
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from prometheus_client import REGISTRY

from humus.activity.models import Activity
from humus.kit import richtext
from humus.kit.said import LatestMessages
from humus.pages import domain
from humus.pages.models import Page
from humus.portal import visitors

FRONT = "/s/climate-soil/"


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = int(status.split()[0]), dict(headers), body


class Browser:
    """Asks the web application itself, as a server does."""

    def __init__(self) -> None:
        self.application = visitors.Visitors(get_wsgi_application())

    def get(self, path: str, **headers: str) -> Answer:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "HTTP_HOST": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        said: list[Any] = []
        body = self.application(environ | headers, lambda status, headers, error=None: said.extend((status, headers)))
        return Answer(*said, b"".join(body))


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test's transaction is still needed when the request is over."""
    monkeypatch.setattr(visitors, "close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    front = domain.create(actor=cast.secretary, space=cast.public, title="Front")
    domain.publish(actor=cast.secretary, page=front, language="en", title="Front", body=richtext.paragraphs("First."))
    return Page.objects.get(pk=front.pk)


def publish(cast: SimpleNamespace, page: Page, words: str) -> None:
    domain.publish(actor=cast.secretary, page=page, language="en", title="Front", body=richtext.paragraphs(words))


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.monotonic()
    monkeypatch.setattr(visitors.time, "monotonic", lambda: now + seconds)


def test_second_visit_costs_no_query_and_differs_in_its_id_alone(
    page: Page, browser: Browser, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[[int], Any]
) -> None:
    later(monkeypatch, 0.0)
    first = browser.get(FRONT)
    with django_assert_num_queries(0):
        again = browser.get(FRONT)
    assert b"First." in first.body
    assert again.body == first.body
    assert first.headers.pop("X-Request-ID") != again.headers.pop("X-Request-ID")
    assert first.headers == again.headers
    assert "script-src 'self'" in again.headers["Content-Security-Policy"]
    assert again.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "wish", [{"HTTP_COOKIE": "width=wide"}, {"HTTP_COOKIE": "data=save"}, {"HTTP_SAVE_DATA": "on"}]
)
def test_each_visitor_reads_as_they_wish(page: Page, browser: Browser, wish: dict[str, str]) -> None:
    asked = {"PATH_INFO": FRONT, "wsgi.url_scheme": "http"}
    key = visitors.key_of(asked)
    assert visitors.key_of(asked | wish) != key
    nonsense = {"HTTP_COOKIE": "width=narrow; data=none; explain=maybe"}
    assert visitors.key_of(asked | nonsense) == key
    assert "Save-Data" in browser.get(FRONT).headers["Vary"]


def test_wide_lines_are_for_the_visitor_who_chose_them(page: Page, browser: Browser) -> None:
    assert b"/wide.css" not in browser.get(FRONT).body
    assert b"/wide.css" in browser.get(FRONT, HTTP_COOKIE="width=wide").body
    assert b"/wide.css" not in browser.get(FRONT).body


def test_kept_answer_is_counted_like_every_other(page: Page, browser: Browser) -> None:
    labels = {"method": "GET", "route": "/s/<slug:space>/", "status": "200"}
    browser.get(FRONT)
    before = REGISTRY.get_sample_value("humus_answers_total", labels) or 0
    browser.get(FRONT)
    assert REGISTRY.get_sample_value("humus_answers_total", labels) == before + 1


def test_browser_that_has_the_page_is_told_so_until_it_changes(
    cast: SimpleNamespace, page: Page, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = browser.get(FRONT).headers["ETag"]
    unchanged = browser.get(FRONT, HTTP_IF_NONE_MATCH=known)
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert "Content-Length" not in unchanged.headers
    publish(cast, page, "Second.")
    later(monkeypatch, 1.0)
    changed = browser.get(FRONT, HTTP_IF_NONE_MATCH=known)
    assert changed.status == 200
    assert b"Second." in changed.body


def test_languages_themes_and_encodings_are_kept_apart(page: Page, browser: Browser) -> None:
    for _visit in range(2):
        assert b'<html lang="en"' in browser.get(FRONT).body
        assert b'<html lang="fr"' in browser.get(FRONT, HTTP_COOKIE="language=fr").body
        assert b'<html lang="es"' in browser.get(FRONT, HTTP_ACCEPT_LANGUAGE="es-AR,es;q=0.9").body
        assert b'data-theme="dark"' in browser.get(FRONT, HTTP_COOKIE="theme=dark").body
        packed = browser.get(FRONT, HTTP_ACCEPT_ENCODING="gzip, br")
        assert packed.headers["Content-Encoding"] == "gzip"
        assert b"First." in gzip.decompress(packed.body)


def test_unknown_host_is_refused_though_the_page_is_kept(page: Page, browser: Browser) -> None:
    assert browser.get(FRONT).status == 200
    assert browser.get(FRONT, HTTP_HOST="evil.example").status == 400


def test_answer_that_sets_a_cookie_is_not_kept(page: Page, browser: Browser) -> None:
    chosen = browser.get(FRONT, QUERY_STRING="language=fr")
    assert "language=fr" in chosen.headers["Set-Cookie"]
    assert browser.get("/account/login/").headers["Set-Cookie"] != browser.get("/account/login/").headers["Set-Cookie"]
    assert "Set-Cookie" not in browser.get(FRONT).headers


def test_change_is_seen_within_a_second(
    cast: SimpleNamespace, page: Page, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert b"First." in browser.get(FRONT).body
    publish(cast, page, "Second.")
    later(monkeypatch, 1.0)
    assert b"Second." in browser.get(FRONT).body


def test_deed_committed_after_a_later_one_is_seen_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    epoch = visitors.Epoch()
    early = Activity.objects.create(verb="page.published").pk
    Activity.objects.create(pk=early + 2, verb="page.published")
    before = epoch.now()
    Activity.objects.create(pk=early + 1, verb="page.restricted")
    later(monkeypatch, 1.0)
    assert epoch.now() != before


def test_page_made_members_only_is_gone_within_a_second(
    cast: SimpleNamespace, page: Page, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = browser.get(FRONT)
    assert b"First." in known.body
    domain.restrict(actor=cast.secretary, page=page, mode="view", people=[cast.secretary])
    later(monkeypatch, 1.0)
    assert b"First." not in browser.get(FRONT).body
    assert browser.get(FRONT, HTTP_IF_NONE_MATCH=known.headers["ETag"]).status == 200


def test_signed_in_person_never_gets_a_kept_page(cast: SimpleNamespace, page: Page, browser: Browser) -> None:
    browser.get(FRONT)
    signed = Client()
    signed.force_login(cast.secretary)
    cookie = f"{settings.SESSION_COOKIE_NAME}={signed.cookies[settings.SESSION_COOKIE_NAME].value}"
    assert cast.secretary.email in browser.get(FRONT, HTTP_COOKIE=cookie).body.decode()
    assert cast.secretary.email not in browser.get(FRONT).body.decode()


def test_what_was_said_to_a_visitor_is_shown_once_though_the_page_is_kept(page: Page, browser: Browser) -> None:
    kept = browser.get(FRONT).body
    request, response = HttpRequest(), HttpResponse()
    request.session = SessionStore()
    said = LatestMessages(request)
    said.add(messages.SUCCESS, "Your place is kept.")
    said.update(response)
    cookie = f"{settings.MESSAGES_COOKIE_NAME}={response.cookies[settings.MESSAGES_COOKIE_NAME].coded_value}"
    told = browser.get(FRONT, HTTP_COOKIE=cookie)
    assert b"Your place is kept." in told.body
    assert settings.MESSAGES_COOKIE_NAME in told.headers["Set-Cookie"]
    assert browser.get(FRONT).body == kept


def test_store_stays_within_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "MOST_BYTES", 100)
    store = visitors.Store()
    for number in range(5):
        store.put((str(number),), visitors.Kept(1, time.monotonic() + 9, "/", b"x" * 40, [], ""))
    assert [store.get((str(number),), 1) is not None for number in range(5)] == [False, False, False, True, True]
    assert store.get(("4",), 2) is None
    assert store.get(("4",), 1) is None


LISTS = ":::recentChanges most=9\n"


@pytest.fixture
def listing(cast: SimpleNamespace, page: Page) -> Page:
    listing = domain.create(actor=cast.secretary, space=cast.public, title="Lists")
    body = richtext.from_markdown(LISTS)
    domain.publish(actor=cast.secretary, page=listing, language="en", title="Lists", body=body)
    listed = domain.create(actor=cast.secretary, space=cast.public, title="Listed")
    body = richtext.paragraphs("Words.")
    domain.publish(actor=cast.secretary, page=listed, language="en", title="Listed", body=body)
    return Page.objects.get(pk=listing.pk)


def test_blocks_ask_nothing_while_the_platform_stands_still(
    listing: Page, browser: Browser, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[[int], Any]
) -> None:
    later(monkeypatch, 0.0)
    address = listing.get_absolute_url()
    assert b"Listed</a> <span" in browser.get(address, QUERY_STRING="one=1").body
    with django_assert_num_queries(2):
        assert b"Listed</a> <span" in browser.get(address, QUERY_STRING="two=2").body
    later(monkeypatch, 61.0)
    with django_assert_num_queries(4):
        assert b"Listed</a> <span" in browser.get(address, QUERY_STRING="three=3").body


def test_listed_page_made_members_only_is_gone_within_a_second(
    cast: SimpleNamespace, listing: Page, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = listing.get_absolute_url()
    for number in range(2):
        assert b"Listed</a> <span" in browser.get(address, QUERY_STRING=f"n={number}").body
    listed = Page.objects.get(slug="listed")
    domain.restrict(actor=cast.secretary, page=listed, mode="view", people=[cast.secretary])
    later(monkeypatch, 1.0)
    assert b"Listed</a> <span" not in browser.get(address, QUERY_STRING="n=3").body


def test_signed_in_person_is_not_answered_what_visitors_were(
    cast: SimpleNamespace, listing: Page, browser: Browser
) -> None:
    address = listing.get_absolute_url()
    browser.get(address, QUERY_STRING="n=1")
    listed = Page.objects.get(slug="listed")
    domain.restrict(actor=cast.secretary, page=listed, mode="view", people=[cast.secretary])
    signed = Client()
    signed.force_login(cast.secretary)
    cookie = f"{settings.SESSION_COOKIE_NAME}={signed.cookies[settings.SESSION_COOKIE_NAME].value}"
    assert b"Listed</a> <span" in browser.get(address, QUERY_STRING="n=2", HTTP_COOKIE=cookie).body
    signed.force_login(cast.member)
    cookie = f"{settings.SESSION_COOKIE_NAME}={signed.cookies[settings.SESSION_COOKIE_NAME].value}"
    assert b"Listed</a> <span" not in browser.get(address, QUERY_STRING="n=3", HTTP_COOKIE=cookie).body
