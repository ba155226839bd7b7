"""Countries and languages by their codes, named in the reader's own language."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import normalize

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.kit.accents import without_accents

# ISO 3166-1 alpha-2.
_ALL = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO "
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM "
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "
)
CODES = _ALL.split()

OFTEN = {"ar", "de", "en", "es", "fr", "hi", "it", "pt", "ru", "sw", "zh"}
# They have an ISO 639-1 code, but nobody writes to a colleague in them.
UNSPOKEN = {"ae", "cu", "vo", "ie"}


def sort_key(name: str) -> str:
    """Accents do not change where a name stands in a list."""
    return normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode() or name


def locale(language: str | None = None) -> Locale:
    return Locale.parse((language or get_language() or "en").split("-")[0])


@lru_cache(maxsize=16)
def _countries(language: str) -> dict[str, str]:
    names = locale(language).territories
    return {code: names[code] for code in sorted(CODES, key=lambda code: sort_key(names[code]))}


def countries(language: str | None = None) -> dict[str, str]:
    """Code to name, in the order of the alphabet."""
    return _countries((language or get_language() or "en").split("-")[0])


def code_of(value: object) -> str | None:
    """The code in capital letters, or None for what is none."""
    code = value.strip().upper() if isinstance(value, str) else ""
    return code if code in CODES else None


def codes_named(word: str) -> list[str]:
    """The countries whose name has a word that begins so, in a language of the interface."""
    wanted = without_accents(word.casefold())
    return [code for code, names in _all_words().items() if len(wanted) > 2 and f" {wanted}" in names]


@cache
def _all_words() -> dict[str, str]:
    return {code: " " + re.sub(r"\W+", " ", without_accents(names_of(code).casefold())) for code in CODES}


def names_of(code: str) -> str:
    """What the country is called in the languages of the interface, for whoever seeks it in any of them."""
    return " ".join(dict.fromkeys(countries(language)[code] for language, _name in settings.LANGUAGES if code in CODES))


def country_name(code: str, language: str | None = None) -> str:
    return countries(language).get(code, code)


@lru_cache(maxsize=16)
def _languages(language: str) -> dict[str, str]:
    names = {code: name for code, name in locale(language).languages.items() if len(code) == 2}
    ordered = sorted(names.items(), key=lambda pair: sort_key(pair[1]))
    return {code: name[:1].upper() + name[1:] for code, name in ordered if code not in UNSPOKEN}


def languages(language: str | None = None) -> dict[str, str]:
    return _languages((language or get_language() or "en").split("-")[0])


def language_name(code: str, language: str | None = None) -> str:
    return languages(language).get(code, code)


def country_choices() -> list[tuple[str, str]]:
    return [("", "—"), *countries().items()]


def language_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Those that many in the Initiative share stand first."""
    known = languages()
    return [
        (_("Often spoken"), [(code, known[code]) for code in known if code in OFTEN]),
        (_("All others"), [(code, name) for code, name in known.items() if code not in OFTEN]),
    ]
