"""Time zones as one chooses them: the city and its country in the reader's language, and how far from UTC it is now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from humus.kit.accents import letters
from humus.kit.formats import locale

BEYOND = ("Etc/", "SystemV/")


@cache
def places() -> dict[str, str]:
    """Zone to the country it lies in (ISO 3166-1): the table of the IANA, without the older names of a zone."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    known = available_timezones()
    return {zone: country for country, _where, zone, *_remark in rows if zone in known}


def is_zone(name: str) -> bool:
    """Also an older name, as a browser or a saved profile may have it; no offset without a place but UTC."""
    return name == "UTC" or ("/" in name and not name.startswith(BEYOND) and name in available_timezones())


def offset(zone: str, moment: datetime) -> str:
    """“UTC−03:30” at this moment."""
    away = moment.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = round(away.total_seconds() / 60) if away else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours:02}:{rest:02}" if minutes else "UTC"


@cache
def _namesakes() -> dict[str, list[str]]:
    """The names a zone has had: the languages' tables know some zones under an older one."""
    from babel.core import get_global

    found: dict[str, list[str]] = {}
    for older, newer in get_global("zone_aliases").items():
        found.setdefault(newer, [newer]).append(older)
    return {name: names for names in found.values() for name in names}


def _city_and_country(zone: str, language: Any) -> tuple[str, str]:
    """The country is empty where none is known or it is called as the city."""
    names = _namesakes().get(zone, [zone])
    rows = (language.time_zones.get(name, {}) for name in names)
    city = next((row["city"] for row in rows if "city" in row), names[0].rpartition("/")[2].replace("_", " "))
    known = places()
    country = language.territories.get(next((known[name] for name in names if name in known), ""), "")
    return city, country if country != city else ""


def _place(zone: str, language: Any) -> str:
    city, country = _city_and_country(zone, language)
    return f"{city} ({country})" if country else city


def zone_place(zone: str) -> str:
    """“Bogotá, Colombia”, for a sentence that the reader reads; empty for no zone."""
    if zone in ("", "UTC"):
        return zone
    city, country = _city_and_country(zone, locale())
    return gettext("%(city)s, %(country)s") % {"city": city, "country": country} if country else city


def zone_name(zone: str) -> str:
    """“Bogotá (Colombia) · UTC−05:00”, for the reader."""
    if zone == "UTC":
        return zone
    return f"{_place(zone, locale())} · {offset(zone, datetime.now(UTC))}"


@lru_cache(maxsize=16)
def _choices(language: str, hour: datetime) -> tuple[tuple[str, str], ...]:
    named = locale()
    rows = [(zone, _place(zone, named)) for zone in places()]
    rows.sort(key=lambda row: letters(row[1]))
    return tuple((zone, f"{place} · {offset(zone, hour)}") for zone, place in rows)


def zone_choices(*, also: str = "") -> list[tuple[str, str]]:
    """UTC, every zone by the name of its city, and ``also`` if under an older name; offsets are those of this hour."""
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    older = [(also, zone_name(also))] if also != "UTC" and also not in places() and is_zone(also) else []
    return [("UTC", "UTC"), *_choices(str(locale()), hour), *older]


class ZoneSelect(forms.Select):
    """One seeks by typing a city or a country; a zone under an older name keeps its place."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        given = value[0] if value else ""
        if is_zone(given) and given not in {choice for choice, _label in self.choices}:
            self.choices = [*self.choices, (given, zone_name(given))]
        return super().optgroups(name, value, attrs)


class ZoneField(forms.ChoiceField):
    """The value is the zone's name in the table of the IANA."""

    widget = ZoneSelect

    def __init__(self, *, empty: bool = False, **known: Any) -> None:
        super().__init__(choices=self._empty if empty else zone_choices, **known)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"data-seek": _("Search a city or a country")}

    @staticmethod
    def _empty() -> Iterator[tuple[str, Any]]:
        yield from [("", "—"), *zone_choices()]

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or is_zone(str(value))
