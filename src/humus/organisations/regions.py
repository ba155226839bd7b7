"""The regions and their countries: five of the code, and rows that the secretariat adds.

A working assumption: the Initiative speaks of five regional levels without naming them. The names follow the regional
events held so far, the lists follow the UN M49 geoscheme; the secretariat may confirm or change both in its room.
Antarctica (AQ) belongs to none.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from humus.kit.translated import pick
from humus.organisations import settled

_NAMES: dict[str, str | Promise] = {
    "africa": _("Africa"),
    "asia_pacific": _("Asia-Pacific"),
    "europe": _("Europe"),
    "latin_america_caribbean": _("Latin America and the Caribbean"),
    "north_america": _("North America"),
}
_LISTS: dict[str, str] = {
    "africa": (
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ "
        "NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW "
    ),
    "asia_pacific": (
        "AE AF AM AS AU AZ BD BH BN BT CC CK CN CX CY FJ FM GE GU HK HM ID IL IN IQ IR JO JP KG KH KI KP KR KW KZ LA "
        "LB LK MH MM MN MO MP MV MY NC NF NP NR NU NZ OM PF PG PH PK PN PS PW QA SA SB SG SY TH TJ TK TL TM TO TR TV "
        "TW UM UZ VN VU WF WS YE "
    ),
    "europe": (
        "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK "
        "MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA "
    ),
    "latin_america_caribbean": (
        "AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS "
        "MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI "
    ),
    "north_america": ("BM CA GL PM US "),
}

_REGION_OF = {country: region for region, codes in _LISTS.items() for country in codes.split()}


def places() -> dict[str, str]:
    """Country to region, as the secretariat drew them."""
    return _REGION_OF | settled.values().get("regions", {}).get("places", {})


def usual(country: str) -> str:
    """Where the code puts a country; empty for one in no region."""
    return _REGION_OF.get(country, "")


def region_of(country: str) -> str:
    return places().get(country, "")


def countries_of(region: str) -> list[str]:
    return [country for country, place in places().items() if place == region]


def called(key: str, row: dict[str, Any] | None = None) -> str:
    """The name that the secretariat gave a region, else the one that came with it."""
    return settled.words("regions", "names", key) or str(_NAMES.get(key) or pick(row and row["label"]))


def region_label(region: str) -> str:
    return called(region, settled.terms("region").get(region))


def every() -> dict[str, str]:
    """The regions that are not retired, by key."""
    rows = settled.terms("region")
    keys = (*_NAMES, *(key for key in rows if key not in _NAMES))
    return {key: called(key, rows.get(key)) for key in keys if not settled.retired("region", key)}


def choices() -> list[tuple[str, str]]:
    return list(every().items())


def choices_of_code() -> list[str]:
    return list(_NAMES)


def known(key: str) -> bool:
    return key in _NAMES or key in settled.terms("region")
