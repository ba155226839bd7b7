"""The formulas of Word (Office Math) as LaTeX, before the document is read: a run of words between two signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from humus.exchange.into import word_body

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Of the private signs of Unicode: around a formula in the line, one on a line of its own, and the words of a note.
LINE, BLOCK, END, NOTE = "\ue010", "\ue011", "\ue012", "\ue013"
MOST, MOST_NESTED = 1900, 40
_SPECIAL = re.compile(r"[#$%&_{}]")
_LARGE = {"∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∬": r"\iint", "∭": r"\iiint", "∮": r"\oint"}
_LARGE |= {"⋃": r"\bigcup", "⋂": r"\bigcap"}
_ACCENTS = {"̂": r"\hat", "̅": r"\overline", "⃗": r"\vec", "̃": r"\tilde", "̇": r"\dot"}
_NAMED = {"sin", "cos", "tan", "log", "ln", "exp", "lim", "max", "min", "det", "arg"}
_ENDS = {"{": r"\{", "}": r"\}", "": ".", "⟨": r"\langle ", "⟩": r"\rangle ", "‖": r"\|"}


def with_formulas(content: bytes) -> bytes:
    """The document with words in the place of its formulas; as it came where it has none."""
    body = word_body.part(content, word_body.BODY)
    if b"oMath" not in body:
        return content
    root = word_body.tree(body)
    for formula in list(root.iter(f"{M}oMath")):
        around = formula.getparent()
        alone = around is not None and around.tag == f"{M}oMathPara"
        source = latex(formula).strip()
        if around is not None and source and len(source) <= MOST:
            _put(around if alone else formula, f"{BLOCK if alone else LINE}{source}{END}")
    return word_body.changed(content, root)


def _put(element: etree._Element, words: str) -> None:
    run = word_body.run(words)
    run.tail = element.tail
    holder = element.getparent()
    if holder is not None:
        holder.replace(element, run)


def _kids(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str) and not child.tag.endswith("Pr"))


def _all(element: etree._Element, name: str, depth: int) -> list[str]:
    return [_row(child, depth) for child in element.findall(f"{M}{name}")]


def _part(element: etree._Element, name: str, depth: int) -> str:
    return "".join(_all(element, name, depth)[:1])


def _fact(element: etree._Element, name: str, otherwise: str) -> str:
    found = element.find(f"./*/{M}{name}")
    return otherwise if found is None else found.get(f"{M}val", "")


def _group(words: str) -> str:
    return words if len(words) == 1 else f"{{{words}}}"


def latex(element: etree._Element) -> str:
    return _row(element, 0)


def _row(element: etree._Element, depth: int) -> str:
    return "".join(_one(child, depth + 1) for child in _kids(element))


def _run(element: etree._Element) -> str:
    words = "".join(text.text or "" for text in element.iter(f"{M}t"))
    kept = _SPECIAL.sub(lambda match: f"\\{match[0]}", words.replace("\\", "").replace("\xa0", " "))
    if element.find(f"{M}rPr/{M}nor") is not None:
        return f"\\text{{{kept}}}" if kept.strip() else r"\;"
    if len(words) > 1 and element.find(f"{M}rPr/{M}sty") is not None and words.isalpha():
        return f"\\{words} " if words in _NAMED else f"\\mathrm{{{kept}}}"
    return kept


def _matrix(rows: list[str]) -> str:
    return r"\begin{matrix}" + r" \\ ".join(rows) + r"\end{matrix}"


def _one(element: etree._Element, depth: int) -> str:
    if depth > MOST_NESTED:
        return ""
    name = element.tag.removeprefix(M) if isinstance(element.tag, str) else ""
    # Those of several bodies write them themselves, so that nothing is written twice.
    parts = () if name in ("d", "m", "eqArr") else ("e", "sub", "sup")
    base, low, high = (*(_part(element, part, depth) for part in parts), "", "", "")[:3]
    match name:
        case "r":
            return _run(element)
        case "f":
            return f"\\frac{{{_part(element, 'num', depth)}}}{{{_part(element, 'den', depth)}}}"
        case "sSup" | "sSub" | "sSubSup":
            return _group(base) + (f"_{_group(low)}" if low else "") + (f"^{_group(high)}" if high else "")
        case "rad":
            degree = _part(element, "deg", depth)
            return f"\\sqrt{f'[{degree}]' if degree else ''}{{{base}}}"
        case "nary":
            sign = _fact(element, "chr", "∫")
            bounds = (f"_{_group(low)}" if low else "") + (f"^{_group(high)}" if high else "")
            return f"{_LARGE.get(sign, sign)}{bounds} {base}"
        case "d":
            first, last = _fact(element, "begChr", "("), _fact(element, "endChr", ")")
            inner = _fact(element, "sepChr", "|").join(_all(element, "e", depth))
            return f"\\left{_ENDS.get(first, first)}{inner}\\right{_ENDS.get(last, last)}"
        case "m":
            return _matrix([" & ".join(_all(row, "e", depth)) for row in element.findall(f"{M}mr")])
        case "eqArr":
            return _matrix(_all(element, "e", depth))
        case "func":
            called = _part(element, "fName", depth).strip()
            return (f"\\{called} " if called in _NAMED else called) + base
        case "acc":
            return _ACCENTS.get(_fact(element, "chr", "̂"), r"\hat") + f"{{{base}}}"
        case "bar":
            return f"\\overline{{{base}}}"
        case "limLow" | "limUpp":
            return f"{base}{'_' if name == 'limLow' else '^'}{_group(_part(element, 'lim', depth))}"
    return _row(element, depth)
