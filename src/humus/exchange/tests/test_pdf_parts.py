"""A large tree as PDF: set in parts, it is the same document as in one piece."""

from __future__ import annotations

import io
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pypdf import PdfReader

from humus.exchange import carrying
from humus.exchange.book import Book, Chapter, Kept
from humus.exchange.out import joining, parts, pdf, sheets, typesetting
from humus.exchange.out.typesetting import NotSet
from humus.exchange.out.weighing import weigh
from humus.exchange.tests.conftest import picture
from humus.exchange.tests.structures import Read
from humus.exchange.trees import tree as tree_of
from humus.kit import richtext
from humus.kit.richtext import RenderContext

SITE = "https://h.example"
TABLE = "| Plot | Carbon |\n|---|---:|\n| A | **12** |\n| B | 14 |\n"
IMAGE = '<figure><img src="/files/soil/" alt="A soil profile"></figure>'
PAGES = [
    (
        "guide",
        0,
        "en",
        "The guide",
        f"Read [method](page:method).\n\n## Begin\n\n{TABLE}\n### Deep *one*\n\nwords",
        IMAGE,
    ),
    ("method", 1, "en", "Method", f"## Sampling\n\n{'Soil holds carbon. ' * 400}\n\n- one\n  - two\n\n{TABLE}", ""),
    (
        "arabic",
        2,
        "ar",
        "التربة",
        "## الطريقة\n\nالكربون.\n\n| القطعة | الكربون |\n|---|---|\n| أ | ١٢ |",
        "",
    ),
    ("chinese", 2, "zh-hans", "土壤碳", "## 方法\n\n土壤碳储量 🌱。", IMAGE),
    ("results", 1, "en", "Results", "## First\n\n> [!note]\n> Mind\n\n`code` and [out](https://example.org).", ""),
    ("french", 2, "fr", "Résultats", "## Détail\n\nSols œuvrés.", ""),
]
LINKS = (
    '<p><a href="/p/results/">results</a>, <a href="/p/method/#h-sampling">sampling</a>, '
    '<a href="/p/arabic/#h-الطريقة">الطريقة</a>, <a href="/p/french/#spot">a spot</a>, '
    '<a href="#spot">here</a></p><p id="spot">The spot.</p>'
)


def book(pages: list[Any] = PAGES) -> Book:
    chapters = []
    for key, depth, language, title, words, more in pages:
        doc = richtext.from_markdown(words.replace("page:", f"{SITE}/p/"))
        html = richtext.to_html(doc, RenderContext(target="pdf", language=language), language=language)
        path = f"/p/{key}/"
        facts: dict[str, Any] = {"key": key, "depth": depth, "language": language, "title": title, "path": path}
        chapters.append(Chapter(url=SITE + path, doc=doc, html=html + more + LINKS, **facts))
    stored = ContentFile(picture().read())
    stored.open = lambda mode: io.BytesIO(stored.file.getvalue())  # type: ignore[method-assign, attr-defined]
    kept = Kept(key="soil", name="soil.png", media_type="image/png", size=9, width=60, height=40, stored=stored)
    return Book(
        chapters=chapters, language="en", made_on=date(2026, 11, 30), site="Site", site_url=SITE, space="Space",
        tree=True, files={"soil": kept},
    )  # fmt: skip


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three parts or so."""
    monkeypatch.setattr(parts, "WHOLE", 0)
    monkeypatch.setattr(parts, "PART", 2_500_000)


@pytest.fixture(scope="module")
def whole() -> bytes:
    one = book()
    made = pdf.make(one).content
    assert one.notices == []
    return made


@pytest.fixture(scope="module")
def joined() -> bytes:
    called = []
    join = joining.join
    one = book()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "WHOLE", 0)
        patch.setattr(parts, "PART", 1)
        patch.setattr(joining, "join", lambda *given: called.append(join(*given)))
        made = pdf.make(one).content
    assert (one.notices, len(called)) == ([], 1)
    return made


def texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_says_the_same_page_by_page_with_the_same_numbers(whole: bytes, joined: bytes) -> None:
    assert texts(joined) == texts(whole)
    pages = texts(joined)
    assert len(pages) == 9
    for number, words in enumerate(pages[1:], 2):
        assert f"{number} / 9" in words


def test_tells_a_screen_reader_the_same_in_the_same_order_and_languages(whole: bytes, joined: bytes) -> None:
    one, other = Read(joined), Read(whole)
    assert one.told() == other.told()
    assert {language for *_, language in one.elements()} >= {"en", "ar", "zh", "fr"}


def test_every_mark_link_and_cell_has_its_element(whole: bytes, joined: bytes) -> None:
    assert list(Read(whole).faults()) == []
    assert list(Read(joined).faults()) == []


def test_bookmarks_and_links_lead_to_the_same_places(whole: bytes, joined: bytes) -> None:
    one, other = Read(joined), Read(whole)
    assert one.bookmarks() == other.bookmarks()
    assert [title for _depth, title, _place in one.bookmarks()][:4] == ["The guide", "Begin", "Deep one", "Method"]
    links = [one.target(link) for page in one.pdf.pages for link in page.obj.get("/Annots", [])]
    assert links == [other.target(link) for page in other.pdf.pages for link in page.obj.get("/Annots", [])]
    assert len([place for place in links if isinstance(place, tuple)]) > 30


def test_says_of_itself_what_one_piece_says(whole: bytes, joined: bytes) -> None:
    one, other = Read(joined), Read(whole)
    for key in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
        assert one.root[key] == other.root[key]
    about, same = (read.root.Metadata.read_bytes() for read in (one, other))
    for words in (b"<pdfuaid:part>1</pdfuaid:part>", b"<xmpTPg:NPages>9</xmpTPg:NPages>", b"<rdf:li>en</rdf:li>"):
        assert words in about
        assert words in same
    assert PdfReader(io.BytesIO(joined)).metadata == PdfReader(io.BytesIO(whole)).metadata


def test_picture_of_several_parts_is_kept_once(joined: bytes) -> None:
    reader = Read(joined)
    shown = [image.objgen for page in reader.pdf.pages for image in page.get("/Resources").get("/XObject", {}).values()]
    assert (len(shown), len(set(shown))) == (2, 1)


def test_part_that_cannot_be_set_gives_its_words_and_a_notice(
    small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = sheets.chapter

    def spoilt(book: Book, one: Chapter, *given: Any) -> str:
        return write(book, one, *given) + ("\nno-such-function()" if one.key == "method" else "")

    monkeypatch.setattr(sheets, "chapter", spoilt)
    one = book()
    content = pdf.make(one).content
    assert len(one.notices) == 1
    assert "Some of these pages could only be laid out as plain text" in one.notices[0]
    reader = Read(content)
    assert list(reader.faults()) == []
    assert "Soil holds carbon." in "".join(texts(content))
    (place,) = {at for _depth, title, at in reader.bookmarks() if title == "Method"}
    # What is gone is found by its chapter.
    assert [reader.place(reader.names[name]) for name in (b"method", b"method-h-sampling")] == [place, place]


@pytest.mark.parametrize("broken", ["join", "_plan"])
def test_what_cannot_be_joined_is_set_in_one_piece(
    small_parts: None, whole: bytes, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    plan = parts._plan

    def refuse(*given: Any) -> None:
        raise NotSet("no")

    def wrong(*given: Any) -> dict[str, Any]:
        made = plan(*given)
        made["places"]["results"][0] += 1
        return made

    monkeypatch.setattr(*{"join": (joining, "join", refuse), "_plan": (parts, "_plan", wrong)}[broken])
    one = book()
    assert texts(pdf.make(one).content) == texts(whole)
    assert one.notices == []


def test_sign_without_a_letter_in_one_part_is_told_and_claimed_by_none(small_parts: None) -> None:
    one = book([*PAGES, ("odd", 1, "en", "Odd", "Cuneiform \U00012000 here", "")])
    reader = Read(pdf.make(one).content)
    assert len(one.notices) == 1
    assert "not to the full standard" in one.notices[0]
    assert b"pdfuaid:part" not in reader.root.Metadata.read_bytes()
    assert list(reader.faults()) == []


def test_one_untagged_part_makes_an_untagged_document_with_its_notice(
    small_parts: None, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = typesetting.typeset
    monkeypatch.setattr(typesetting, "typeset", lambda folder, name: (done(folder, name), "untagged")[name == "part-1"])
    one = book()
    content = pdf.make(one).content
    reader = Read(content)
    assert [notice for notice in one.notices if "not tagged" in notice] == one.notices
    assert len(one.notices) == 1
    assert texts(content) == texts(whole)
    assert reader.bookmarks() == Read(whole).bookmarks()
    assert not {"/StructTreeRoot", "/MarkInfo"} & set(reader.root.keys())
    assert not any("/StructParents" in page.obj for page in reader.pdf.pages)
    assert b"pdfuaid:part" not in reader.root.Metadata.read_bytes()


def test_small_tree_is_set_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    names = []
    done = typesetting.typeset
    monkeypatch.setattr(pdf, "typeset", lambda folder, name: (names.append(name), done(folder, name))[1])
    pdf.make(book())
    assert names == ["sheet"]


def test_parts_hold_every_chapter_once_and_about_as_much_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", 100)
    weights = [30, 40, 50, 10, 250, 20, 30, 60, 10]
    desk: Any = SimpleNamespace(weights=weights, book=SimpleNamespace(chapters=list(range(9))))
    groups = list(parts._groups(desk))
    assert [chapter for group in groups for chapter in group] == list(range(9))
    assert groups == [[0, 1], [2, 3], [4], [5, 6], [7, 8]]


def test_weight_grows_with_what_a_chapter_holds() -> None:
    def weight(html: str) -> int:
        one = book([("k", 0, "en", "T", "x", html)])
        return weigh(tree_of(one, one.top), {"soil": ("picture-0.png", 60, 40), "photo": ("p.jpg", 4000, 3000)})

    least = weight("")
    assert weight("<p>words</p>") - least == 18_000 + 5 * 350
    table = "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    assert weight(table) - least == 18_000 + 2 * (26_000 + 350)
    assert weight('<img src="/files/soil/">') - least == 60 * 40 * 15
    # A photograph is made smaller before it is shown.
    assert weight('<img src="/files/photo/">') - least == pytest.approx(1400 * 1050 * 5, abs=1)
    assert weight('<svg viewBox="0 0 9 9"><path d="M0 0h9"></path></svg>') - least > 4000


@pytest.mark.django_db
def test_progress_grows_to_all_pages_and_says_all_only_at_the_end(
    cast: SimpleNamespace, tree: SimpleNamespace, small_parts: None
) -> None:
    told: list[tuple[int, int]] = []
    facts: dict[str, Any] = {"kind": "pdf", "tree": True, "language": "en"}
    made, notices = carrying.take_out(
        actor=cast.member, page=tree.top, progress=lambda *given: told.append(given), **facts
    )
    assert notices == []
    assert {total for _done, total in told} == {3}
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert told[-1] == (3, 3)
    assert len(told) > 6
    assert "/ 5" in texts(made.content)[4]
