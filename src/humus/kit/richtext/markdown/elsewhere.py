"""Formulas and footnotes as other programs write them: ``$a$``, ``$$a$$``, ``[^1]`` with ``[^1]: words``."""

from __future__ import annotations

import re
from collections import Counter

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

MOST_LINES = 60
# As pandoc has it, so that prices stay prices: no blank inside the signs, no digit behind the second.
_FORMULA = re.compile(r"\$(?![\s$])((?:[^$\\\n]|\\.){1,500}?)(?<!\s)\$(?![\d$])")
_NOTED = re.compile(r"\[\^([^\s\]]{1,40})\](?:: {0,3}(\S.*))?")


def plugin(md: MarkdownIt) -> None:
    may_end = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "formula", _formula_block, {"alt": may_end})
    md.block.ruler.before("reference", "noted", _noted, {"alt": may_end})
    md.inline.ruler.before("link", "note", _note)
    md.inline.ruler.before("emphasis", "formula", _formula)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = _line(state, start)
    if state.is_code_block(start) or not first.startswith("$$"):
        return False
    lines, last = [first[2:]], start
    while not lines[-1].endswith("$$"):
        last += 1
        if last >= min(end, start + MOST_LINES) or not (more := _line(state, last)):
            return False
        lines.append(more)
    lines[-1] = lines[-1].removesuffix("$$")
    source = "\n".join(lines).strip()
    if not source or "$$" in source:
        return False
    if not silent:
        token = state.push("fence", "code", 0)
        token.info, token.content, token.map = "math", f"{source}\n", [start, last + 1]
        state.line = last + 1
    return True


def _noted(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The words of a note are taken where something points to them, and stay where they are otherwise."""
    match = None if state.is_code_block(start) else _NOTED.fullmatch(_line(state, start))
    if match is None or not match[2] or _written(state)[match[1]] < 2:
        return False
    if silent:
        return True
    words, last = [match[2]], start + 1
    while last < end and (more := _line(state, last)) and not _NOTED.match(more):
        words.append(more)
        last += 1
    state.env.setdefault("notes", {}).setdefault(match[1], " ".join(words))
    state.line = last
    return True


def _written(state: StateBlock) -> Counter[str]:
    """How often each mark of a note stands in the text."""
    if "marks" not in state.env:
        state.env["marks"] = Counter(re.findall(r"\[\^([^\s\]]{1,40})\]", state.src))
    found: Counter[str] = state.env["marks"]
    return found


def _note(state: StateInline, silent: bool) -> bool:
    match = _NOTED.match(state.src, state.pos, state.posMax)
    words = state.env.get("notes", {}).get(match[1]) if match else None
    if match is None or words is None:
        return False
    if not silent:
        _leaf(state, "footnote", words)
    state.pos = match.end(1) + 1
    return True


def _formula(state: StateInline, silent: bool) -> bool:
    match = _FORMULA.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        _leaf(state, "math", match[1])
    state.pos = match.end()
    return True


def _leaf(state: StateInline, name: str, words: str) -> None:
    token = state.push("directive", "", 0)
    token.info, token.meta, token.content = name, {"value": ""}, words
