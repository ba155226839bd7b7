"""PDF: what a reader, a screen reader and a printer find in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import html as lhtml
from pypdf import PdfReader

from humus.exchange import carrying
from humus.exchange.book import Book, Chapter
from humus.exchange.out import pdf, sheets
from humus.exchange.out.quoting import quoted
from humus.exchange.out.typst_blocks import Blocks
from humus.exchange.tests.conftest import publish
from humus.kit import richtext
from humus.kit.richtext import RenderContext

EVERYTHING = """Words with **bold**, *italic*, ~~gone~~, `code`, :u[under] :mark[hi] H:sub[2]O :status[Done]{success}.

## Lists

- one
  - nested
- [x] no task here

3. three

- [ ] open
- [x] done

| Plot | Carbon |
|------|-------:|
| A | **12** |

```python
print("#set page(fill: red)")
```

> quote

> [!warning]
> Mind

Said:footnote[A remark.] and measured:cite[Minasny (2017). Soil carbon 4 per mille.]{10.1016/j.geoderma.2017.01.002}
again:cite[Minasny (2017). Soil carbon 4 per mille.]{10.1016/j.geoderma.2017.01.002} with :math[E = mc^2].

```math
SOC = \\frac{a}{b}
```

:::expand "More"
inside
:::

::::columns
:::column
left
:::
:::column
right
:::
::::

::::tabs
:::tab "First"
one
:::
:::tab "Second"
two
:::
::::

:::properties
| Owner | Ana |
|-------|-----|
| Due | :date[2026-05-01] |
:::

:::chart kind=bar title="Stocks"
| Plot | Stock |
|------|------:|
| A | 12 |
| B | 15 |
:::

---

:::toc depth=3

#### Deep and [out](https://example.org) and `#panic("x")` \\$x\\$ @label <here> \\\\ "quoted"
"""


def chapter(words: str, language: str = "en", html: str = "") -> Chapter:
    doc = richtext.from_markdown(words)
    made = html or richtext.to_html(doc, RenderContext(target="pdf", language=language), language=language)
    return Chapter(
        key="k", title="Title", language=language, url="https://h.example/s/a/k/", path="/s/a/k/", depth=0, doc=doc,
        html=made,
    )  # fmt: skip


def book_of(one: Chapter) -> Book:
    facts: dict[str, Any] = {"site": "Site", "site_url": "https://h.example", "space": "Space", "tree": False}
    return Book(chapters=[one], language=one.language, made_on=date(2026, 11, 29), **facts)


def made(words: str, language: str = "en", html: str = "") -> tuple[PdfReader, list[str]]:
    book = book_of(chapter(words, language, html))
    return PdfReader(io.BytesIO(pdf.make(book).content)), book.notices


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.django_db
def test_tree_is_one_tagged_document_with_cover_contents_and_bookmarks(
    cast: SimpleNamespace, tree: SimpleNamespace
) -> None:
    file, notices = carrying.take_out(actor=cast.member, page=tree.top, kind="pdf", tree=True, language="en")
    reader = PdfReader(io.BytesIO(file.content))
    root = reader.trailer["/Root"]
    assert notices == []
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]
    assert reader.metadata.title == "Field guide"  # type: ignore[union-attr]
    assert list(bookmarks(reader.outline)) == ["Field guide", "Method", "Goals", "Detail"]
    pages = [page.extract_text() for page in reader.pages]
    assert "With 2 pages below it" in pages[0]
    assert "Contents" in pages[1]
    assert "/ 5" in pages[2]
    assert "/s/ndcs/field-guide/" in pages[2]
    assert sum(len(page.images) for page in reader.pages) == 1
    assert b"A soil profile" in file.content or "A soil profile" in alts(reader)


def bookmarks(outline: Any) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from bookmarks(one)
        else:
            yield str(one.title)


def alts(reader: PdfReader) -> str:
    found = (number.get_object() for number in map(reader.get_object, range(1, len(reader.xref[0]) + 1)) if number)
    return " ".join(str(one["/Alt"]) for one in found if isinstance(one, dict) and "/Alt" in one)


def test_formulas_charts_and_columns_are_drawn() -> None:
    reader, notices = made(EVERYTHING)
    text = text_of(reader)
    assert notices == []
    assert "𝐸 = 𝑚𝑐2" in text
    assert "𝑆𝑂𝐶 = 𝑎 𝑏" in text
    assert "left right" in text
    # Once in the drawing, once in its table.
    assert text.count("\n15\n") + text.count("B 15\n") == 2
    assert "↩" not in text


def test_a_heading_in_a_column_can_be_led_to_from_the_contents() -> None:
    columns = "::::columns\n:::column\n## Left\none\n:::\n:::column\n## Right\ntwo\n:::\n::::"
    reader, notices = made(f":::toc\n\n{columns}")
    assert notices == []
    assert list(bookmarks(reader.outline)) == ["Title", "Left", "Right"]


def test_a_page_with_contents_of_its_own_gets_no_second_ones() -> None:
    headings = "\n\n".join(f"## Part{number}\n\nwords" for number in range(4))
    assert text_of(made(headings)[0]).count("Part2") == 2
    assert text_of(made(f":::toc\n\n{headings}")[0]).count("Part2") == 2


def test_a_drawing_without_colours_of_its_own_is_no_black_field() -> None:
    blocks = Blocks({}, set())
    bare = '<p>Share</p><svg viewBox="0 0 9 9"><rect class="bar" width="9" height="9"/></svg><p>40 %</p>'
    written = blocks.write(lhtml.fragment_fromstring(bare, create_parent="div"))
    assert blocks.drawings == {}
    assert "image(" not in written
    assert "box()" not in written


def test_brackets_grow_around_a_matrix() -> None:
    blocks = Blocks({}, set())
    root = lhtml.fragment_fromstring(richtext.to_html(
        richtext.from_markdown("```math\n\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}\n```"),
        RenderContext(target="pdf"),
    ), create_parent="div")  # fmt: skip
    assert 'math.lr({[#symbol("(")]; math.mat(' in blocks.write(root)


def test_every_block_is_written_and_stays_words() -> None:
    reader, notices = made(EVERYTHING)
    text = text_of(reader)
    assert notices == []
    for words in (
        "three",
        "open",
        "done",
        "Plot",
        "Mind",
        "inside",
        "#set page(fill: red)",
        '#panic("x")',
        "$x$",
        "@label",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", "التربة والكربون"), ("zh-hans", "土壤碳储量"), ("ja", "土壌"), ("ko", "토양"), ("fr", "Sols œuvrés 🌱")],
)
def test_every_script_has_its_letters(language: str, words: str) -> None:
    reader, notices = made(words, language)
    assert notices == []
    assert reader.trailer["/Root"]["/Lang"].startswith(language[:2])
    assert "�" not in text_of(reader)


def test_sign_without_a_letter_gives_a_file_and_a_notice() -> None:
    reader, notices = made("Cuneiform \U00012000 here")
    assert "here" in text_of(reader)
    assert len(notices) == 1
    assert "tagged" in notices[0]


def test_unknown_elements_give_way_to_their_words_and_scripts_to_nothing() -> None:
    html = '<figure class="chart"><svg viewBox="0 0 9 9"><title>Chart</title><path d="M0 0h9"/></svg></figure>'
    html += "<x-new><p>Inside</p></x-new><dl><dt>Term</dt><dd>Meaning</dd></dl><script>no()</script>"
    html += (
        "<math><semantics><mrow><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>=</mo><msup><mi>c</mi><mn>2</mn></msup></mrow>"
    )
    html += '<annotation encoding="application/x-tex">\\frac{a}{b}</annotation></semantics></math>'
    reader, notices = made("x", html=html)
    text = text_of(reader)
    assert notices == []
    assert "Inside" in text
    assert "Meaning" in text
    assert "no()" not in text


def test_holes_and_too_wide_spans_in_tables_do_no_harm() -> None:
    rows = '<tr><td rowspan="9">x</td></tr><tr><td colspan="50">y</td><td>z</td></tr>'
    html = f"<table><tr><th>A</th><th>B</th></tr>{rows}</table>"
    reader, notices = made("x", html=html)
    assert notices == []
    assert "z" in text_of(reader)


def test_deep_nesting_is_written_flat() -> None:
    html = "<ul><li>" * 60 + "<p>deepest</p>" + "</li></ul>" * 60 + "<blockquote>" * 80 + "low" + "</blockquote>" * 80
    reader, _notices = made("x", html=html)
    assert "deepest" in text_of(reader)
    assert "low" in text_of(reader)


def test_what_cannot_be_laid_out_comes_as_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "chapter", lambda *given: "#this-is-no-function()")
    book = book_of(chapter("Still here"))
    reader = PdfReader(io.BytesIO(pdf.make(book).content))
    assert "Still here" in text_of(reader)
    assert "plain text" in book.notices[0]


def test_link_to_what_was_left_out_does_no_harm_and_same_names_are_no_trouble() -> None:
    html = '<p><a href="#gone">there</a> and <a href="#h-a">here</a></p><template id="gone"></template>'
    html += '<h2 id="h-a">First</h2><p>one</p><h2 id="h-a">Second</h2><p id="h-a">two</p>'
    reader, notices = made("x", html=html)
    assert notices == []
    assert "there and here" in text_of(reader)
    assert list(bookmarks(reader.outline)) == ["Title", "First", "Second"]


def test_words_cannot_end_their_quotation_marks() -> None:
    assert quoted('a"b\\c\n\u202e\x00') == '"a\\"b\\\\c\\n"'


@pytest.mark.django_db
def test_arabic_page_runs_from_right_to_left(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    page = publish(cast.leader, tree.begin("دليل", tree.top, "ar"), "دليل", "## الطريقة\n\nالتربة", "ar")
    file, notices = carrying.take_out(actor=cast.member, page=page, kind="pdf", tree=False, language="ar")
    assert notices == []
    assert PdfReader(io.BytesIO(file.content)).trailer["/Root"]["/Lang"] == "ar"


def test_words_of_the_other_direction_keep_their_own() -> None:
    blocks = Blocks({}, set())
    blocks.way = "rtl"
    html = "<p>Soils.</p><p>التربة.</p><ul><li><p>Soils</p></li></ul>"
    html += "<table><tr><td>0-30 cm</td><td>30</td></tr></table>"
    written = blocks.write(lhtml.fragment_fromstring(html, create_parent="div"))
    assert re.findall(r'text\(dir: (\w+), (?:par\()?"([^"]+)"', written) == [("ltr", "Soils."), ("ltr", "0-30 cm")]


def test_addresses_keep_their_order_in_lines_from_right_to_left() -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf.make(book_of(chapter("التربة", "ar"))).content) as document:
        words = document[0].get_textpage()
        # The reader of the file turns what it holds for Arabic.
        end = "/k/a/s/"
        text = words.get_text_range()
        places = [at for at in range(len(text)) if text.startswith(end, at)]
        slash_and_letter = [[words.get_charbox(at + number)[0] for number in (0, 1)] for at in places]
    # In the source and at the foot of the page.
    assert len(slash_and_letter) == 2
    assert all(slash > letter for slash, letter in slash_and_letter)
