"""Words that were shown are kept in the process; who may see them, and which are of today, the database says."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from humus.kit import richtext
from humus.pages import domain, loading, reading
from humus.pages.models import Page, Text
from humus.pages.shelf import Shelf, letters, shelf
from humus.pages.tests.test_pages import page_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front", body=None)
    return page_in(cast, "Whole")


def write(cast: SimpleNamespace, page: Page, words: str, language: str = "en") -> None:
    body = richtext.from_markdown(words)
    domain.publish(actor=cast.leader, page=page, language=language, title=page.slug, body=body)


def shown(person: Any, page: Page, other: Page, language: str = "en") -> str:
    doc = {"type": "doc", "content": [{"type": "include", "attrs": {"page": other.key}}]}
    with override(language):
        return str(richtext.to_html(doc, reading.context(person, page, language)))


@pytest.fixture
def part(cast: SimpleNamespace, page: Page) -> Page:
    part = page_in(cast, "Part")
    write(cast, part, "Words of *today*.")
    return part


def test_kept_words_are_not_fetched_again(cast: SimpleNamespace, page: Page, part: Page) -> None:
    first = shown(cast.member, page, part)
    assert "Words of <em>today</em>" in first
    [kept] = shelf.held([part.key], "en").values()
    assert shown(cast.member, page, part) == first
    assert shelf.held([part.key], "en").popitem()[1] is kept


def test_what_was_kept_for_one_reader_is_not_shown_to_another(cast: SimpleNamespace, page: Page, part: Page) -> None:
    assert "Words of" in shown(cast.member, page, part)
    domain.restrict(actor=cast.leader, page=part, mode="view", people=[cast.leader])
    assert shown(cast.member, page, part) == ""
    assert "Words of" in shown(cast.leader, page, part)
    assert shown(cast.stranger, page, part) == ""
    domain.restrict(actor=cast.leader, page=part, mode="view")
    assert "Words of" in shown(cast.member, page, part)


def test_other_words_are_there_at_once(cast: SimpleNamespace, page: Page, part: Page) -> None:
    for words in ("Of yesterday.", "Of tomorrow.", "Of yesterday."):
        write(cast, part, words)
        assert words in shown(cast.member, page, part)
    text = Text.objects.get(page=part)
    for words in ("Changed by hand.", "And once more."):
        compiled = richtext.compile(richtext.from_markdown(words)).to_json()
        Text.objects.filter(pk=text.pk).update(compiled=compiled)
        assert words in shown(cast.member, page, part)


def test_each_reader_gets_their_language(cast: SimpleNamespace, page: Page, part: Page) -> None:
    assert "Words of" in shown(cast.member, page, part, "fr")
    write(cast, part, "Aujourd’hui.", "fr")
    assert "Aujourd’hui." in shown(cast.member, page, part, "fr")
    assert "Words of" in shown(cast.member, page, part, "en")


def test_words_compiled_by_an_older_version_are_compiled_anew(cast: SimpleNamespace, page: Page, part: Page) -> None:
    Text.objects.filter(page=part).update(compiled={"v": 0})
    for _time in range(2):
        assert "Words of <em>today</em>" in shown(cast.member, page, part)


def read(person: Any, page: Page, language: str = "en") -> Any:
    found = loading.page_at(person, page.space.slug, page.slug, language)
    return found.shown_text if found else None  # type: ignore[attr-defined]


def test_words_of_a_page_are_sent_once_for_all_readers(cast: SimpleNamespace, page: Page, part: Page) -> None:
    first, again = read(cast.member, part), read(cast.leader, part)
    assert reading.compiled_of(again) is reading.compiled_of(first)
    assert again.compiled is first.compiled
    assert "Words of <em>today</em>" in "".join(again.compiled["html"])
    assert read(cast.stranger, part) is None


def test_other_words_of_a_page_are_read_at_once(cast: SimpleNamespace, page: Page, part: Page) -> None:
    for words in ("Of yesterday.", "Of tomorrow.", "Of yesterday."):
        write(cast, part, words)
        assert words in "".join(reading.compiled_of(read(cast.member, part)).html)
    compiled = richtext.compile(richtext.from_markdown("Changed by hand.")).to_json()
    Text.objects.filter(page=part).update(compiled=compiled)
    assert "Changed by hand." in "".join(reading.compiled_of(read(cast.member, part)).html)
    write(cast, part, "Aujourd’hui.", "fr")
    assert [read(cast.member, part, one).language for one in ("fr", "en", "es")] == ["fr", "en", "en"]
    Text.objects.filter(page=part).update(compiled={"v": 0})
    for _time in range(2):
        assert "Of yesterday." in "".join(reading.compiled_of(read(cast.member, part)).html)


def test_the_oldest_texts_make_room() -> None:
    made = richtext.compile(richtext.from_markdown("Some words that are kept."))
    small: Shelf[richtext.Compiled] = Shelf(most=3 * letters(made))
    for number in range(5):
        small.keep(f"k{number}", "en", f"v{number}", made, letters(made))
        small.held(["k0"], "en")
    assert list(small.held([f"k{number}" for number in range(5)], "en")) == ["v0", "v3", "v4"]
    assert small.letters == 3 * letters(made)
    small.keep("k0", "en", "new", made, letters(made))
    assert list(small.held(["k0"], "en")) == ["new"]
    assert small.letters == 3 * letters(made)
