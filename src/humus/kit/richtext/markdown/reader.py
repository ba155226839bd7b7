"""Markdown to a document."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .. import blocks
from ..blocks import Node
from ..clean import clean
from ..errors import BadDocument
from ..urls import to_page
from . import directives, elsewhere

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Enough for fifty printed pages; what is larger is refused rather than read for long.
MAX_LENGTH = 200_000
MAX_SIGNS = 20_000
MAX_LINES = 8_000
# Characters that may be read in search of the ends of links, each time counted anew.
MOST_STEPS = 500_000
MOST_BRACKETS = 32
_PLAIN = re.compile(r"[^\x00-\x20\x7f()\\]*")
_SIGNS = "*_~`:!<>&\\|#"
CALLOUTS = {"important": "note", "caution": "warning", "info": "note", "danger": "warning"}
NAMES = {"include-excerpt": "includeExcerpt", "table-of-contents": "toc"}

_CALLOUT = re.compile(r"\[!(\w{1,20})\][ \t]*")
_TASK = re.compile(r"\[([ xX])\](?: |$)")
_ADDRESS = re.compile(r"(https?://[^\s<>\"'`\\]{1,500}(?<![.,;:!?)\]]))")
_MARKS = {"strong": "bold", "em": "italic", "s": "strike"} | {name: name for name in directives.SPANS.values()}
_BLOCKS = {
    "blockquote": "blockquote",
    "bullet_list": "bulletList",
    "ordered_list": "orderedList",
    "list_item": "listItem",
    "table": "table",
    "tr": "tableRow",
    "th": "tableHeader",
    "td": "tableCell",
    "paragraph": "paragraph",
    "heading": "heading",
}


@cache
def _parser() -> MarkdownIt:
    # Loaded where something is read; most processes only show pages.
    from markdown_it import MarkdownIt, helpers

    md = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable(["table", "strikethrough"])
    # ``clean`` decides about addresses; here page: and file: must come through.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    md.use(directives.plugin).use(elsewhere.plugin)
    ours = {"parseLinkLabel": _label_end, "parseLinkDestination": _destination}
    md.helpers = SimpleNamespace(**{**vars(helpers), **ours})  # type: ignore[assignment]
    return md


def _label_end(state: StateInline, start: int, disable_nested: bool = False) -> int:
    """As the parser's own, which reads on to the end for each bracket that stays open: within ``MOST_STEPS`` a text."""
    if state.env.setdefault("steps_left", MOST_STEPS) <= 0:
        return -1
    from markdown_it import helpers

    # Taken first, so that labels within the label have only what is left; what was not read is given back.
    state.env["steps_left"] -= state.posMax - start
    end = helpers.parseLinkLabel(state, start, disable_nested)
    if end >= 0:
        state.env["steps_left"] += state.posMax - end
    return end


def _destination(string: str, pos: int, maximum: int) -> Any:
    """As the parser's own, which goes sign by sign: what cannot be an address is found in leaps, and not read again."""
    from markdown_it import helpers

    if string[pos : pos + 1] == "<":
        return helpers.parseLinkDestination(string, pos, maximum)
    at, depth = pos, 0
    while at < maximum:
        at += len(_PLAIN.match(string, at, maximum)[0])  # type: ignore[index]
        sign = string[at : at + 1] if at < maximum else ""
        if sign == "\\" and at + 1 < maximum and string[at + 1] != " ":
            at += 1
        elif sign == "(":
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
        elif sign != "\\" or at + 1 < maximum:
            break
        if depth > MOST_BRACKETS:
            break
        at += 1
    end = pos if depth else min(at, maximum)
    return helpers.parseLinkDestination(string, pos, end)


def from_markdown(text: str, address: Callable[[str], str] | None = None, *, as_typed: bool = False) -> Node:
    """A clean document; ``#`` headings move one level down where the text uses level 1.

    ``address`` answers another address for one that stands in the text, for instance ``file:KEY`` for a picture; a link
    to the same is ``page:KEY``. With ``as_typed`` the end of a line stays one, as in a field of a form.
    """
    _measure(text)
    tokens = _parser().parse(text.replace("\x00", ""))
    if address:
        _readdress(tokens, address)
    if as_typed:
        _keep_lines(tokens)
    shift = 1 if any(token.type == "heading_open" and token.tag == "h1" for token in tokens) else 0
    return clean(_Builder(shift).build(tokens))


def _readdress(tokens: list[Token], address: Callable[[str], str]) -> None:
    for token in tokens:
        # A file that lies beside the text is named by its place, one of the site by its key.
        if token.type == "directive" and set("./") & set(token.meta.get("file", "")):
            token.meta["file"] = address(token.meta["file"]).removeprefix("file:")
    for child in (child for token in tokens for child in token.children or ()):
        if "src" in child.attrs:
            child.attrs["src"] = address(str(child.attrs["src"]))
        if "href" in child.attrs:
            child.attrs["href"] = to_page(address(str(child.attrs["href"])))


def _keep_lines(tokens: list[Token]) -> None:
    for child in (child for token in tokens for child in token.children or () if child.type == "softbreak"):
        child.type = "hardbreak"


def _measure(text: str) -> None:
    """The parser works about 20 microseconds on a sign that may begin or end something, 50 on a bracket or a line."""
    signs = sum(map(text.count, _SIGNS))
    if len(text) > MAX_LENGTH or signs > MAX_SIGNS or text.count("[") + text.count("\n") > MAX_LINES:
        raise BadDocument(_("This text is too large to be read."))


class _Builder:
    def __init__(self, shift: int) -> None:
        self.shift = shift
        self.stack: list[Node] = [{"type": "doc", "content": []}]

    def build(self, tokens: list[Token]) -> Node:
        for token in tokens:
            handler: Callable[[Token], None] | None = getattr(self, f"_{token.type}", None)
            if handler:
                handler(token)
            elif token.nesting == 1 and token.type.removesuffix("_open") in _BLOCKS:
                self._push(_BLOCKS[token.type.removesuffix("_open")], self._attrs(token))
            elif token.nesting == -1 and token.type.removesuffix("_close") in _BLOCKS:
                self._pop()
        return self.stack[0]

    def _attrs(self, token: Token) -> dict[str, Any]:
        if token.type == "heading_open":
            return {"level": min(6, int(token.tag[1]) + self.shift)}
        if token.type == "ordered_list_open":
            return {"start": int(token.attrs.get("start", 1))}
        align = str(token.attrs.get("style", "")).removeprefix("text-align:")
        return {"align": {"center": "center", "right": "end"}.get(align, "")}

    def _push(self, name: str, attrs: dict[str, Any]) -> None:
        node: Node = {"type": name, "attrs": attrs, "content": []}
        self.stack[-1]["content"].append(node)
        self.stack.append(node)

    def _pop(self) -> None:
        node = self.stack.pop()
        if node["type"] == "blockquote":
            _make_callout(node)
        elif node["type"] == "bulletList":
            _make_tasks(node)
        elif node["type"] == "paragraph":
            self.stack[-1]["content"].pop()
            self.stack[-1]["content"].extend(_split_images(node))

    def _leaf(self, name: str, attrs: dict[str, Any]) -> None:
        self.stack[-1]["content"].append({"type": name, "attrs": attrs})

    def _hr(self, token: Token) -> None:
        self._leaf("horizontalRule", {})

    def _fence(self, token: Token) -> None:
        content = [{"type": "text", "text": token.content.removesuffix("\n")}]
        language = (token.info.split() or [""])[0]
        if language == "math":
            self._leaf("mathBlock", {"source": content[0]["text"]})
            return
        self.stack[-1]["content"].append({"type": "codeBlock", "attrs": {"language": language}, "content": content})

    _code_block = _fence

    def _directive_open(self, token: Token) -> None:
        if token.info in directives.CALLOUTS:
            self._push("callout", {"kind": token.info})
        elif token.info == "hidden":
            self._push(blocks.HIDDEN, {})
        else:
            # A value without a name is the title, or the name where the block has no title.
            self._push(token.info, {"name": token.meta.get("title", ""), **token.meta})

    def _directive_close(self, token: Token) -> None:
        self._pop()

    def _directive(self, token: Token) -> None:
        name = NAMES.get(token.info, token.info)
        block = blocks.get(name)
        if block is None or block.content or block.inline:
            text = f":::{token.info}"
            self.stack[-1]["content"].append({"type": "paragraph", "content": [{"type": "text", "text": text}]})
            return
        self._leaf(name, {key: _typed(value) for key, value in token.meta.items()})

    def _inline(self, token: Token) -> None:
        self.stack[-1]["content"] = inline(token.children or [])


def _typed(value: str) -> Any:
    if value in ("true", "false"):
        return value == "true"
    return int(value) if re.fullmatch(r"-?[0-9]{1,9}", value) else value


def inline(tokens: list[Token]) -> list[Node]:
    """Text with marks; a link to a file becomes a file, one to a person a mention."""
    found: list[Node] = []
    marks: list[dict[str, Any]] = []
    held: list[tuple[int, str]] = []
    for token in tokens:
        name = token.type.rsplit("_", 1)[0]
        if token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            held.append((len(found), href))
            marks.append({"type": "link", "attrs": {"href": href}})
        elif token.type == "link_close":
            marks.pop()
            _special_link(found, *held.pop())
        elif name in _MARKS and token.nesting == 1:
            marks.append({"type": _MARKS[name]})
        elif name in _MARKS and token.nesting == -1:
            marks.pop()
        else:
            found += _leaf(token, list(marks))
    return found


def _leaf(token: Token, marks: list[dict[str, Any]]) -> list[Node]:
    match token.type:
        case "hardbreak":
            return [{"type": "hardBreak"}]
        case "softbreak":
            return [{"type": "text", "text": " ", "marks": marks}]
        case "code_inline":
            return [{"type": "text", "text": token.content, "marks": [*marks, {"type": "code"}]}]
        case "image":
            return [_image(token, marks)]
        case "directive":
            return [_inline_directive(token)]
    return _linked(token.content, marks)


def _linked(words: str, marks: list[dict[str, Any]]) -> list[Node]:
    """Text in which addresses that stand there plainly are links."""
    if "://" not in words or any(mark["type"] == "link" for mark in marks):
        return [{"type": "text", "text": words, "marks": marks}] if words else []
    found: list[Node] = []
    for index, part in enumerate(_ADDRESS.split(words)):
        link = [{"type": "link", "attrs": {"href": part}}] if index % 2 else []
        found.append({"type": "text", "text": part, "marks": marks + link})
    return found


def _image(token: Token, marks: list[dict[str, Any]]) -> Node:
    source = str(token.attrs.get("src", ""))
    alt = "".join(child.content for child in token.children or ())
    if source.startswith("file:"):
        attrs = {"file": source.removeprefix("file:"), "alt": alt, "caption": str(token.attrs.get("title", ""))}
        return {"type": "image", "attrs": attrs | ({} if alt else {"decorative": True})}
    return {"type": "text", "text": alt or source, "marks": [*marks, {"type": "link", "attrs": {"href": source}}]}


_INLINE_NAMES = {"file": "fileLink", "cite": "citation", "fill": "fillIn"}


def _inline_directive(token: Token) -> Node:
    value, words = token.meta["value"], token.content
    attrs = {
        "status": {"text": words, "tone": value},
        "date": {"value": words},
        "mention": {"person": value, "label": words},
        "organisation": {"organisation": value, "label": words},
        "file": {"file": value, "label": words},
        "footnote": {"text": words},
        "cite": {"text": words, "doi": value},
        "math": {"source": words},
        "fill": {"label": words, "ask": value},
    }[token.info]
    return {"type": _INLINE_NAMES.get(token.info, token.info), "attrs": attrs}


def _special_link(found: list[Node], start: int, href: str) -> None:
    scheme, _colon, key = href.partition(":")
    if scheme not in ("file", "person"):
        return
    label = "".join(node.get("text", "") for node in found[start:])
    kind = {"file": ("fileLink", "file"), "person": ("mention", "person")}[scheme]
    found[start:] = [{"type": kind[0], "attrs": {kind[1]: key, "label": label.removeprefix("@")}}]


def _split_images(node: Node) -> list[Node]:
    """An image is a block: a paragraph around it is cut in two."""
    found: list[Node] = []
    run: list[Node] = []
    for child in [*node["content"], None]:
        if child is not None and child["type"] != "image":
            run.append(child)
            continue
        if any(one["type"] != "text" or one["text"].strip() for one in run) or (child is None and not found):
            found.append({"type": "paragraph", "content": run})
        run = []
        if child is not None:
            found.append(child)
    return found


def _make_callout(node: Node) -> None:
    first = node["content"][0] if node["content"] else None
    text = first["content"][0] if first and first["type"] == "paragraph" and first["content"] else None
    match = _CALLOUT.match(text["text"]) if text and text["type"] == "text" else None
    if not (match and first and text):
        return
    kind = match[1].lower()
    node |= {"type": "callout", "attrs": {"kind": CALLOUTS.get(kind, kind)}}
    text["text"] = text["text"][match.end() :]
    if first["content"][1:2] and not text["text"] and first["content"][1]["type"] == "text":
        first["content"][1]["text"] = first["content"][1]["text"].lstrip()
    if not any(one.get("text", "x") for one in first["content"]):
        node["content"].pop(0)


def _make_tasks(node: Node) -> None:
    """A bullet list of which every item begins with a box is a task list."""
    texts = [_first_text(item) for item in node["content"]]
    found = [_TASK.match(text["text"]) if text else None for text in texts]
    if not found or not all(found):
        return
    node["type"] = "taskList"
    for item, text, match in zip(node["content"], texts, found, strict=True):
        if text and match:
            text["text"] = text["text"][match.end() :]
            item |= {"type": "taskItem", "attrs": {"checked": match[1] != " "}}


def _first_text(item: Node) -> Node | None:
    first = item["content"][0] if item["content"] else None
    text = first["content"][0] if first and first["type"] == "paragraph" and first["content"] else None
    return text if text and text["type"] == "text" else None
