"""The fields of expertise one can name in one's profile."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EXPERTISE: dict[str, str | Promise] = {
    "agroecology": _("Agroecology"),
    "agroforestry": _("Agroforestry"),
    "conservation_agriculture": _("Conservation agriculture"),
    "organic_farming": _("Organic farming"),
    "cover_crops": _("Cover crops"),
    "composting": _("Composting and organic amendments"),
    "biochar": _("Biochar"),
    "grassland": _("Grassland and grazing"),
    "livestock": _("Livestock"),
    "forestry": _("Forestry and forest soils"),
    "peatlands": _("Peatlands and wetlands"),
    "rice": _("Rice systems"),
    "perennial_crops": _("Vineyards, orchards and perennial crops"),
    "drylands": _("Drylands and desertification"),
    "land_restoration": _("Land restoration"),
    "landscape": _("Landscape management"),
    "soil_biology": _("Soil biology and biodiversity"),
    "soil_chemistry": _("Soil chemistry and fertility"),
    "soil_physics": _("Soil physics, water and erosion"),
    "soil_mapping": _("Soil survey and mapping"),
    "soc_measurement": _("Soil sampling and carbon measurement"),
    "soc_modelling": _("Soil carbon modelling"),
    "remote_sensing": _("Remote sensing"),
    "mrv": _("Monitoring, reporting and verification (MRV)"),
    "ghg_accounting": _("Greenhouse gas accounting"),
    "carbon_markets": _("Carbon markets"),
    "climate_adaptation": _("Adaptation to climate change"),
    "food_security": _("Food security and nutrition"),
    "public_policy": _("Public policy and NDCs"),
    "land_tenure": _("Land tenure and rights"),
    "gender": _("Gender and social inclusion"),
    "economics": _("Economics of farming and land use"),
    "finance": _("Finance and investment"),
    "certification": _("Labels and certification"),
    "advisory": _("Farm advice and extension"),
    "training": _("Training and education"),
    "communication": _("Communication and advocacy"),
    "project_management": _("Project development and management"),
}


def choices() -> list[tuple[str, str | Promise]]:
    return list(EXPERTISE.items())


def label(key: str) -> str:
    return str(EXPERTISE.get(key, key))
