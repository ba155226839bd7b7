"""What a column may be called, in which units it may come, and what it may hold."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

# Unit as written (folded) -> factor to the library's unit.
G_PER_KG = {"g/kg": 1.0, "mg/g": 1.0, "%": 10.0, "g/100g": 10.0, "percent": 10.0, "wt%": 10.0, "mg/kg": 0.001}
G_PER_CM3 = {"g/cm3": 1.0, "g/ml": 1.0, "mg/m3": 1.0, "t/m3": 1.0, "kg/dm3": 1.0, "kg/l": 1.0, "kg/m3": 0.001}
CM = {"cm": 1.0, "mm": 0.1, "m": 100.0}
MM = {"mm": 1.0, "cm": 10.0}
GRAM = {"g": 1.0, "kg": 1000.0, "mg": 0.001}
PERCENT = {"%": 1.0, "percent": 1.0, "g/100g": 1.0, "g/kg": 0.1, "fraction": 100.0}
FRACTION = {"fraction": 1.0, "%": 0.01, "percent": 0.01, "vol%": 0.01, "g/kg": 0.001}
CELSIUS = {"degc": 1.0, "c": 1.0}
T_PER_HA = {"t/ha": 1.0, "mg/ha": 1.0, "kg/ha": 0.001, "g/m2": 0.01, "kg/m2": 10.0}


@dataclass(frozen=True)
class Column:
    """A known column. Without units it is text; `needs_unit` where a wrong guess would be tenfold."""

    name: str
    aliases: tuple[str, ...] = ()
    units: dict[str, float] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    needs_unit: bool = False
    number: bool = False
    measured: bool = False

    @property
    def numeric(self) -> bool:
        return bool(self.units) or self.number

    def rule(self, factor: float = 1.0) -> str:
        """The allowed range in words, in the unit that `factor` brings to the library's."""
        unit = next((name for name, to_ours in self.units.items() if to_ours == factor), "")
        low = "" if self.low is None else f"{'above' if self.low_open else 'at least'} {self.low / factor:g}"
        high = "" if self.high is None else f"at most {self.high / factor:g}"
        return f"{' and '.join(part for part in (low, high) if part) or 'a number'} {unit}".strip()


def _named(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


LAB = _named(
    Column("sample_id", ("sample", "lab_id", "sample_no", "sample_number", "echantillon", "muestra", "probe")),
    Column("point_id", ("point", "core", "core_id", "profile", "profile_id", "site_id", "plot_id", "punto", "id")),
    Column("date", ("sampling_date", "campaign", "fecha", "datum")),
    Column("stratum", ("strata", "zone", "strate", "estrato", "schicht")),
    Column(
        "upper",
        ("upper_depth", "top", "depth_top", "from", "depth_from", "top_depth", "haut", "desde", "von"),
        CM,
        0,
        1000,
    ),
    Column(
        "lower",
        ("lower_depth", "bottom", "depth_bottom", "to", "depth_to", "bottom_depth", "bas", "hasta", "bis"),
        CM,
        0,
        1000,
        True,
    ),
    Column("depth", ("layer", "depth_range", "profondeur", "profundidad", "tiefe")),
    Column(
        "soc",
        ("toc", "corg", "c_org", "org_c", "organic_carbon", "soil_organic_carbon", "oc", "carbone_organique", "cos"),
        G_PER_KG,
        0,
        580,
        needs_unit=True,
        measured=True,
    ),
    Column(
        "som", ("om", "organic_matter", "soil_organic_matter", "loi"), G_PER_KG, 0, 1000, needs_unit=True, measured=True
    ),
    Column(
        "bulk_density",
        ("bd", "bulkdensity", "dry_bulk_density", "densite_apparente", "da", "densidad_aparente", "lagerungsdichte"),
        G_PER_CM3,
        0,
        2.65,
        True,
    ),
    Column(
        "coarse_fragments",
        ("coarse", "gravel", "stones", "cf", "rock_fragments", "skeleton"),
        FRACTION,
        0,
        1,
        needs_unit=True,
    ),
    Column("fine_mass", ("fine_earth_mass", "mass_fine", "fine_soil_mass"), GRAM, 0, None, True),
    Column("coarse_mass", ("mass_coarse", "stone_mass", "gravel_mass"), GRAM, 0),
    Column("core_diameter", ("diameter", "corer_diameter"), MM, 0, 500, True),
    Column("n_cores", ("cores", "number_of_cores"), number=True, low=1, high=1000),
    Column("moisture", ("water_content", "gravimetric_moisture"), PERCENT, 0, 200),
    Column("clay", ("clay_content", "argile", "arcilla", "ton"), PERCENT, 0, 100),
    Column("detection_limit", ("lod", "loq"), G_PER_KG, 0, 580),
    Column("duplicate_of", ("duplicate", "replicate_of")),
    Column("bd_definition", ("bulk_density_definition", "coarse_basis")),
    Column("method"),
    Column("carbonate_treated", ("carbonates_removed",)),
    Column("lab", ("laboratory", "laboratoire", "laboratorio")),
)

WEATHER = _named(
    Column("year", ("yr", "annee", "ano", "jahr"), number=True, low=-10000, high=10000),
    Column("month", ("mon", "mois", "mes", "monat"), number=True, low=1, high=12),
    Column("tmean", ("temperature", "temp", "t", "tavg"), CELSIUS, -90, 70),
    Column("rain", ("precipitation", "precip", "rainfall", "p", "pluie", "lluvia"), MM, 0, 5000),
    Column("evaporation", ("evap", "evp", "open_pan", "pan"), MM, 0, 2000),
    Column("pet", ("et0", "potential_evapotranspiration", "etp"), MM, 0, 2000),
    Column("covered", ("plant_cover", "cover", "pc"), number=True, low=0, high=1),
    Column("plant_carbon", ("c_inp", "plant_input", "carbon_input_month"), T_PER_HA, 0, 100),
    Column("manure_carbon", ("fym", "manure", "fym_inp"), T_PER_HA, 0, 100),
    Column("irrigated", ("irrigation",), number=True, low=0, high=1),
    Column("sand", ("sand_content",), FRACTION, 0, 1, needs_unit=True),
    Column("carbon_input", ("c_input", "annual_carbon_input"), T_PER_HA, 0, 100, needs_unit=True),
    Column("lignin", ("lignin_content",), FRACTION, 0, 1, needs_unit=True),
    Column("nitrogen", ("nitrogen_content",), FRACTION, 0, 1, True, needs_unit=True),
    Column("tillage"),
)

_ENDING = re.compile(r"^(?P<name>.*?)[\s_]*[\(\[](?P<unit>[^\)\]]*)[\)\]]\s*$")


def fold(text: str) -> str:
    """Lower case, no accents, words joined by underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9%/]+", "_", plain.casefold()).strip("_")


def fold_unit(text: str) -> str:
    """A unit in its plainest writing: ``g kg-1``, ``g·kg⁻¹`` and ``g_kg`` are ``g/kg``; ``°C`` is ``c``."""
    unit = unicodedata.normalize("NFKC", text).casefold().replace("−", "-").replace("°", "").strip()
    if "/" in unit and unit[0] in "gm":
        unit = re.sub(r"\b(c|oc|soc)\b(?=\s*/)|\b(dry |of )?(soil|fine earth)$", "", unit)
    unit = re.sub(r"([a-z]+)\s*\^?-1\b", r"/\1", unit)
    unit = re.sub(r"([a-z]+)\s*\^?-([23])\b", r"/\1\2", unit)
    unit = re.sub(r"[\s·*.^_]+", "" if "/" in unit else "/", unit)
    return unit.replace("//", "/").replace("³", "3").replace("cc", "cm3") if unit != "c" else unit


def recognise(heading: str, known: dict[str, Column]) -> tuple[Column, str] | None:
    """The column a heading names and the unit it states ("" where none), or None."""
    names = {fold(alias): column for column in known.values() for alias in (column.name, *column.aliases)}
    match = _ENDING.match(heading)
    if match:
        column = names.get(fold(match["name"]))
        return (column, fold_unit(match["unit"])) if column else None
    folded = fold(heading)
    if folded in names:
        return names[folded], ""
    words = heading.split()
    for cut in range(1, len(words)):
        column, unit = names.get(fold(" ".join(words[:cut]))), fold_unit(" ".join(words[cut:]))
        if column and unit in column.units:
            return column, unit
    for cut in range(1, len(folded)):
        column, unit = names.get(folded[:cut].rstrip("_")), fold_unit(folded[cut:].strip("_"))
        if column and unit in column.units:
            return column, unit
    return None
