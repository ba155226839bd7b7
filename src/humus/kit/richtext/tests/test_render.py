"""HTML, text and everything that is read from a document."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from humus.kit import richtext
from humus.kit.richtext import Compiled, PageRef, References, attributes, blocks

from .making import Shelf, block, doc, heading, page, paragraph, table, text


def html(*content, shelf=None, **context):
    return richtext.to_html(doc(*content), (shelf or Shelf()).context(**context))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (paragraph("a & b"), "<p>a &amp; b</p>"),
        (heading("Our goals", 3), '<h3 id="h-our-goals">Our goals</h3>'),
        (block("horizontalRule"), "<hr>"),
        ({"type": "blockquote", "content": [paragraph("q")]}, "<blockquote><p>q</p></blockquote>"),
        (
            {
                "type": "orderedList",
                "attrs": {"start": 3},
                "content": [{"type": "listItem", "content": [paragraph("x")]}],
            },
            '<ol start="3"><li>x</li></ol>',
        ),
        (
            {"type": "codeBlock", "attrs": {"language": "python"}, "content": [text("a < b\n")]},
            '<pre dir="ltr" tabindex="0"><code class="language-python">a &lt; b\n</code></pre>',
        ),
        (
            {"type": "callout", "attrs": {"kind": "decision"}, "content": [paragraph("yes")]},
            '<div class="callout callout--decision"><p class="callout__title">Decision</p><p>yes</p></div>',
        ),
        (
            {"type": "expand", "attrs": {"title": "More"}, "content": [paragraph("x")]},
            '<details class="expand"><summary>More</summary><p>x</p></details>',
        ),
        ({"type": "excerpt", "content": [paragraph("x")]}, "<p>x</p>"),
        (
            {
                "type": "paragraph",
                "content": [block("status", text="Done", tone="success"), block("date", value="2026-05-01")],
            },
            '<p><span class="status status--green">Done</span><time datetime="2026-05-01">1 May 2026</time></p>',
        ),
    ],
)
def test_blocks(node, expected):
    assert html(node) == expected


def test_a_mark_over_several_texts_is_one_element():
    link = {"type": "link", "attrs": {"href": "https://example.org/"}}
    line = [
        {"type": "text", "text": "a", "marks": [link]},
        {"type": "text", "text": "b", "marks": [link, {"type": "bold"}]},
    ]
    assert html({"type": "paragraph", "content": line}) == (
        '<p><a href="https://example.org/" class="external" rel="external noopener">a<strong>b</strong></a></p>'
    )


def test_a_table_has_a_head_and_cells_with_spans_and_classes():
    node = table("Name|Value", "a|1")
    node["content"][1]["content"][1]["attrs"] = {"align": "end", "width": "narrow", "colspan": 2}
    assert html(node) == (
        '<div class="table-wrap" role="group" tabindex="0" aria-label="Table"><table><thead><tr>'
        '<th scope="col">Name</th><th scope="col">Value</th></tr></thead>'
        '<tbody><tr><td>a</td><td colspan="2" class="numbers cell--narrow">1</td>'
        "</tr></tbody></table></div>"
    )


def test_task_lists_say_in_words_what_is_done():
    items = [{"type": "taskItem", "attrs": {"checked": done}, "content": [paragraph("t")]} for done in (True, False)]
    assert html({"type": "taskList", "content": items}) == (
        '<ul class="tasks"><li class="task task-done"><span class="visually-hidden">Done:</span> t</li>'
        '<li class="task"><span class="visually-hidden">To do:</span> t</li></ul>'
    )


def test_dates_and_labels_are_in_the_language_of_the_page():
    node = {"type": "paragraph", "content": [block("date", value="2026-05-01")]}
    with translation.override("en"):
        assert richtext.compile(doc(node), language="fr").html == [
            '<p><time datetime="2026-05-01">1 mai 2026</time></p>'
        ]


def test_links_to_pages_follow_the_page_and_are_plain_text_where_it_may_not_be_seen():
    link = {"type": "text", "text": "x", "marks": [{"type": "link", "attrs": {"href": "page:abc#h-a"}}]}
    node = {"type": "paragraph", "content": [link]}
    shelf = Shelf({"abc": PageRef(key="abc", title="T", url="/p/abc/")})
    assert html(node, shelf=shelf) == '<p><a href="/p/abc/#h-a">x</a></p>'
    assert html(node) == "<p><a>x</a></p>"
    assert 'class="link-broken"' in html(node, may_edit=True)


def test_mentions_show_the_name_of_today():
    line = {
        "type": "paragraph",
        "content": [block("mention", person="p1", label="Old"), block("mention", person="gone", label="Old")],
    }
    assert html(line) == '<p><a class="mention" href="/people/p1/">@Ana Soil</a><span class="mention">@Old</span></p>'


def test_images_and_files():
    assert html(block("image", file="f1", alt="A field", caption="May", width="small")) == (
        '<figure class="image image--small"><img src="/files/f1/" alt="A field" loading="lazy">'
        "<figcaption>May</figcaption></figure>"
    )
    line = {
        "type": "paragraph",
        "content": [block("fileLink", file="f1"), block("fileLink", file="gone", label="Report")],
    }
    size = '<span class="muted small">(2.0\xa0KB)</span>'
    assert html(line) == f'<p><a class="file" href="/files/f1/">f1.pdf</a> {size}<span class="file">Report</span></p>'
    assert html(block("image", file="gone")) == ""
    assert "deleted" in html(block("image", file="gone"), may_edit=True)


def test_an_included_page_is_shown_with_its_own_anchors_and_language():
    shelf = Shelf({"abc": page("abc", heading("Part"), block("toc"), language="pt")})
    assert html(heading("Part"), block("include", page="abc"), shelf=shelf) == (
        '<h2 id="h-part">Part</h2><div class="included" lang="pt" dir="ltr"><h2 id="h-abc-part">Part</h2>'
        '<nav class="contents" aria-label="Table of contents"><ol><li><a href="#h-abc-part">Part</a></li></ol></nav>'
        "</div>"
    )


def test_an_include_that_breaks_is_told_to_editors_and_hidden_from_readers():
    shelf = Shelf({
        "gone": PageRef(key="gone", visible=False, problem="deleted"),
        "secret": PageRef(key="secret", visible=False, title="Secret", problem="restricted"),
        "me": page("me", block("include", page="home")),
        "noexcerpt": page("noexcerpt", paragraph("x")),
    })  # fmt: skip
    wrong = {"gone": "deleted", "secret": "restricted", "missing": "not found"}
    for key, words in wrong.items():
        assert html(block("include", page=key), shelf=shelf) == ""
        told = html(block("include", page=key), shelf=shelf, may_edit=True)
        assert words in told
        assert "Secret" not in told
    assert html(block("include", page="me"), shelf=shelf) == '<div class="included"></div>'
    assert "includes itself" in html(block("include", page="me"), shelf=shelf, may_edit=True)
    assert "no excerpt" in html(block("includeExcerpt", page="noexcerpt"), shelf=shelf, may_edit=True)


def test_includes_that_multiply_come_to_an_end():
    tower = {f"p{n}": page(f"p{n}", *[block("include", page=f"p{n + 1}")] * 10, paragraph(f"t{n}")) for n in range(8)}
    assert len(html(block("include", page="p0"), shelf=Shelf(tower))) < 20_000


def test_excerpts_are_included_by_name():
    goals = {"type": "excerpt", "attrs": {"name": "Goals"}, "content": [paragraph("goals")]}
    first = {"type": "excerpt", "content": [paragraph("first")]}
    shelf = Shelf({"abc": page("abc", paragraph("not this"), first, goals)})
    assert html(block("includeExcerpt", page="abc"), shelf=shelf) == '<div class="included"><p>first</p></div>'
    assert (
        html(block("includeExcerpt", page="abc", name="Goals"), shelf=shelf)
        == '<div class="included"><p>goals</p></div>'
    )


def test_children_of_an_included_page_are_its_own():
    inner = page("abc", block("children"))
    shelf = Shelf({"abc": inner}, {"home": [page("one")], "abc": [page("two")]})
    found = html(block("children"), block("include", page="abc"), shelf=shelf)
    assert '<ul class="children"><li><a href="/p/one/">Page one</a></li></ul>' in found
    assert '<ul class="children"><li><a href="/p/two/">Page two</a></li></ul>' in found


def _busy(count):
    links = [
        {"type": "text", "text": "x", "marks": [{"type": "link", "attrs": {"href": f"page:l{n}"}}]}
        for n in range(count)
    ]
    people = [block("mention", person=f"m{n}", label="x") for n in range(count)]
    return doc(
        {"type": "paragraph", "content": [*links, *people]},
        *[block("include", page=f"i{n}") for n in range(count)],
        *[block("image", file=f"f{n}") for n in range(count)],
        block("children"),
    )


@pytest.mark.parametrize("count", [1, 3])
def test_every_resolver_is_asked_once_however_much_there_is(count):
    shelf = Shelf({f"i{n}": page(f"i{n}", paragraph("x")) for n in range(count)})
    richtext.to_html(_busy(count), shelf.context())
    assert sorted(name for name, _keys in shelf.calls) == ["children", "files", "pages", "people"]


def test_a_compiled_page_survives_storage_and_an_older_one_is_refused():
    compiled = richtext.compile(_busy(2), language="en")
    stored = json.loads(json.dumps(compiled.to_json()))
    shelf = Shelf({"i0": page("i0", paragraph("x"), compiled=Compiled.from_json(stored))})
    assert richtext.render(Compiled.from_json(stored), shelf.context()) == richtext.render(compiled, shelf.context())
    assert Compiled.from_json(stored | {"v": 0}) is None
    assert Compiled.from_json(None) is None


def test_included_pages_use_what_was_compiled():
    compiled = richtext.compile(doc(paragraph("stored")))
    shelf = Shelf({"abc": PageRef(key="abc", url="/", compiled=compiled)})
    assert html(block("include", page="abc"), shelf=shelf) == '<div class="included"><p>stored</p></div>'


def test_a_block_that_fails_does_not_take_the_page_with_it(caplog):
    def broken(keys):
        return {key: object() for key in keys}

    assert html(paragraph("a"), block("image", file="x"), files=broken) == "<p>a</p>"
    assert "image failed" in caplog.text


class Counter(blocks.Dynamic):
    name = "testCounter"
    attributes = {"of": attributes.text(20)}

    def load(self, uses, context):
        context.extra["asked"].append([use.get("of") for use in uses])
        return 733

    def view(self, attrs, scope):
        return f"<p>{scope.data[self.name]}</p>"


def test_higher_floors_add_blocks_that_load_once(monkeypatch):
    monkeypatch.setitem(blocks._registry, "testCounter", Counter())
    asked = []
    assert (
        html(block("testCounter", of="a"), block("testCounter", of="b"), extra={"asked": asked})
        == "<p>733</p><p>733</p>"
    )
    assert asked == [["a", "b"]]
    written = richtext.to_markdown(richtext.clean(doc(block("testCounter", of="a b"))))
    assert written == ':::testCounter of="a b"\n'


def test_what_looks_alike_is_drawn_once(monkeypatch):
    drawn = []

    class Told(Counter):
        def view(self, attrs, scope):
            drawn.append((scope.owner, attrs["of"]))
            return f"<p>{scope.owner} {attrs['of']}</p>"

    monkeypatch.setitem(blocks._registry, "testCounter", Told())
    shelf = Shelf({"abc": page("abc", block("testCounter", of="a"))})
    uses = [block("testCounter", of=of) for of in ("a", "b", "a")]
    written = html(*uses, block("include", page="abc"), block("include", page="abc"), shelf=shelf, extra={"asked": []})
    inside = '<div class="included"><p>abc a</p></div>'
    assert written == f"<p>home a</p><p>home b</p><p>home a</p>{inside}{inside}"
    assert drawn == [("home", "a"), ("home", "b"), ("abc", "a")]


def test_mail_has_no_folded_parts_and_full_addresses():
    link = {"type": "text", "text": "x", "marks": [{"type": "link", "attrs": {"href": "/a/"}}]}
    node = {"type": "expand", "attrs": {"title": "More"}, "content": [{"type": "paragraph", "content": [link]}]}
    context = Shelf().context(target="mail")
    assert richtext.to_html(doc(node), context, base_url="https://x.example") == (
        '<p><strong>More</strong></p><p><a href="https://x.example/a/">x</a></p>'
    )


def test_anchors_are_unique_and_stable():
    found = richtext.outline(
        doc(heading("Goals"), heading("Goals", 3), heading("Goals-2"), heading("مرحبا"), heading("!"))
    )
    assert [one.anchor for one in found] == ["h-goals", "h-goals-2", "h-goals-2-2", "h-مرحبا", "h-section"]


def test_a_heading_is_listed_with_the_day_state_and_person_in_it_and_without_its_notes():
    inside = [
        text("Meeting of "),
        block("date", value="2026-05-01"),
        block("footnote", text="Moved twice"),
        text(" "),
        block("status", text="Done"),
        block("hardBreak"),
        block("mention", person="p", label="Ana"),
    ]
    [found] = richtext.outline(doc({"type": "heading", "content": inside}))
    assert (found.text, found.anchor) == ("Meeting of 1 May 2026 Done @Ana", "h-meeting-of")


def test_table_of_contents_nests_and_stops_at_its_depth():
    found = html(block("toc", depth=2), heading("A"), heading("B", 3), heading("C", 4), heading("D"))
    assert found.startswith(
        '<nav class="contents" aria-label="Table of contents"><ol><li><a href="#h-a">A</a>'
        '<ol><li><a href="#h-b">B</a></li></ol>'
        '</li><li><a href="#h-d">D</a></li></ol></nav>'
    )  # fmt: skip


def test_plain_text():
    items = [{"type": "listItem", "content": [paragraph("one")]}, {"type": "listItem", "content": [paragraph("two")]}]
    line = {
        "type": "paragraph",
        "content": [text("Hello "), block("mention", person="p", label="Ana"), {"type": "hardBreak"}, text("you")],
    }
    body = doc(
        heading("Title"),
        line,
        {"type": "bulletList", "content": items},
        table("a|b", "1|2"),
        block("include", page="abc"),
    )
    assert richtext.to_text(body) == "Title\n\nHello @Ana\nyou\n\none\ntwo\n\na\tb\n1\t2"
    assert "Hello @Ana Soil" in richtext.to_text(body, Shelf().context())


def test_references():
    line = [
        {"type": "text", "text": "a", "marks": [{"type": "link", "attrs": {"href": "page:p1#x"}}]},
        {"type": "text", "text": "b", "marks": [{"type": "link", "attrs": {"href": "https://example.org/"}}]},
        block("mention", person="m1"),
        block("fileLink", file="f1"),
    ]
    body = doc(
        {"type": "paragraph", "content": [*line, *line]}, block("image", file="f2"),
        block("include", page="i1"), block("includeExcerpt", page="i2", name="Goals"),
    )  # fmt: skip
    assert richtext.references(richtext.clean(body)) == References(
        pages=("p1",), people=("m1",), files=("f1", "f2"), includes=("i1",), excerpts=(("i2", "Goals"),),
        urls=("https://example.org/",),
    )  # fmt: skip


def test_excerpt_of_a_document():
    body = doc({"type": "callout", "content": [{"type": "excerpt", "content": [paragraph("x")]}]})
    assert richtext.excerpt(body) == doc(paragraph("x"))
    assert richtext.excerpt(doc(paragraph("x"))) is None


def test_small_documents():
    assert (
        richtext.to_html(richtext.paragraphs("a\nb\r\n\r\nc <d>"), Shelf().context())
        == "<p>a<br>b</p><p>c &lt;d&gt;</p>"
    )
    assert richtext.to_text(richtext.empty()) == ""


def test_the_editor_is_told_titles_and_pictures_the_reader_may_see():
    shelf = Shelf({"abc": page("abc"), "hidden": PageRef(key="hidden", title="Secret", visible=False)})
    body = doc(block("include", page="abc"), block("include", page="hidden"), block("image", file="f1"))
    found = richtext.editor_data(body, shelf.context())
    assert (found["titles"], found["files"]) == ({"abc": "Page abc"}, {"f1": "/files/f1/"})
    assert next(one for one in found["blocks"] if one["name"] == "mention")["inline"]


def test_pages_that_are_listed_or_included_are_words_of_a_text_for_its_reader():
    excerpt = {"type": "excerpt", "attrs": {"name": "aims"}, "content": [paragraph("More carbon")]}
    shelf = Shelf(
        {
            "a": page("a", paragraph("Before"), excerpt, block("children")),
            "s": page("s", paragraph("S"), visible=False),
        },
        {"home": [page("one"), page("secret", visible=False), page("two")], "a": [page("deep")]},
    )
    parts = [block("include", page="a"), block("includeExcerpt", page="a", name="aims"), block("include", page="s")]
    body = richtext.clean(doc(paragraph("Here"), block("children"), *parts))
    words = richtext.to_text(body, shelf.context(target="mail", may_edit=True))
    assert words.split("\n\n") == [
        "Here", "- Page one\n- Page two", "Before", "More carbon", "Page deep", "More carbon",
    ]  # fmt: skip
    assert richtext.to_text(body) == "Here"
