"""Presentation MathML to calls of the typesetter's mathematics."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from humus.exchange.out.quoting import quoted

MOST_NESTED = 12
_OF_PARTS = {"mfrac", "mroot", "msup", "msub", "msubsup", "mover", "munder", "munderover"}
_OPENING, _CLOSING = frozenset("([{|‖⌊⌈⟨"), frozenset(")]}|‖⌋⌉⟩")


def equation(element: HtmlElement) -> str:
    """The formula, with its source as the text for those who do not see it."""
    source = element.findtext(".//annotation") or "".join(element.itertext())
    block = "true" if element.get("display") == "block" else "false"
    body = _row(element, 0)
    return f"math.equation(block: {block}, alt: {quoted(' '.join(source.split()) or '?')}, {body})"


def _row(element: HtmlElement, depth: int) -> str:
    kids = [child for child in element if isinstance(child.tag, str) and child.tag != "annotation"]
    parts = [_one(child, depth + 1) for child in kids]
    for place in range(len(kids) - 3, -1, -1):
        first, middle, last = kids[place : place + 3]
        if middle.tag == "mtable" and _sign(first) in _OPENING and _sign(last) in _CLOSING:
            parts[place : place + 3] = [f"math.lr({{{'; '.join(parts[place : place + 3])}}})"]
    words = (element.text or "").strip()
    if words:
        parts.insert(0, quoted(words))
    return "{" + "; ".join(parts or ['""']) + "; [] }"


def _sign(element: HtmlElement) -> str:
    return (element.text or "").strip() if element.tag == "mo" else ""


def _one(element: HtmlElement, depth: int) -> str:
    kids = [child for child in element if isinstance(child.tag, str)]
    if depth > MOST_NESTED:
        return quoted("".join(element.itertext()).strip())
    # Only where they are parts: a row writes what is in it itself, and nothing is written twice.
    inner = [_one(kid, depth + 1) for kid in kids] if element.tag in _OF_PARTS else []
    match element.tag, len(kids):
        case "mi" | "mo", 0:
            words = (element.text or "").strip()
            return f"[#symbol({quoted(words)})]" if len(words) == 1 else f"math.op({quoted(words)})" if words else '""'
        case "mn" | "mtext" | "ms", 0:
            return quoted(element.text or "")
        case "mspace", _:
            width = element.get("width") or ""
            return f"h({width if re.fullmatch(r'[0-9.]{1,5}em', width) else '0.2em'})"
        case "mfrac", 2:
            return f"math.frac({inner[0]}, {inner[1]})"
        case "msqrt", _:
            return f"math.sqrt({_row(element, depth)})"
        case "mroot", 2:
            return f"math.root({inner[1]}, {inner[0]})"
        case "msup" | "mover", 2:
            return f"math.attach({inner[0]}, t: {inner[1]})"
        case "msub" | "munder", 2:
            return f"math.attach({inner[0]}, b: {inner[1]})"
        case "msubsup" | "munderover", 3:
            return f"math.attach({inner[0]}, b: {inner[1]}, t: {inner[2]})"
        case "mtable", _:
            rows = ", ".join("(" + "".join(f"{_row(cell, depth)}, " for cell in row) + ")" for row in kids)
            return f"math.mat(delim: none, {rows})" if kids else '""'
    return _row(element, depth)
