"""Suggestions and comments beside the text, in real Chromium: decided on and written without leaving the editor."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from humus.discussions.models import Passage
from humus.kit import richtext
from humus.pages import domain
from humus.pages.live.tests.test_browser import at_end, browser, open_page, place, sees, status, text, until
from humus.pages.models import Decision, Page, Suggestion, Text

pytestmark = pytest.mark.browser
assert browser
assert open_page
assert place


def body_with(page: Page, words: str) -> dict[str, Any]:
    body: dict[str, Any] = page.texts.get(language="en").body
    body["content"][0]["content"][0]["text"] = words
    return body


def test_suggested_words_are_marked_in_the_shared_text_and_taken_into_it_for_all(
    cast: SimpleNamespace, page: Page, open_page: Callable[..., Any]
) -> None:
    row = domain.offer(
        actor=cast.representative,
        page=page,
        language="en",
        title="Soil notes",
        body=body_with(page, "Soil notes on living text."),
        base=1,
    )
    lena, rafa = open_page(cast.leader), open_page(cast.representative)
    lena.wait_for_selector(".ProseMirror ins.suggest-in >> text=on living")
    assert "on living" not in text(lena)
    lena.locator("[data-show-change]").first.click()
    until(lena, "document.activeElement.classList.contains('ProseMirror')")
    lena.locator(".change button", has_text="Accept").first.focus()
    lena.keyboard.press("Enter")
    sees(lena, "on living")
    sees(rafa, "on living")
    lena.wait_for_selector(".toast >> text=Accepted")
    assert lena.locator(".ProseMirror .suggest-in").count() == 0
    assert Decision.objects.get().accepted
    assert not Suggestion.objects.filter(key=row.key).exists()
    assert Text.objects.get(page=page).plain == "Soil notes text."


def test_passage_is_commented_on_in_the_editor_and_the_comment_is_the_readers(
    cast: SimpleNamespace, page: Page, open_page: Callable[..., Any]
) -> None:
    lena = open_page(cast.leader)
    lena.wait_for_selector("[data-beside] textarea[name=text]")
    at_end(lena)
    lena.keyboard.type(" Fresh words.")
    status(lena, "Saved")
    lena.evaluate(
        "document.querySelector('[data-editor-form]').editing.editor.commands.setTextSelection({from: 1, to: 11})"
    )
    lena.locator(".passage__ask").click()
    lena.keyboard.type("Whose notes?")
    lena.locator("[data-beside] button", has_text="Send").last.click()
    lena.wait_for_selector(".ProseMirror .passage >> text=Soil notes")
    assert not Passage.objects.get().unpublished
    sees(lena, "Fresh words.")
    lena.goto(lena.url.split("/p/")[0] + page.get_absolute_url())
    lena.wait_for_selector("mark.passage >> text=Soil notes")
    assert "Whose notes?" in lena.inner_text("#conversation")
    assert lena.locator("script[src*='editor']").count() == 0


def test_suggesting_marks_ones_own_changes_keeps_them_without_a_line_and_offers_them(
    cast: SimpleNamespace, page: Page, place: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    tab = open_page(cast.representative)
    address = f"{place.url}/p/{page.key}/suggest/?language=en"
    tab.goto(address)
    until(tab, "document.querySelector('[data-editor-form]')?.editing?.editor")
    at_end(tab)
    tab.keyboard.type(" More.")
    tab.wait_for_selector(".ProseMirror ins.suggest-in >> text=More.")
    status(tab, "Saved")
    tab.route("**/suggest/draft/**", lambda route: route.abort())
    tab.evaluate(
        "document.querySelector('[data-editor-form]').editing.editor.commands.setTextSelection({from: 1, to: 5})"
    )
    tab.keyboard.press("Delete")
    tab.wait_for_selector(".ProseMirror del.suggest-out >> text=Soil")
    until(tab, "document.querySelector('[data-editor-form]').editing.editor.getText() === given", " notes text. More.")
    status(tab, "Not saved")
    tab.goto(address)
    tab.unroute("**/suggest/draft/**")
    until(tab, "document.querySelector('[data-editor-form]')?.editing?.editor")
    assert text(tab) == " notes text. More."
    tab.click("button:has-text('Suggest these changes')")
    tab.wait_for_selector("text=You suggest")
    assert richtext.to_text(Suggestion.objects.get().body) == "notes text. More."
    assert Text.objects.get(page=page).plain == "Soil notes text."
