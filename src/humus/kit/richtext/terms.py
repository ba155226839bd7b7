"""Words that are explained where they first stand in a text: never in links, headings, code or formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape, unescape

from .writer import Compiled

SKIPPED = frozenset(
    {"a", "h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "math", "svg", "button", "summary", "select", "textarea"}
    | {"script", "style", "figcaption", "kbd"}
)
# Stands between the parts of a text, where something is put in for each reader.
GAP = "\0"
_PIECE = re.compile(r"(<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>)|([^<]+)|<")
_WORD = re.compile(r"[^\W_][\w-]*")
MOST_LETTERS = 600


@dataclass(frozen=True)
class Term:
    """One thing with the names it goes by, its explanation and where more of it stands."""

    key: str
    names: tuple[str, ...]
    about: str
    url: str


class Explainer:
    """Made once for a language: ``explain`` answers a compiled text with its terms marked."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.known: dict[str, Term] = {}
        for term in terms:
            for name in term.names:
                self.known.setdefault(_folded(name), term)
        # By the word each name begins with, the longest name first.
        self.starts: dict[str, list[re.Pattern[str]]] = {}
        for name in sorted(self.known, key=len, reverse=True):
            if begins := _WORD.search(name):
                written = r"\s+".join(re.escape(word) for word in name.split(" "))
                pattern = re.compile(rf"{written}(?![\w-])", re.IGNORECASE)
                self.starts.setdefault(begins[0], []).append(pattern)

    def __bool__(self) -> bool:
        return bool(self.known)

    def explain(self, compiled: Compiled) -> Compiled:
        if not self.known:
            return compiled
        used: dict[str, Term] = {}
        html = self._marked(GAP.join(compiled.html), used)
        if not used:
            return compiled
        html += "".join(
            f'<p id="h-term-{escape(term.key)}" class="term-about" hidden>{escape(term.about)}</p>'
            for term in used.values()
        )
        return replace(compiled, html=html.split(GAP))

    def _marked(self, html: str, used: dict[str, Term]) -> str:
        out: list[str] = []
        inside = 0
        for tag, closing, name, text in (match.group(1, 2, 3, 4) for match in _PIECE.finditer(html)):
            if tag and name.lower() in SKIPPED:
                inside += -1 if closing else 1
            out.append(self._words(text, used) if text and not inside else tag or text or "<")
        return "".join(out)

    def _words(self, text: str, used: dict[str, Term]) -> str:
        out, done = [], 0
        for word in _WORD.finditer(text):
            if word.start() < done:
                continue
            for pattern in self.starts.get(word[0].lower(), ()):
                found = pattern.match(text, word.start())
                if found and (marked := self._marked_word(found[0], used)):
                    out += [text[done : word.start()], marked]
                    done = found.end()
                    break
        return "".join([*out, text[done:]])

    def _marked_word(self, written: str, used: dict[str, Term]) -> str:
        term = self._meant(unescape(written))
        if term is None or term.key in used:
            return ""
        used[term.key] = term
        about = escape(term.about[:MOST_LETTERS])
        return (
            f'<a class="term" href="{escape(term.url)}" data-about="{about}"'
            f' aria-describedby="h-term-{escape(term.key)}">{written}</a>'
        )

    def _meant(self, written: str) -> Term | None:
        """An abbreviation is meant only where it is written as one: “SOC”, not “soc”."""
        term = self.known.get(_folded(written))
        plain = " ".join(written.split())
        if term and plain.islower() and any(_folded(n) == plain and n.isupper() for n in term.names):
            return None
        return term


def _folded(name: str) -> str:
    return " ".join(name.split()).lower()
