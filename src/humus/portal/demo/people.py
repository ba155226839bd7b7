"""Two hundred invented people, drawn from lists of common names with a fixed seed; every address is in ``.example``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from humus.portal.demo.cultures import CULTURES, Culture
from humus.portal.demo.organisations import DemoOrganisation, organisations
from humus.portal.demo.words import slug

COUNT = 200
SEED = 1000
SITE_LANGUAGES = ("en", "fr", "es", "ar")
# The first people are the cast: one click becomes any of them.
CAST = (
    "administrator",
    "secretariat",
    "bureau",
    "leader",
    "representative",
    "member",
    "focal_point",
    "committee",
    "partner",
    "newcomer",
)
# Those of the cast who must belong to a partner organisation.
FROM_PARTNER = frozenset({"leader", "representative", "focal_point", "partner"})
POSITIONS = {
    "en": ("Soil scientist", "Farm adviser", "Programme officer", "Farmer", "Director", "Data analyst", "Forester"),
    "fr": (
        "Pédologue",
        "Conseil agricole",
        "Chargé de programme",
        "Exploitation agricole",
        "Direction",
        "Données",
        "Forêt",
    ),
    "es": (
        "Edafología",
        "Asesoría agraria",
        "Programas",
        "Finca agrícola",
        "Dirección",
        "Análisis de datos",
        "Bosques",
    ),
}
BIOGRAPHIES = {
    "en": "Works on {first} and {second}. An invented person of the demonstration.",
    "fr": "Travaille sur ces sujets\u00a0: {first}, {second}. Personne inventée pour la démonstration.",
    "es": "Trabaja en estos temas: {first}, {second}. Persona inventada para la demostración.",
}


@dataclass(frozen=True)
class DemoPerson:
    number: int
    cast: str | None
    name: str
    email: str
    language: str
    languages: tuple[str, ...]
    country: str
    time_zone: str
    expertise: tuple[str, ...]
    biography: str
    organisation: str | None
    position: str
    focal_point: bool
    listed: bool
    shown: tuple[str, ...]
    joined_days_ago: int


@cache
def expertise() -> dict[str, dict[str, str]]:
    path = Path(__file__).resolve().parents[1] / "initial" / "taxonomy.json"
    return {term["id"]: term["label"] for term in json.loads(path.read_text(encoding="utf-8"))["expertise"]}


@cache
def people() -> tuple[DemoPerson, ...]:
    random = Random(SEED)  # noqa: S311
    names: set[str] = set()
    focal: set[str] = set()
    return tuple(_one(random, number, names, focal) for number in range(COUNT))


def _one(random: Random, number: int, names: set[str], focal: set[str]) -> DemoPerson:
    cast = CAST[number] if number < len(CAST) else None
    culture = CULTURES[number * 7 % len(CULTURES)]
    country, zone = random.choice(culture.places)
    organisation = _organisation(random, country, cast)
    name = _name(random, culture, names)
    language = next((code for code in culture.languages if code in SITE_LANGUAGES), "en")
    words = language if language in POSITIONS else "en"
    terms = random.sample(sorted(expertise()), random.randint(2, 4))
    points = organisation is not None and organisation.key not in focal and cast in (None, "focal_point")
    if points and organisation:
        focal.add(organisation.key)
    return DemoPerson(
        number=number,
        cast=cast,
        name=name,
        email=f"{slug(name).replace('-', '.')}@{organisation.domain if organisation else 'people.example'}",
        language=language,
        languages=culture.languages
        if "en" in culture.languages or random.random() < 0.5
        else (*culture.languages, "en"),
        country=country,
        time_zone=zone,
        expertise=tuple(terms),
        biography=_biography(words, terms),
        organisation=organisation.key if organisation else None,
        position=random.choice(POSITIONS[words]) if organisation else "",
        focal_point=points,
        listed=random.random() < 0.85,
        shown=("country", "languages", "expertise", "organisations") if random.random() < 0.7 else ("country",),
        joined_days_ago=random.randint(3, 900),
    )


def _name(random: Random, culture: Culture, taken: set[str]) -> str:
    while (name := f"{random.choice(culture.given)} {random.choice(culture.family)}") in taken:
        pass
    taken.add(name)
    return name


def _organisation(random: Random, country: str, cast: str | None) -> DemoOrganisation | None:
    """One of the same country where there is one; many people have none."""
    if cast in ("newcomer", "member", "administrator", "secretariat"):
        return None
    every = [one for one in organisations() if one.may_lead or cast not in FROM_PARTNER]
    if cast is None and random.random() < 1 / 6:
        return None
    near = [one for one in every if one.country == country]
    if not near and cast is None and random.random() < 1 / 2:
        return None
    return random.choice(near or every)


def _biography(language: str, terms: list[str]) -> str:
    first, second = (expertise()[term][language].lower() for term in terms[:2])
    return BIOGRAPHIES[language].format(first=first, second=second)
