"""A document to Markdown that ``from_markdown`` reads back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .. import blocks
from ..blocks import Node
from .directives import LEAVES, SPANS

_ESCAPE = re.compile(rf"([\\`*_\[\]<>~|&$])|:(?=(?:{'|'.join((*SPANS, *LEAVES))})\\?\[)|!(?=\\?\[)")
_START = re.compile(r"^(\d{1,9})([.)](?:\s|$))|^([#+=-]|:(?=::))")
# Every sign that the reader takes a backslash away from, so that a formula keeps its own.
_ESCAPE_ALL = re.compile(r"[!-/:-@\[-`{-~]")
_BULLETS = ("bulletList", "taskList")
_FENCES = {"bold": "**", "italic": "*", "strike": "~~"}
_SPAN_NAMES = {name: short for short, name in SPANS.items()}
_LEAVES = {"includeExcerpt": "include-excerpt"}


def to_markdown(doc: Node) -> str:
    """Merged cells are written once; everything else comes back as it was."""
    return _blocks(doc.get("content", ())) + "\n"


def _blocks(nodes: Any) -> str:
    out: list[str] = []
    before = ""
    for node in nodes:
        # Two lists in a row would be read as one, were it not for another sign.
        other = (before == "-" and node["type"] in _BULLETS) or (before == "." and node["type"] == "orderedList")
        text = _block(node, other=other)
        if text:
            out.append(text)
            before = "" if other else "-" if node["type"] in _BULLETS else "." if node["type"] == "orderedList" else ""
    return "\n\n".join(out)


def _block(node: Node, *, other: bool = False) -> str:
    name, attrs, content = node["type"], node.get("attrs", {}), node.get("content", ())
    match name:
        case "paragraph":
            return _escape_start(_inline(content))
        case "heading":
            return f"{'#' * attrs.get('level', 2)} {_inline(content)}".rstrip()
        case "blockquote":
            return _prefix(_blocks(content), "> ", "> ")
        case "codeBlock":
            return _code(attrs, content)
        case "mathBlock":
            return _code({"language": "math"}, [{"text": attrs["source"]}])
        case "horizontalRule":
            return "---"
        case "bulletList" | "orderedList" | "taskList":
            return _list(node, other=other)
        case "table":
            return _table(content)
        case "image":
            return _image(attrs)
        case "callout":
            return _container(attrs.get("kind", "note"), "", content)
        case "expand":
            return _container("expand", _quoted(attrs.get("title", "")), content)
        case "excerpt":
            return _container("excerpt", f"name={_quoted(attrs['name'])}" if attrs.get("name") else "", content)
        case "chart":
            named = f"kind={attrs.get('kind', 'bar')} title={_quoted(attrs['title'])}" if attrs.get("title") else ""
            return _container("chart", named or f"kind={attrs.get('kind', 'bar')}", content)
        case "tab":
            return _container("tab", _quoted(attrs.get("title", "")), content)
        case "columns" | "column" | "tabs" | "properties":
            return _container(name, "", content)
        case blocks.HIDDEN:
            return _container("hidden", "", content)
    return _leaf(name, attrs)


def _escape_start(text: str) -> str:
    return _START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", text)


def _prefix(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(f"{rest if index else first}{line}".rstrip(" ") for index, line in enumerate(lines))


def _code(attrs: dict[str, Any], content: Any) -> str:
    text = "".join(child.get("text", "") for child in content)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{attrs.get('language', '')}\n{text}\n{fence}"


def _list(node: Node, *, other: bool) -> str:
    out = []
    for number, item in enumerate(node["content"], node.get("attrs", {}).get("start", 1)):
        mark = f"{number}{')' if other else '.'} " if node["type"] == "orderedList" else "* " if other else "- "
        text = _blocks(item["content"])
        if item["type"] == "taskItem":
            box = "[x]" if item.get("attrs", {}).get("checked") else "[ ]"
            text = f"{box} {text}" if item["content"][0].get("content") else f"{box}\n\n{text}"
        out.append(_prefix(text, mark, " " * len(mark)).rstrip())
    return "\n".join(out)


def _table(rows: Any) -> str:
    lines = []
    for index, row in enumerate(_grid(rows)):
        lines.append("| " + " | ".join(_cell(cell) for cell in row) + " |")
        if index == 0:
            lines.append("| " + " | ".join(_align(cell) for cell in row) + " |")
    return "\n".join(lines)


def _grid(rows: Any) -> list[list[Node]]:
    """Every cell below its heading: what a merged cell covers is written as empty cells."""
    covered: set[tuple[int, int]] = set()
    grid = []
    for y, row in enumerate(rows):
        line: list[Node] = []
        for cell in row["content"]:
            while (len(line), y) in covered:
                line.append({})
            attrs = cell.get("attrs", {})
            wide, high = attrs.get("colspan", 1), attrs.get("rowspan", 1)
            covered |= {(len(line) + more, y + below) for more in range(wide) for below in range(1, high)}
            line += [cell, *[{}] * (wide - 1)]
        while (len(line), y) in covered:
            line.append({})
        grid.append(line)
    return grid


def _cell(cell: Node) -> str:
    """A cell takes one line: of the blocks in it their words and images are kept."""
    line = " ".join(" ".join(_lines(cell)).replace("\\\n", " ").split())
    return re.sub(r"(?<!\\)\|", r"\|", line)


def _lines(node: Node) -> Iterator[str]:
    for child in node.get("content", ()):
        block = blocks.get(child["type"])
        if child["type"] == "image":
            yield _image(child["attrs"])
        elif block and block.content == "text":
            yield _escape("".join(one["text"] for one in child.get("content", ())))
        elif block and block.content == "inline":
            yield _inline(child.get("content", ()))
        else:
            yield _escape(child.get("attrs", {}).get("title", ""))
            yield from _lines(child)


def _align(cell: Node) -> str:
    return {"center": ":-:", "end": "--:"}.get(cell.get("attrs", {}).get("align", ""), "---")


def _image(attrs: dict[str, Any]) -> str:
    caption = f" {_quoted(attrs['caption'])}" if attrs.get("caption") else ""
    # An export names the place of the file beside it.
    source = f"<{attrs['source']}>" if "source" in attrs else f"file:{attrs['file']}"
    return f"![{_escape(attrs.get('alt', ''))}]({source}{caption})"


def _container(name: str, arguments: str, content: Any) -> str:
    inner = _blocks(content)
    longest = max((len(run) for run in re.findall(r"^\s*(:{3,})", inner, re.MULTILINE)), default=2)
    fence = ":" * max(3, longest + 1)
    return f"{fence}{name}{' ' + arguments if arguments else ''}\n{inner}\n{fence}"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if value else ""


def _leaf(name: str, attrs: dict[str, Any]) -> str:
    block = blocks.get(name)
    if block is None or block.inline:
        return ""
    given = (f"{key}={_value(value)}" for key, value in attrs.items() if key != "id")
    return f":::{_LEAVES.get(name, name)} {' '.join(given)}".rstrip()


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) or re.fullmatch(r"[\w-]+", str(value)) else _quoted(str(value))


def _inline(content: Any) -> str:
    out: list[str] = []
    opened: list[dict[str, Any]] = []
    for child in content:
        wanted = child.get("marks", [])
        same = 0
        while same < min(len(opened), len(wanted)) and opened[same] == wanted[same]:
            same += 1
        while len(opened) > same:
            out.append(_close(opened.pop()))
        for mark in wanted[same:]:
            out.append(_open(mark))
            opened.append(mark)
        out.append(_piece(child, wanted))
    while opened:
        out.append(_close(opened.pop()))
    return "".join(out)


def _open(mark: dict[str, Any]) -> str:
    name = mark["type"]
    if name in _FENCES:
        return _FENCES[name]
    return "[" if name == "link" else "" if name == "code" else f":{_SPAN_NAMES[name]}["


def _close(mark: dict[str, Any]) -> str:
    name = mark["type"]
    if name in _FENCES:
        return _FENCES[name]
    return f"](<{mark['attrs']['href']}>)" if name == "link" else "" if name == "code" else "]"


def _piece(child: Node, marks: list[dict[str, Any]]) -> str:
    attrs = child.get("attrs", {})
    match child["type"]:
        case "text":
            return (
                _code_span(child["text"]) if any(mark["type"] == "code" for mark in marks) else _escape(child["text"])
            )
        case "hardBreak":
            return "\\\n"
        case "mention":
            return f":mention[{_escape(attrs.get('label', ''))}]{{{attrs['person']}}}"
        case "organisation":
            return f":organisation[{_escape(attrs.get('label', ''))}]{{{attrs['organisation']}}}"
        case "fileLink":
            return f":file[{_escape(attrs.get('label', ''))}]{{{attrs['file']}}}"
        case "status":
            return f":status[{_escape(attrs['text'])}]{{{attrs.get('tone', 'neutral')}}}"
        case "date":
            return f":date[{attrs['value']}]"
        case "fillIn":
            ask = attrs.get("ask", "")
            return f":fill[{_escape(attrs['label'])}]{f'{{{ask}}}' if ask else ''}"
        case "footnote":
            return f":footnote[{_escape(attrs['text'])}]"
        case "citation":
            doi = attrs.get("doi", "")
            return f":cite[{_escape(attrs['text'])}]{f'{{{doi}}}' if doi else ''}"
        case "math":
            return f":math[{_ESCAPE_ALL.sub(_escaped, attrs['source'])}]"
    return ""


def _escape(text: str) -> str:
    return _ESCAPE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0]


def _code_span(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or (text[0] == text[-1] == " " and text.strip()) else ""
    return f"{fence}{pad}{text}{pad}{fence}"
