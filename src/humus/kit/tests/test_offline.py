"""The worker that keeps pages: small, always today's, speaking every language; and an end to it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from humus.kit.offline import worker


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    worker.kept.cache_clear()
    yield
    worker.kept.cache_clear()


def text() -> str:
    return worker.build().body.decode()


def test_worker_is_small_and_has_its_words_in_every_language() -> None:
    assert len(worker.build().packed) < 8_000
    words = json.loads(text().partition("const SITE = ")[2].partition(";\n")[0])["words"]
    assert list(words) == [code for code, _name in site.LANGUAGES]
    for code, said in words.items():
        assert f'<html lang="{code}"' in said["away"]
        assert ("qzx-when-xzq" in said["banner"], "qzx-list-xzq" in said["away"]) == (True, True)
    assert len({said["unsent"] for said in words.values()}) == len(words)


def test_it_is_asked_for_again_each_time_and_sent_once(db: None, client: Client) -> None:
    answer = client.get("/worker.js", headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "text/javascript; charset=utf-8",
        "no-cache",
    )
    assert gzip.decompress(answer.content).decode() == text()
    assert client.get("/worker.js", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_site_that_keeps_no_pages_sends_the_worker_that_ends_itself(db: None, client: Client, settings: Any) -> None:
    assert '<meta name="worker" content="/worker.js">' in client.get("/kept/").content.decode()
    settings.KEEP_PAGES = False
    worker.kept.cache_clear()
    ending = client.get("/worker.js").content.decode()
    assert "registration.unregister()" in ending
    assert "respondWith" not in ending
    assert 'name="worker"' not in client.get("/kept/").content.decode()


def test_each_page_says_whose_it_is_and_nothing_else_does(
    cast: SimpleNamespace, client: Client, sign_in: Callable[..., Client]
) -> None:
    assert client.get("/kept/").headers["Humus-Reader"] == "visitor"
    mine = sign_in(cast.leader)
    assert mine.get("/kept/").headers["Humus-Reader"] == cast.leader.key
    assert mine.get("/nowhere/").headers["Humus-Reader"] == cast.leader.key
    assert "Humus-Reader" not in mine.get("/worker.js").headers
    assert "Humus-Reader" not in mine.get("/pages/find/?q=a").headers
