"""Hostile and odd documents in the editor: nothing runs, nothing changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from humus.kit import richtext

from . import making, xss_corpus
from .editor_hands import start

pytestmark = pytest.mark.browser


def test_nothing_of_the_corpus_runs_even_without_a_content_policy(browser):
    shelf = making.Shelf({"abc": making.page("abc", making.paragraph("included"))})
    written = [richtext.to_html(document, shelf.context(may_edit=True)) for document in _attacks()]
    assert _runs(browser, written) == 0
    raw = ["<script>pwn()</script>", "<img src=x onerror=pwn()>", "<svg onload=pwn()>"]
    assert _runs(browser, raw) >= 3


def _attacks() -> Iterator[dict[str, Any]]:
    for document in xss_corpus.documents():
        yield json.loads(json.dumps(document).replace("\\u0000", ""))
    for source in xss_corpus.HTML:
        yield richtext.from_plain_html(source)
    for source in xss_corpus.MARKDOWN:
        yield richtext.from_markdown(source)


def _runs(browser: Any, written: list[str]) -> int:
    """How often pwn() was called once everything was loaded, touched, focused and clicked."""
    context = browser.new_context()
    context.route("**/*", lambda route: route.fulfill(status=404))
    page = context.new_page()
    page.set_content("<script>window.count = 0; window.pwn = () => { window.count += 1 }</script>")
    page.evaluate("html => document.write(html)", "<!doctype html><meta charset=utf-8>" + "\n".join(written))
    page.evaluate(
        """() => { for (const one of document.body.querySelectorAll("*")) for (const name of ["click", "mouseover",
        "mouseenter", "pointerover", "focus", "focusin", "load", "error", "toggle", "animationstart"]) {
        const link = one.closest("a");
        const leads = name === "click" && link && link.protocol !== "javascript:";
        if (!leads) one.dispatchEvent(new MouseEvent(name, {bubbles: true})) } }"""
    )
    page.wait_for_timeout(300)
    called = page.evaluate("window.count")
    context.close()
    return called


def test_every_clean_document_passes_through_the_editor_unchanged(page, site):
    """What the server keeps and what the editor can hold is one format."""
    start(page, site)
    through = """given => { const { editor } = document.querySelector("[data-editor-form]").editing;
      editor.commands.setContent(given, { emitUpdate: false }); editor.state.doc.check(); return editor.getJSON() }"""

    @settings(max_examples=100, deadline=None, database=None, derandomize=True, phases=[Phase.generate])
    @given(making.documents)
    def unchanged(document: dict[str, Any]) -> None:
        cleaned = richtext.clean(document)
        assert richtext.clean(page.evaluate(through, cleaned)) == cleaned

    unchanged()
