"""Messages that nobody has read yet go along from page to page and do not pile up."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse

from humus.kit.said import MOST, LatestMessages


class Browser:
    """Keeps the session and the cookies from one request to the next."""

    def __init__(self) -> None:
        self.session, self.cookies = SessionStore(), dict[str, str]()

    def asks(self, *said: str, look: bool = False, **headers: str) -> list[str]:
        """One request that says something, and shows what there is to be shown if somebody looks."""
        request, response = HttpRequest(), HttpResponse()
        request.META |= headers
        request.session, request.COOKIES = self.session, dict(self.cookies)
        storage = LatestMessages(request)
        for words in said:
            storage.add(messages.SUCCESS, words)
        shown = [str(one) for one in storage] if look else []
        assert not look or bool(storage) is bool(shown)
        storage.update(response)
        for name, cookie in response.cookies.items():
            self.cookies[name] = cookie.value
        return shown


@pytest.fixture
def browser() -> Browser:
    return Browser()


def test_few_messages_are_all_shown_and_only_once(browser: Browser) -> None:
    for number in range(3):
        browser.asks(f"said {number}")
    assert not browser.session.keys(), "what fits into a cookie costs no write of the session"
    assert browser.asks(look=True) == ["said 0", "said 1", "said 2"]
    assert browser.asks(look=True) == []


def test_of_many_the_last_are_shown(browser: Browser) -> None:
    for number in range(MOST + 20):
        browser.asks(f"said {number}")
    assert browser.asks(look=True) == [f"said {number}" for number in range(20, MOST + 20)]


def test_what_is_too_long_for_a_cookie_waits_in_the_session(browser: Browser) -> None:
    words = ["".join(chr(0x4E00 + (number * place) % 20_000) for place in range(700)) for number in (7919, 104_729)]
    for one in words:
        browser.asks(one)
    assert len(browser.cookies[settings.MESSAGES_COOKIE_NAME]) <= 2048
    assert browser.asks(look=True) == words
    assert browser.asks(look=True) == []


def test_what_was_said_waits_for_a_page_that_somebody_sees(browser: Browser) -> None:
    browser.asks("saved")
    assert browser.asks("and shared", look=True, HTTP_HUMUS_KEEPING="1") == []
    assert browser.asks(look=True) == ["saved", "and shared"]
    assert browser.asks(look=True) == []


def test_what_somebody_made_up_is_not_shown(browser: Browser) -> None:
    browser.asks("saved")
    browser.cookies[settings.MESSAGES_COOKIE_NAME] = "x" + browser.cookies[settings.MESSAGES_COOKIE_NAME]
    assert browser.asks(look=True) == []
