"""Sixty invented organisations; each name says that it is one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from humus.portal.demo.words import slug

# Country, affiliation ("-" for none) and name, by category.
LINES = {
    "states_local": """
FR partner Communauté de communes du Val-aux-Noyers
SN member Ministère de l'Agriculture de la Côte aux Baobabs
CO partner Alcaldía de San Roque del Páramo
KE member County of Upper Tana Meadows
DE partner Landkreis Moorwiesen
IN partner District Council of Neelgiri Plains
CR member Municipalidad de Cerro Verde
CA partner Regional Municipality of Maple Ridge Lakes
""",
    "international": """
CH member World Fund for Living Soils
PH partner Intergovernmental Panel on Tropical Peat
KE member Pan-African Soil Observatory
UY partner Organización Interamericana del Pastizal
FR member Réseau international des terres arides
TH partner Mekong Commission for Land and Rice
IT friend Mountain Soils Secretariat
""",
    "donor_foundation": """
CH member Fondation Racines Communes
US partner Black Earth Philanthropies
ES member Fundación Surco Abierto
DE partner Stiftung Bodenleben
GB partner The Hedgerow Trust
MX friend Fundación Tierra y Maíz
SN partner Fonds sahélien pour les terres
ZA member Highveld Futures Fund
JP partner Satoyama Giving Circle
""",
    "producers": """
FR member Coopérative Les Trois Rivières
AR partner Unión de Productores del Litoral
BF member Union des groupements du Plateau
UG partner Rwenzori Coffee Growers Union
IN partner Deccan Millet Farmers Federation
BR member Cooperativa Campos Vivos
CA partner Prairie Cover Crop Growers
GT member Asociación de Caficultores Volcán Azul
AU partner Coral Coast Graziers Group
VN friend Red River Rice Cooperative
""",
    "research_education": """
FR member Institut des sols du Larzac
DE member Zentrum für Humusforschung Elbtal
KE member Savanna Institute of Agroforestry
MX partner Universidad del Altiplano Sur
BR member Instituto Cerrado e Carbono
MA partner École d'agronomie de l'Oued Vert
IN member Sahyadri School of Soil Science
GB partner Fenland University
FI member Boreal Peat Laboratory
CN partner Loess Plateau Learning Centre
PE friend Universidad Andina de los Suelos
""",
    "civil_society": """
BJ member Association Terre et Semence
GH partner Women for Living Land
ES partner Red de Semillas del Sur
CL member Guardianes del Suelo
NP partner Himalayan Terraces Network
HT partner Mouvement paysan Mòn Vèt
NZ partner Whenua Care Collective
PL partner Fundacja Zdrowa Gleba
CM friend Jeunesse et Forêts du Littoral
""",
    "company": """
NL partner Polder Analytics
FR partner Compost et Compagnie
US partner Tallgrass Carbon Services
CO partner Biocarbón Andino
KE partner Shamba Sensors
ES friend Viñedos de la Umbría
""",
}


@dataclass(frozen=True)
class DemoOrganisation:
    key: str
    name: str
    category: str
    country: str
    affiliation: str | None
    since: str | None

    @property
    def domain(self) -> str:
        return f"{self.key.removeprefix('demo-')[:40].rstrip('-')}.example"

    @property
    def may_lead(self) -> bool:
        return self.affiliation in ("member", "partner")


@cache
def organisations() -> tuple[DemoOrganisation, ...]:
    rows = [(category, line) for category, lines in LINES.items() for line in lines.strip().splitlines()]
    return tuple(_one(number, category, line) for number, (category, line) in enumerate(rows))


def _one(number: int, category: str, line: str) -> DemoOrganisation:
    country, affiliation, name = line.split(" ", 2)
    since = f"{2019 + number % 6}-{1 + number * 5 % 12:02}-{1 + number * 7 % 28:02}"
    return DemoOrganisation(f"demo-{slug(name)}", f"{name} (demo)", category, country, affiliation, since)
