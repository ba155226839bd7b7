"""Reading what was typed: ``"a phrase" -without label:peat after:2024 soil``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from humus.search.languages import fold

# Field names as people type them in the languages of the interface.
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "titre", "titulo", "العنوان", "عنوان"),
    "kind": ("kind", "type", "genre", "tipo"),
    "space": ("space", "espace", "espacio"),
    "label": ("label", "tag", "etiquette", "etiqueta"),
    "language": ("language", "lang", "langue", "idioma", "lengua"),
    "author": ("author", "by", "auteur", "autrice", "autor", "autora"),
    "after": ("after", "since", "apres", "depuis", "despues", "desde"),
    "before": ("before", "until", "avant", "antes", "hasta"),
}
NAMES = {name: field_name for field_name, names in FIELDS.items() for name in names}

# A quoted phrase, or a run without spaces; either may follow a minus or a field's name.
PIECE = re.compile(r"""(?P<minus>[-−])?(?:(?P<field>[^\W\d_]+):)?(?:["“”«](?P<phrase>[^"“”»]*)["“”»]|(?P<word>\S+))""")
# Words enough to tell what is meant; more cost the database without finding better.
MOST = 24
A_DAY = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


@dataclass(frozen=True)
class Asked:
    """``words`` in their order, phrases apart; ``fields`` hold what narrows, by its English name."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    @property
    def text(self) -> str:
        """The words and phrases alone, as a person would say them."""
        return " ".join([*self.words, *self.phrases])

    def dropping(self, one: str) -> Asked:
        return replace(self, words=tuple(word for word in self.words if word != one))

    def instead(self, wrong: str, right: str) -> Asked:
        return replace(self, words=tuple(right if word == wrong else word for word in self.words))


def parse(typed: str) -> Asked:
    """Never fails: what is no field and no phrase is a word."""
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    fields: dict[str, str] = {}
    for piece in PIECE.finditer(typed):
        name = NAMES.get(fold(piece["field"] or ""))
        text = (piece["phrase"] if piece["phrase"] is not None else piece["word"]).strip()
        if name and text and _fits(name, text):
            fields[name] = text
            continue
        if piece["field"]:
            text = f"{piece['field']} {text}".strip()
        if not re.search(r"\w", text):
            continue
        if piece["minus"]:
            without.append(text)
        elif piece["phrase"] is not None:
            phrases.append(text)
        else:
            words.append(text)
    return Asked(tuple(words[:MOST]), tuple(phrases[:MOST]), tuple(without[:MOST]), fields)


def _fits(name: str, text: str) -> bool:
    return bool(A_DAY.match(text)) if name in ("after", "before") else True
