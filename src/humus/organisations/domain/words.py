"""What a table says in words: a category, an affiliation or a country by its name in any language of the platform."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import override

from humus.kit.accents import letters
from humus.organisations import categories
from humus.people.countries import countries

Names = dict[str, dict[str, str]]


def every_name() -> Names:
    """Column to name to key; the keys themselves are names too."""
    found: Names = {"category": {}, "affiliation": {}, "country": {}}
    for code, _name in settings.LANGUAGES:
        with override(code):
            said = {
                "category": categories.offered(),
                "affiliation": categories.AFFILIATIONS.items(),
                "country": countries().items(),
            }
            for column, pairs in said.items():
                for key, words in pairs:
                    found[column].setdefault(letters(key), key)
                    found[column].setdefault(letters(str(words)), key)
    return found


def understood(cells: dict[str, str], names: Names) -> dict[str, str]:
    """The cells with keys in place of names; what is not known stays, to be named as a problem."""
    known = {column: names[column].get(letters(cells[column])) for column in names if cells.get(column)}
    return cells | {column: key for column, key in known.items() if key}
