"""The secretariat arranges the home page, language by language; the platform's own arrangement is its beginning."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from humus.events.tests.planted import make_event
from humus.kit.richtext import clean, from_markdown, to_html, to_markdown
from humus.kit.richtext.tests import xss_corpus
from humus.pages import reading
from humus.pages.domain.planting import plant
from humus.pages.models import Page
from humus.portal import home, site
from humus.portal.models import SiteSetting
from humus.spaces.models import Space

SignIn = Callable[..., Client]


@pytest.fixture
def front(cast: SimpleNamespace) -> Page:
    space = Space.objects.create(slug="portal", kind="portal", name={"en": "Portal"}, joining="invitation")
    plant(space=cast.public, slug="front", texts={"en": ("Front", from_markdown("."))})
    texts = {}
    for code in ("en", "fr"):
        with override(code):
            page = Page(space=space, depth=1)
            title, body = home.initial(page, code) or ("", {})
            texts[code] = (title, body)
    return plant(space=space, slug="front", texts=texts)


@pytest.fixture
def secretary(cast: SimpleNamespace, front: Page, sign_in: SignIn) -> Client:
    return sign_in(cast.secretary)


def rows(client: Client, page: Page, language: str = "en") -> list[Any]:
    return list(client.get(f"/p/{page.key}/arrange/?language={language}").context["rows"])


def named(client: Client, page: Page, name: str) -> str:
    return next(row.id for row in rows(client, page) if row.block and row.block.name == name)


def publish(client: Client, page: Page) -> Any:
    form = client.get(f"/p/{page.key}/arrange/?language=en").context
    fields = {"body": form["body_json"], "title": form["work"].title, "base": form["work"].base}
    return client.post(f"/p/{page.key}/edit/?language=en", fields | {"request_key": form["request_key"]})


def do(client: Client, page: Page, deed: str) -> None:
    assert client.post(f"/p/{page.key}/arrange/?language=en", {"do": deed}).status_code == 302


def test_sections_are_hidden_moved_and_set_for_one_language_alone(secretary: Client, front: Page) -> None:
    first = secretary.get("/").content.decode()
    assert "Upcoming events" in first
    assert f'href="/p/{front.key}/arrange/"' in first
    do(secretary, front, f"hide {named(secretary, front, 'homeEvents')}")
    for _step in range(3):
        do(secretary, front, f"up {named(secretary, front, 'homeJoin')}")
    opening = f"/p/{front.key}/arrange/options/?language=en&part={named(secretary, front, 'homeOpening')}"
    secretary.post(opening, {"title": "Soils <first>", "words": "Come in.", "numbers": "off"})
    assert "Upcoming events" in Client().get("/").content.decode()
    assert publish(secretary, front).headers["Location"] == "/"
    shown = Client().get("/").content.decode()
    assert "Upcoming events" not in shown
    assert "Soils &lt;first&gt;" in shown
    assert "home-count" not in shown
    assert shown.index("See the task forces") < shown.index(">What the Initiative is")
    assert f"/p/{front.key}/arrange/" not in shown
    assert "home-count" in Client().get("/", HTTP_ACCEPT_LANGUAGE="fr").content.decode()


def test_a_language_that_is_not_arranged_shows_the_first_one_and_says_so(secretary: Client, front: Page) -> None:
    said = "This page is not written in your language yet"
    with override("es"):
        from django.utils.translation import gettext

        spanish = gettext("This page is not written in your language yet; you see the best text there is.")
    shown = Client().get("/", HTTP_ACCEPT_LANGUAGE="es").content.decode()
    assert spanish in shown
    assert "What the Initiative is" in shown
    assert said not in Client().get("/").content.decode()


def test_preview_and_the_initial_arrangement(secretary: Client, front: Page) -> None:
    do(secretary, front, f"remove {named(secretary, front, 'homeEvents')}")
    preview = secretary.get(f"/p/{front.key}/arrange/preview/?language=en").content.decode()
    assert "Preview: only you see this" in preview
    assert 'class="hero home-hero"' in preview
    assert "Upcoming events" not in preview
    publish(secretary, front)
    assert "Upcoming events" not in secretary.get("/").content.decode()
    secretary.post(f"/p/{front.key}/arrange/reset/?language=en")
    publish(secretary, front)
    assert "Upcoming events" in secretary.get("/").content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_an_arranged_home_asks_as_few_questions_for_one_event_as_for_three(
    cast: SimpleNamespace, front: Page, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for number in range(more + 1):
        make_event(cast.public, f"coming-{number}", hours=(9, 10))
    client = sign_in(cast.member)
    with django_assert_num_queries(11):
        client.get("/")


@pytest.mark.parametrize("code", ["en", "fr", "es"])
def test_the_initial_arrangement_can_be_taken_along_as_markdown(front: Page, code: str) -> None:
    title, body = home.initial(front, code) or ("", {})
    assert title
    again = from_markdown(to_markdown(body))
    names = [node["type"] for node in body["content"]]
    assert [node["type"] for node in again["content"]] == names
    assert names[0] == "homeOpening"
    assert not re.search(r":::home", "".join(str(node) for node in body["content"]))


def test_feed_readers_find_what_is_new_from_the_home_page(front: Page, client: Client) -> None:
    shown = client.get("/").content.decode()
    assert re.search(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="/feed/">', shown)


@pytest.mark.parametrize("target", ["mail", "pdf"])
def test_what_stands_on_the_home_page_is_said_in_words_elsewhere(
    front: Page, cast: SimpleNamespace, target: Any
) -> None:
    make_event(cast.public, "open-day")
    SiteSetting.objects.create(name="video", value="https://films.example/soil")
    site.forget()
    reader = reading.context(cast.member, front, "en")
    reader.target = target
    source = ":::homeOpening\n\n:::homeEvents\n\n:::homeJoin words=Come!\n\n:::homeVideo"
    lines = re.findall(r"<p>(.*?)</p>", to_html(from_markdown(source), reader))
    welcome, events, event, join, come, film = lines
    assert welcome.startswith("Welcome to the collaborative platform")
    assert (events, event[:10]) == ("Upcoming events", "- Open day")
    assert (join, come, film) == ("Join the Task Forces", "Come!", "Watch the video: https://films.example/soil")


def test_no_payload_becomes_markup_in_the_words_of_a_section(front: Page, cast: SimpleNamespace) -> None:
    titled = ("homeOpening", "homeSpaces", "homeEvents", "homeJoin", "homeAddress", "spacePages")
    context = reading.context(cast.member, front, "en", may_edit=True)
    context.extra["home"] = True

    def markup(words: str) -> list[Any]:
        nodes = [{"type": name, "attrs": {"title": words, "words": words, "alone": words}} for name in titled]
        found: list[Any] = []
        parser = HTMLParser()
        parser.handle_starttag = lambda tag, attrs: found.append((tag, attrs))  # type: ignore[method-assign]
        parser.feed(to_html(clean({"type": "doc", "content": nodes}), context))
        return found

    plain = markup("words")
    assert ("h1", [("class", "hero__title")]) in plain
    for payload in xss_corpus.HTML[:60]:
        assert markup(f"words {payload}") == plain
