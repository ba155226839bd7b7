"""Words of files: read in a process of their own, found through the rights of the page."""

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfWriter

from humus.pages import domain
from humus.pages.models import Page
from humus.search import finding, indexing, reading, results
from humus.search.filetext import text_of
from humus.search.models import FileRead
from humus.search.tests.making import publish, titles

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document(words: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        archive.writestr("word/document.xml", f'<w:p xmlns:w="{space}"><w:r><w:t>{words}</w:t></w:r></w:p>')
    return out.getvalue()


def upload(cast: SimpleNamespace, page: Page, name: str, content: bytes) -> object:
    return domain.upload(actor=cast.secretary, page=page, uploaded=SimpleUploadedFile(name, content))


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    publish(cast, cast.public, "Front", "Welcome.")
    return publish(cast, cast.public, "Papers", "Files of the meeting.")


def test_words_of_a_file_are_found_and_lead_to_it(cast: SimpleNamespace, page: Page) -> None:
    upload(cast, page, "minutes.docx", document("Wombats dig deep burrows"))
    upload(cast, page, "notes.txt", b"Echidnas too")
    assert reading.read_files() == 2
    assert titles(cast.stranger, "wombats") == ["minutes.docx"]
    found = Client().get("/search/?q=wombats").content.decode()
    assert re.search(r"File</strong> · <bdi>\d+([.]\d)?\xa0(bytes|KB)", found)
    assert titles(cast.stranger, "echidnas space:climate-soil") == ["notes.txt"]
    assert reading.read_files() == 0


def test_what_was_found_is_shown_without_asking_again(
    cast: SimpleNamespace, page: Page, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    upload(cast, page, "wombats.txt", b"Wombats dig.")
    publish(cast, cast.public, "Wombats", "They dig burrows.", "fr")
    person, partner, space = cast.stranger, cast.partner, cast.public
    person.name, person.listed_at, person.shown, person.expertise = (
        "W. Wombats",
        timezone.now(),
        ["expertise"],
        ["peat"],
    )
    partner.name, partner.country, partner.category = "Wombats of Kenya", "KE", "company"
    space.name = {"en": "Space of wombats"}
    for thing in (person, partner, space):
        thing.save()
    reading.read_files()
    indexing.index_person(person)
    indexing.index_organisation(partner)
    indexing.index_space(space)
    found = finding.search(cast.member, "wombats")
    assert {entry.kind for entry in found.entries} == {"file", "page", "person", "organisation", "space"}
    with django_assert_num_queries(0):
        shown = [(one["about"], str(one["space"]), str(one["on"])) for one in map(results.result, found.entries)]
        suggested = [results.suggested(entry)["url"] for entry in found.entries]
        assert all(results.entry_of_feed(entry).path for entry in found.entries if entry.home)
    assert len(shown) == len(suggested) == 5
    assert "Company · Kenya" in [about for about, *_rest in shown]


def test_file_on_a_page_one_may_not_see_is_not_found(cast: SimpleNamespace) -> None:
    closed = publish(cast, cast.force, "Closed", "x")
    upload(cast, closed, "closed.txt", b"Wombats in the ministry")
    reading.read_files()
    assert titles(cast.member, "wombats") == ["closed.txt"]
    assert titles(cast.stranger, "wombats") == []
    assert finding.suggest(cast.stranger, "closed") == []


def test_new_version_takes_the_place_and_a_removed_file_is_forgotten(cast: SimpleNamespace, page: Page) -> None:
    file = upload(cast, page, "minutes.docx", document("Wombats"))
    reading.read_files()
    upload(cast, page, "minutes.docx", document("Echidnas"))
    reading.read_files()
    assert titles(cast.stranger, "wombats") == []
    assert titles(cast.stranger, "echidnas") == ["minutes.docx"]
    domain.remove_file(actor=cast.secretary, file=file)
    assert titles(cast.stranger, "echidnas") == []


def test_spoilt_file_is_noted_and_found_by_its_name(cast: SimpleNamespace, page: Page) -> None:
    upload(cast, page, "spoilt.docx", b"PK\x03\x04 not a document")
    reading.read_files()
    assert FileRead.objects.get().trouble == "unreadable"
    assert titles(cast.stranger, "spoilt.docx") == ["spoilt.docx"]


def test_file_that_takes_too_long_is_given_up(
    cast: SimpleNamespace, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.001)
    upload(cast, page, "long.docx", document("Wombats"))
    reading.read_files()
    assert FileRead.objects.get().trouble == "time"


def test_entities_of_a_hostile_document_lead_nowhere() -> None:
    out = io.BytesIO()
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<!DOCTYPE d [<!ENTITY e0 "x">{bomb}]><t>&e11;</t>')
    with pytest.raises(Exception, match=r"amplification|entit"):
        text_of(WORD, out.getvalue())


def test_document_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<t>" + b" " * 90_000_000 + b"</t>")
    with pytest.raises(ValueError, match="too large"):
        text_of(WORD, out.getvalue())


def test_pdf_without_words_is_read_as_nothing() -> None:
    out = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(out)
    assert text_of("application/pdf", out.getvalue()).strip() == ""
