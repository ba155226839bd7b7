"""Messages that nobody has read yet do not pile up in the session."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse

from humus.kit.said import MOST, LatestMessages


def said_again_and_again(times: int) -> list[str]:
    """What is shown at last after so many requests that each said something and showed nothing."""
    session = SessionStore()
    for number in range(times):
        request = HttpRequest()
        request.session = session
        storage = LatestMessages(request)
        storage.add(messages.SUCCESS, f"said {number}")
        storage.update(HttpResponse())
    request = HttpRequest()
    request.session = session
    return [str(one) for one in LatestMessages(request)]


def test_few_messages_are_all_shown() -> None:
    assert said_again_and_again(3) == ["said 0", "said 1", "said 2"]


def test_of_many_the_last_are_shown() -> None:
    assert said_again_and_again(MOST + 20) == [f"said {number}" for number in range(20, MOST + 20)]


def test_what_was_said_waits_for_a_page_that_somebody_sees() -> None:
    session = SessionStore()

    def asked(**headers: str) -> LatestMessages:
        request = HttpRequest()
        request.META |= headers
        request.session = session
        return LatestMessages(request)

    storage = asked()
    storage.add(messages.SUCCESS, "saved")
    storage.update(HttpResponse())
    storage = asked(HTTP_HUMUS_KEEPING="1")
    storage.add(messages.SUCCESS, "and shared")
    assert (list(storage), len(storage)) == ([], 0)
    storage.update(HttpResponse())
    storage = asked()
    assert [str(one) for one in storage] == ["saved", "and shared"]
    storage.update(HttpResponse())
    assert not asked()
