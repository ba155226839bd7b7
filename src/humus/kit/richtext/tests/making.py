"""Documents and contexts for these tests."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hypothesis import strategies as st

from humus.kit import richtext
from humus.kit.richtext import FileRef, PageRef, PersonRef, RenderContext

Node = dict[str, Any]


def doc(*content: Node) -> Node:
    return {"type": "doc", "content": list(content)}


def text(words: str, *marks: str) -> Node:
    return {"type": "text", "text": words} | ({"marks": [{"type": mark} for mark in marks]} if marks else {})


def paragraph(words: str = "", key: str = "") -> Node:
    node: Node = {"type": "paragraph", "content": [text(words)]} if words else {"type": "paragraph"}
    return node | ({"attrs": {"id": key}} if key else {})


def heading(words: str, level: int = 2) -> Node:
    return {"type": "heading", "attrs": {"level": level}, "content": [text(words)]}


def block(name: str, /, **attrs: Any) -> Node:
    return {"type": name, "attrs": attrs}


def table(*rows: str, key: str = "tttt") -> Node:
    """``table("a|b", "1|2")``: the first row is the header."""

    def cell(words: str, head: bool) -> Node:
        return {"type": "tableHeader" if head else "tableCell", "content": [paragraph(words)]}

    content = [
        {"type": "tableRow", "content": [cell(words, index == 0) for words in row.split("|")]}
        for index, row in enumerate(rows)
    ]
    return {"type": "table", "attrs": {"id": key}, "content": content}


def without_ids(document: Node) -> list[Node]:
    out = []
    for node in document["content"]:
        attrs = {name: value for name, value in node.get("attrs", {}).items() if name != "id"}
        rest = {name: value for name, value in node.items() if name != "attrs"}
        out.append(rest | ({"attrs": attrs} if attrs else {}))
    return out


class Shelf:
    """Resolvers over a few dictionaries that count how often each is asked."""

    def __init__(
        self, pages: dict[str, PageRef] | None = None, children: dict[str, list[PageRef]] | None = None
    ) -> None:
        self.stored = pages or {}
        self.below = children or {}
        self.calls: list[tuple[str, frozenset[str]]] = []

    def pages(self, keys: Collection[str], bodies: Collection[str]) -> dict[str, PageRef]:
        self.calls.append(("pages", frozenset(keys)))
        return {key: self.stored[key] for key in keys if key in self.stored}

    def people(self, keys: Collection[str]) -> dict[str, PersonRef]:
        self.calls.append(("people", frozenset(keys)))
        return {key: PersonRef(key=key, name="Ana Soil", url=f"/people/{key}/") for key in keys if key != "gone"}

    def files(self, keys: Collection[str]) -> dict[str, FileRef]:
        self.calls.append(("files", frozenset(keys)))
        return {
            key: FileRef(key=key, name=f"{key}.pdf", url=f"/files/{key}/", size=2048) for key in keys if key != "gone"
        }

    def children(self, keys: Collection[str]) -> dict[str, list[PageRef]]:
        self.calls.append(("children", frozenset(keys)))
        return {key: self.below.get(key, []) for key in keys}

    def context(self, **more: Any) -> RenderContext:
        given = {"pages": self.pages, "people": self.people, "files": self.files, "children": self.children}
        return RenderContext(page="home", **(given | more))


def page(key: str, *content: Node, **more: Any) -> PageRef:
    given: dict[str, Any] = {"title": f"Page {key}", "url": f"/p/{key}/", "body": richtext.clean(doc(*content))}
    return PageRef(key=key, **(given | more))


_words = st.text(alphabet="abc é<>&\"'`:/#*_[]()!|~\\-=+. 漢ع\u200d1", min_size=1, max_size=12)
_keys = st.from_regex(r"[a-z0-9]{3,8}", fullmatch=True)
_marks = st.lists(
    st.sampled_from([{"type": name} for name in ("bold", "italic", "underline", "strike", "highlight", "code")])
    | st.builds(lambda key: {"type": "link", "attrs": {"href": f"page:{key}"}}, _keys)
    | st.just({"type": "link", "attrs": {"href": "https://example.org/a?b=1&c=2"}}),
    max_size=3,
)
_inline = st.lists(
    st.builds(lambda words, marks: {"type": "text", "text": words, "marks": marks}, _words, _marks)
    | st.just({"type": "hardBreak"})
    | st.builds(lambda key, label: block("mention", person=key, label=label), _keys, _words)
    | st.builds(lambda words: block("status", text=words, tone="success"), _words)
    | st.just(block("date", value="2026-05-01")),
    max_size=4,
)
_line = st.builds(lambda content: {"type": "paragraph", "content": content}, _inline)
_leaf = (
    _line
    | st.builds(
        lambda level, content: {"type": "heading", "attrs": {"level": level}, "content": content},
        st.integers(0, 9),
        _inline,
    )
    | st.builds(lambda words: {"type": "codeBlock", "content": [text(words)]}, _words)
    | st.sampled_from(
        [{"type": "horizontalRule"}, block("toc", depth=3), block("children"), block("include", page="abc")]
    )
    | st.builds(lambda words: block("image", file="f1", alt=words, caption=words), _words)
)


def _nest(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    content = st.lists(inner, min_size=1, max_size=3)

    def items(name: str) -> st.SearchStrategy[Node]:
        item = "taskItem" if name == "taskList" else "listItem"
        return st.builds(
            lambda parts: {"type": name, "content": [{"type": item, "content": [part]} for part in parts]}, content
        )

    def cells(rows: list[list[Node]]) -> Node:
        return {
            "type": "table",
            "content": [{"type": "tableRow", "content": [{"type": "tableCell", "content": row}]} for row in rows],
        }

    boxes = st.sampled_from(["callout", "expand", "excerpt", "blockquote"])
    return (
        items("bulletList")
        | items("orderedList")
        | items("taskList")
        | st.builds(lambda name, parts: {"type": name, "attrs": {"title": "T"}, "content": parts}, boxes, content)
        | st.builds(cells, st.lists(content, min_size=1, max_size=2))
    )


blocks = st.recursive(_leaf, _nest, max_leaves=8)
documents = st.builds(lambda content: doc(*content), st.lists(blocks, max_size=6))

_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 2**40)
    | st.text(st.characters(exclude_characters="\x00"), max_size=8)
    | st.sampled_from(["doc", "text", "paragraph", "listItem"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "content", "attrs", "marks", "text", "id", "href", "level"]), inner, max_size=5
        )
    ),
    max_leaves=30,
)
junk = st.builds(lambda content: {"type": "doc", "content": content}, st.lists(_json, max_size=5))
