"""Nothing that enters rich text runs in a reader's browser."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from humus.kit import richtext
from humus.kit.richtext import diff, merge
from humus.kit.richtext.scope import render

from . import making, xss_corpus
from .harmless import faults


def _outputs(document):
    cleaned = richtext.clean(json.loads(json.dumps(document).replace("\\u0000", "")))
    shelf = making.Shelf({"abc": making.page("abc", making.paragraph("included"))})
    for target in ("page", "mail", "pdf"):
        yield richtext.to_html(cleaned, shelf.context(target=target, may_edit=True))
    yield diff.to_html(diff.compare(cleaned, richtext.empty()))
    yield diff.to_html(diff.compare(richtext.empty(), cleaned))
    yield merge.to_html(merge.merge(richtext.empty(), cleaned, richtext.empty()))


def test_the_corpus_is_large_enough():
    assert xss_corpus.COUNT >= 200
    assert len(set(xss_corpus.HTML)) == len(xss_corpus.HTML)


@pytest.mark.parametrize("document", list(xss_corpus.documents()))
def test_editor_json(document):
    for html in _outputs(document):
        assert faults(html) == []


@pytest.mark.parametrize("html", xss_corpus.HTML)
def test_pasted_html(html):
    for written in _outputs(richtext.from_plain_html(html)):
        assert faults(written) == []


@pytest.mark.parametrize("source", [*xss_corpus.MARKDOWN, *xss_corpus.TEXTS])
def test_markdown(source):
    document = richtext.from_markdown(source)
    for written in _outputs(document):
        assert faults(written) == []
    assert (
        faults(richtext.to_html(richtext.from_markdown(richtext.to_markdown(document)), making.Shelf().context())) == []
    )


def test_a_body_stored_by_an_older_version_is_cleaned_when_it_is_written():
    stored = making.doc({"type": "paragraph", "content": [{"type": "text", "text": "x", "marks": [
        {"type": "link", "attrs": {"href": "javascript:pwn()"}}]}]})  # fmt: skip
    assert richtext.to_html(stored, making.Shelf().context()) == "<p>x</p>"
    assert "javascript" not in diff.to_html(diff.compare(stored, richtext.paragraphs("y")))


def test_titles_in_a_comparison_are_text():
    html = diff.to_html(
        diff.compare(richtext.empty(), richtext.empty(), titles=("<script>pwn()</script>", "<img onerror=pwn()>"))
    )
    assert faults(html) == []


def test_names_from_resolvers_are_text():
    evil = '"><script>pwn()</script>'
    pages = {"abc": making.page("abc", title=evil, language=evil)}
    shelf = making.Shelf(pages, {"home": [pages["abc"]]})
    people = lambda keys: {key: richtext.PersonRef(key=key, name=evil, url="/p/") for key in keys}  # noqa: E731
    files = lambda keys: {key: richtext.FileRef(key=key, name=evil, url="/f/", preview_url="/t/") for key in keys}  # noqa: E731
    body = making.doc(
        making.block("children"), making.block("include", page="abc"), making.block("image", file="f"),
        {"type": "paragraph", "content": [making.block("mention", person="a"), making.block("fileLink", file="b")]},
    )  # fmt: skip
    assert faults(richtext.to_html(body, shelf.context(people=people, files=files))) == []


@given(making.documents | making.junk)
@settings(max_examples=150, deadline=None)
def test_any_document_is_harmless(document):
    compiled = richtext.compile(document)
    assert faults(render(compiled, making.Shelf().context(may_edit=True))) == []
