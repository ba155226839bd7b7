"""Presentation MathML as the formulas of Word (Office Math, ISO/IEC 29500-1, 22.1), which one can go on writing."""

from __future__ import annotations

from html import escape
from typing import Any

from docx.oxml import parse_xml
from lxml.html import HtmlElement

from humus.exchange.xml import UNSTORABLE

MOST_NESTED = 12
_SPACES = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
)
_FACE = '<w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/></w:rPr>'
_LARGE = frozenset("∑∏∫∬∭∮⋃⋂")
_OF_PARTS = {"mfrac", "mroot", "msup", "msub", "msubsup", "mover", "munder", "munderover"}
_OPENING, _CLOSING = frozenset("([{|‖⌊⌈⟨"), frozenset(")]}|‖⌋⌉⟩")
_ACCENTS = {"^": "̂", "ˆ": "̂", "¯": "̅", "‾": "̅", "→": "⃗", "⃗": "⃗", "~": "̃", "˜": "̃", "˙": "̇"}


def formula(element: HtmlElement) -> Any:
    """An element for a paragraph: in the line, or on a line of its own."""
    inner = _row(element, 0)
    if element.get("display") == "block":
        return parse_xml(f"<m:oMathPara {_SPACES}><m:oMath>{inner}</m:oMath></m:oMathPara>")
    return parse_xml(f"<m:oMath {_SPACES}>{inner}</m:oMath>")


def _kids(element: HtmlElement) -> list[HtmlElement]:
    return [child for child in element if isinstance(child.tag, str) and child.tag != "annotation"]


def _row(element: HtmlElement, depth: int) -> str:
    kids, out, place = _kids(element), [], 0
    while place < len(kids):
        kid, after = kids[place], kids[place + 1 : place + 3]
        if _is_large(kid):
            out.append(_large(kid, _one(after[0], depth + 1) if after else "", depth))
            place += 2
        elif len(after) == 2 and after[0].tag == "mtable" and _sign(kid) in _OPENING and _sign(after[1]) in _CLOSING:
            ends = f'<m:begChr m:val="{escape(_sign(kid))}"/><m:endChr m:val="{escape(_sign(after[1]))}"/>'
            out.append(f"<m:d><m:dPr>{ends}</m:dPr>{_part('e', _one(after[0], depth + 1))}</m:d>")
            place += 3
        else:
            out.append(_one(kid, depth + 1))
            place += 1
    words = (element.text or "").strip() if element.tag in ("math", "mrow", "mstyle", "mtd", "semantics") else ""
    return (_run(words) if words else "") + "".join(out)


def _sign(element: HtmlElement) -> str:
    return (element.text or "").strip() if element.tag == "mo" else ""


def _is_large(element: HtmlElement) -> bool:
    kids = _kids(element)
    return element.tag in ("munderover", "munder", "mover", "msubsup", "msub") and _sign(kids[0]) in _LARGE


def _large(element: HtmlElement, operand: str, depth: int) -> str:
    """A sum or an integral with its bounds, and what it is of."""
    base, *bounds = _kids(element)
    made = [_one(bound, depth + 1) for bound in bounds]
    low, high = (made[0], "") if element.tag in ("munder", "msub") else ("", made[0]) if len(made) == 1 else made[:2]
    place = "subSup" if element.tag.startswith("msub") else "undOvr"
    facts = f'<m:chr m:val="{escape(_sign(base))}"/><m:limLoc m:val="{place}"/>'
    facts += "" if low else '<m:subHide m:val="1"/>'
    facts += "" if high else '<m:supHide m:val="1"/>'
    return f"<m:nary><m:naryPr>{facts}</m:naryPr>{_part('sub', low)}{_part('sup', high)}{_part('e', operand)}</m:nary>"


def _part(name: str, inner: str) -> str:
    return f"<m:{name}>{inner}</m:{name}>"


def _run(words: str, look: str = "") -> str:
    kept = escape(UNSTORABLE.sub("", words))
    return f'<m:r>{look}{_FACE}<m:t xml:space="preserve">{kept}</m:t></m:r>' if kept else ""


def _one(element: HtmlElement, depth: int) -> str:
    if depth > MOST_NESTED:
        return _run("".join(element.itertext()).strip())
    kids, words = _kids(element), (element.text or "").strip()
    # Only where they are parts: a row writes what is in it itself, and nothing is written twice.
    inner = [_one(kid, depth + 1) for kid in kids] if element.tag in _OF_PARTS else []
    match element.tag, len(kids):
        case "mi", 0:
            return _run(words, "" if len(words) == 1 else '<m:rPr><m:sty m:val="p"/></m:rPr>')
        case "mo" | "mn", 0:
            return _run(words)
        case "mtext" | "ms", 0:
            return _run(element.text or "", "<m:rPr><m:nor/></m:rPr>")
        case "mspace", _:
            return _run(" ")
        case "mfrac", 2:
            return f"<m:f>{_part('num', inner[0])}{_part('den', inner[1])}</m:f>"
        case "msqrt", _:
            hidden = '<m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>'
            return f"<m:rad>{hidden}{_part('e', _row(element, depth))}</m:rad>"
        case "mroot", 2:
            return f"<m:rad>{_part('deg', inner[1])}{_part('e', inner[0])}</m:rad>"
        case "msup", 2:
            return f"<m:sSup>{_part('e', inner[0])}{_part('sup', inner[1])}</m:sSup>"
        case "msub", 2:
            return f"<m:sSub>{_part('e', inner[0])}{_part('sub', inner[1])}</m:sSub>"
        case "msubsup" | "munderover", 3:
            parts = _part("e", inner[0]) + _part("sub", inner[1]) + _part("sup", inner[2])
            return f"<m:sSubSup>{parts}</m:sSubSup>"
        case "mover", 2 if _sign(kids[1]) in _ACCENTS:
            facts = f'<m:accPr><m:chr m:val="{_ACCENTS[_sign(kids[1])]}"/></m:accPr>'
            return f"<m:acc>{facts}{_part('e', inner[0])}</m:acc>"
        case "mover", 2:
            return f"<m:limUpp>{_part('e', inner[0])}{_part('lim', inner[1])}</m:limUpp>"
        case "munder", 2:
            return f"<m:limLow>{_part('e', inner[0])}{_part('lim', inner[1])}</m:limLow>"
        case "mtable", _ if kids:
            rows = ("".join(_part("e", _row(cell, depth + 1)) for cell in _kids(row)) for row in kids)
            return f"<m:m>{''.join(_part('mr', row) for row in rows)}</m:m>"
    return _row(element, depth)
