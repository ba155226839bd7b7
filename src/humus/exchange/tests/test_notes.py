"""Footnotes on their way to Word and web pages, and back; those of other programs."""

from __future__ import annotations

import io
import time
import zipfile
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from lxml import etree
from lxml import html as lhtml

from humus.exchange.into.webnotes import MOST_USES, bring_notes
from humus.exchange.into.word_math import NOTE
from humus.exchange.tests.conftest import publish
from humus.exchange.tests.test_export import taken
from humus.exchange.tests.test_import import brought
from humus.kit.richtext.references import walk
from humus.pages.models import Text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORDS = (
    "Soil holds carbon:footnote[Down to 30 cm, see https://example.org/a.] for long:footnote[Mostly.].\n\nA last line."
)


def notes_of(parcel: Any) -> tuple[list[str], list[str]]:
    """The notes of the first page that was brought, and its paragraphs."""
    doc = Text.objects.get(page__key=next(iter(parcel.choices["tops"]))).body
    nodes = list(walk(doc))
    lines = [
        "".join(part.get("text", "*") for part in node.get("content", ()))
        for node in nodes
        if node["type"] == "paragraph"
    ]
    return [node["attrs"]["text"] for node in nodes if node["type"] == "footnote"], lines


def test_word_knows_notes_as_its_own(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    page = publish(cast.leader, tree.begin("Notes", tree.top), "Notes", WORDS)
    made, notices = taken(cast.member, page, "docx", tree=False)
    assert notices == []
    parts = zipfile.ZipFile(io.BytesIO(made.content))
    written = etree.fromstring(parts.read("word/footnotes.xml"))
    said = ["".join(note.itertext()).strip() for note in written if note.get(f"{W}type") is None]
    assert said == ["Down to 30 cm, see https://example.org/a.", "Mostly."]
    assert b"https://example.org/a" in parts.read("word/_rels/footnotes.xml.rels")
    assert b"/word/footnotes.xml" in parts.read("[Content_Types].xml")
    document = docx.Document(io.BytesIO(made.content))
    body = document.element.body
    assert [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")] == ["1", "2"]
    assert not any("Mostly" in paragraph.text for paragraph in document.paragraphs), "nothing is said twice"


@pytest.mark.parametrize("kind", ["docx", "html", "md"])
def test_notes_come_back(cast: SimpleNamespace, tree: SimpleNamespace, kind: str) -> None:
    page = publish(cast.leader, tree.begin("Notes", tree.top), "Notes", WORDS)
    made, _notices = taken(cast.member, page, kind, tree=False)
    notes, lines = notes_of(brought(cast.member, tree.detail, made.name, made.content))
    assert notes == ["Down to 30 cm, see https://example.org/a.", "Mostly."]
    assert lines == ["Soil holds carbon* for long*.", "A last line."]


PANDOC = """<html><body><h1>Notes</h1><p>Soil<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a> lives.</p>
<section class="footnotes"><hr><ol>
<li id="fn1"><p>It <em>does</em>.<a href="#fnref1" class="footnote-back">↩︎</a></p></li>
</ol></section></body></html>"""
LONG = f"""<html><body><h1>Notes</h1><p>Soil<sup><a href="#fn1">1</a></sup> lives.</p>
<ol><li id="fn1"><p>{"Very long. " * 200}</p></li><li id="other"><p>Another.</p></li></ol></body></html>"""


def test_notes_of_other_programs_are_known(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    notes, lines = notes_of(brought(cast.member, tree.detail, "notes.html", PANDOC))
    assert (notes, lines) == (["It does."], ["Soil* lives."])


def test_what_is_too_long_for_a_note_stays_below(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    notes, lines = notes_of(brought(cast.member, tree.detail, "notes.html", LONG))
    assert notes == []
    assert lines[0] == "Soil1 lives."
    assert "Very long." in lines[1]
    assert lines[2] == "Another."


def test_very_many_signs_cost_little() -> None:
    """Notes within notes and thousands of signs for one: bounded, and nothing falls out."""
    deep = "".join(f"<li id=fn{n}>w{n}<ol>" for n in range(60))
    signs = "<p>" + "<a href=#fn1>1</a>" * 3000 + "</p>"
    root = lhtml.document_fromstring(f"<body>{signs}<ol>{deep}</body>")
    begun = time.process_time()
    bring_notes(root)
    assert time.process_time() - begun < 1
    assert root.text_content().count(NOTE) == MOST_USES
