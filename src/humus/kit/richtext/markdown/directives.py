"""Two rules for markdown-it: ``:::name attribute=value`` blocks and ``:name[words]{value}`` in a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

CALLOUTS = ("note", "tip", "warning", "decision")
CONTAINERS = ("expand", "excerpt", "columns", "column", "tabs", "tab", "properties", "chart", "hidden", *CALLOUTS)
SPANS = {"u": "underline", "mark": "highlight", "sub": "subscript", "sup": "superscript"}
LEAVES = ("status", "date", "mention", "file", "footnote", "cite", "math", "fill", "organisation")

_OPEN = re.compile(r"(:{3,8}) ?([A-Za-z][A-Za-z0-9-]{0,40})(?:[ \t]+(.{0,600}))?[ \t]*")
_CLOSE = re.compile(r"(:{3,8})[ \t]*")
_ARGUMENT = re.compile(r'(?:([A-Za-z][\w-]{0,40})=)?(?:"((?:[^"\\]|\\.)*)"|(\S+))')
_NAMES = "|".join((*SPANS, *LEAVES))
_INLINE = re.compile(rf":({_NAMES})\[")
_VALUE = re.compile(r"\{([^\s{}]{1,250})\}")


def plugin(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "directive", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("emphasis", "directive", _inline)


def arguments(text: str) -> dict[str, str]:
    """``name=value`` pairs; a value without a name is called "title"."""
    found: dict[str, str] = {}
    for name, quoted, bare in _ARGUMENT.findall(text or ""):
        found[name or "title"] = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare
    return found


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    match = _OPEN.fullmatch(_line(state, start))
    if match is None:
        return False
    if silent:
        return True
    fence, name, rest = match[1], match[2], match[3] or ""
    container = name in CONTAINERS
    last = _closing(state, start, end, len(fence)) if container else start
    token = state.push("directive_open" if container else "directive", "", 1 if container else 0)
    token.info, token.meta, token.block, token.map = name, arguments(rest), True, [start, last]
    if container:
        _inside(state, start, last)
        state.push("directive_close", "", -1).block = True
    state.line = min(last + 1, end)
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _closing(state: StateBlock, start: int, end: int, colons: int) -> int:
    for line in range(start + 1, end):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return line
        match = (
            _CLOSE.fullmatch(_line(state, line))
            if state.src.startswith(":::", state.bMarks[line] + state.tShift[line])
            else None
        )
        if match and len(match[1]) == colons:
            return line
    return end


def _inside(state: StateBlock, start: int, last: int) -> None:
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "blockquote", last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.lineMax = parent, line_max


def _inline(state: StateInline, silent: bool) -> bool:
    match = _INLINE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    begin = match.end()
    close = state.md.helpers.parseLinkLabel(state, begin - 1, False)
    if close < 0:
        return False
    value = _VALUE.match(state.src, close + 1, state.posMax)
    after = value.end() if value and match[1] in LEAVES else close + 1
    if not silent:
        _push(state, match[1], (begin, close), value[1] if value else "")
    state.pos = after
    return True


def _push(state: StateInline, name: str, span: tuple[int, int], value: str) -> None:
    if name in LEAVES:
        token = state.push("directive", "", 0)
        token.info, token.meta = name, {"value": value}
        token.content = re.sub(r"\\(.)", r"\1", state.src[slice(*span)])
        return
    state.push(f"{SPANS[name]}_open", "", 1)
    limit, (state.pos, state.posMax) = state.posMax, span
    state.md.inline.tokenize(state)
    state.posMax = limit
    state.push(f"{SPANS[name]}_close", "", -1)
