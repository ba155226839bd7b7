"""What a column may be called, in which units it may come, and what it may hold."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

# Unit as written (folded) -> factor to the library's unit.
G_PER_KG = {
    "g/kg": 1.0,
    "mg/g": 1.0,
    "%": 10.0,
    "g/100g": 10.0,
    "percent": 10.0,
    "pct": 10.0,
    "dag/kg": 10.0,
    "mg/kg": 0.001,
}
G_PER_CM3 = {"g/cm3": 1.0, "g/ml": 1.0, "mg/m3": 1.0, "t/m3": 1.0, "kg/dm3": 1.0, "kg/l": 1.0, "kg/m3": 0.001}
CM = {"cm": 1.0, "mm": 0.1, "m": 100.0}
MM = {"mm": 1.0, "cm": 10.0}
MM_A_MONTH = {"mm": 1.0, "cm": 10.0, "mm/month": 1.0, "mm/mois": 1.0, "mm/mes": 1.0, "l/m2": 1.0}
GRAM = {"g": 1.0, "kg": 1000.0, "mg": 0.001}
PERCENT = {"%": 1.0, "percent": 1.0, "pct": 1.0, "g/100g": 1.0, "g/kg": 0.1, "fraction": 100.0}
FRACTION = {"fraction": 1.0, "%": 0.01, "percent": 0.01, "pct": 0.01, "vol%": 0.01, "g/kg": 0.001}
CELSIUS = {"degc": 1.0, "c": 1.0}
T_PER_HA = {"t/ha": 1.0, "mg/ha": 1.0, "kg/ha": 0.001, "g/m2": 0.01, "kg/m2": 10.0}


@dataclass(frozen=True)
class Column:
    """A known column. Without units it is text; `needs_unit` where a wrong guess would be tenfold.

    A heading without unit has that of the column `unit_of`, where there is one.
    """

    name: str
    aliases: tuple[str, ...] = ()
    units: dict[str, float] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    needs_unit: bool = False
    number: bool = False
    measured: bool = False
    unit_of: str = ""

    @property
    def numeric(self) -> bool:
        return bool(self.units) or self.number

    def rank(self, heading: str) -> int:
        """How near a heading without unit comes to the column's own name, 0 the nearest."""
        names = (self.name, *self.aliases)
        return names.index(fold(heading)) if fold(heading) in names else len(names)

    def rule(self, factor: float = 1.0) -> str:
        """The allowed range in words, in the unit that `factor` brings to the library's."""
        unit = next((name for name, to_ours in self.units.items() if to_ours == factor), "")
        low = "" if self.low is None else f"{'above' if self.low_open else 'at least'} {self.low / factor:g}"
        high = "" if self.high is None else f"at most {self.high / factor:g}"
        return f"{' and '.join(part for part in (low, high) if part) or 'a number'} {unit}".strip()


def _words(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _named(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


# Names are folded: lower case, no accents, words joined by underscores. English, French, Spanish, some German and
# Portuguese. Total carbon is none of the names of organic carbon, and "co2" is no carbon column at all.
LAB = _named(
    Column(
        "sample_id",
        _words(
            "sample lab_id lab_no lab_number sample_no sample_number sample_name sample_code echantillon n_echantillon "
            "no_echantillon num_echantillon numero_echantillon id_echantillon muestra id_muestra n_muestra num_muestra "
            "no_muestra numero_de_muestra codigo_muestra probe probennummer amostra"
        ),
    ),
    Column(
        "point_id",
        _words(
            "point sampling_point id_point point_d_echantillonnage point_de_prelevement punto punto_id id_punto "
            "punto_de_muestreo punkt ponto core core_id profile profile_id profil perfil fosse calicata plot plot_id "
            "plot_no plot_number placette location location_id site site_id sitio standort field_id parcelle parcela "
            "identifiant id"
        ),
    ),
    Column(
        "date",
        _words(
            "sampling_date sample_date date_sampled date_of_sampling campaign date_de_prelevement date_prelevement "
            "date_d_echantillonnage date_echantillonnage campagne fecha fecha_de_muestreo fecha_muestreo datum "
            "probenahmedatum data data_da_coleta"
        ),
    ),
    Column("stratum", _words("strata zone strate estrato zona schicht")),
    Column(
        "upper",
        _words(
            "upper_depth top depth_top from depth_from top_depth upper_limit upper_boundary depth_upper depth_min "
            "min_depth start_depth depth_start haut profondeur_sup profondeur_superieure profondeur_min "
            "profondeur_minimale profondeur_haut profondeur_debut prof_sup prof_min limite_superieure borne_sup desde "
            "prof_superior profundidad_superior profundidad_inicial profundidad_min profundidad_minima "
            "profundidad_desde limite_superior von obergrenze tiefe_von oberkante obere_tiefe profundidade_superior"
        ),
        CM,
        0,
        1000,
    ),
    Column(
        "lower",
        _words(
            "lower_depth bottom depth_bottom to depth_to bottom_depth lower_limit lower_boundary depth_lower depth_max "
            "max_depth end_depth depth_end bas profondeur_inf profondeur_inferieure profondeur_max "
            "profondeur_maximale profondeur_bas profondeur_fin prof_inf prof_max limite_inferieure borne_inf hasta "
            "prof_inferior profundidad_inferior profundidad_final profundidad_max profundidad_maxima "
            "profundidad_hasta limite_inferior bis untergrenze tiefe_bis unterkante untere_tiefe "
            "profundidade_inferior"
        ),
        CM,
        0,
        1000,
        True,
    ),
    Column(
        "depth",
        _words(
            "layer depth_range depth_interval depth_increment sampling_depth soil_depth profondeur profundidad prof "
            "rango_de_profundidad couche horizon_depth tiefe tiefenstufe profundidade"
        ),
    ),
    Column(
        "soc",
        _words(
            "toc corg c_org org_c organic_c organic_carbon total_organic_carbon total_organic_c "
            "soil_organic_carbon soil_organic_c oc carbone_organique carbone_organique_total carbone_org c_organique "
            "carbone_organique_du_sol cot c_o cos co carbono_organico carbono_organico_total carbono_org c_organico "
            "carbono_organico_del_suelo organischer_kohlenstoff organischer_c "
            "walkley_black_oc walkley_black_organic_carbon oc_walkley_black"
        ),
        G_PER_KG,
        0,
        580,
        needs_unit=True,
        measured=True,
    ),
    Column(
        "som",
        _words(
            "om organic_matter soil_organic_matter loi loss_on_ignition matiere_organique mat_org mo m_o "
            "materia_organica mos humus humusgehalt perte_au_feu"
        ),
        G_PER_KG,
        0,
        1000,
        needs_unit=True,
        measured=True,
    ),
    Column(
        "bulk_density",
        _words(
            "bd bulkdensity dry_bulk_density bulk_dens soil_bulk_density dbd densite_apparente densite densite_app da "
            "d_a masse_volumique masse_volumique_apparente mva dap densidad_aparente densidad dens_aparente "
            "lagerungsdichte trd trockenrohdichte densidade_do_solo densidade_aparente"
        ),
        G_PER_CM3,
        0,
        2.65,
        True,
    ),
    Column(
        "coarse_fragments",
        _words(
            "coarse gravel stones stone stoniness cf rock_fragments coarse_fraction coarse_elements skeleton "
            "elements_grossiers element_grossier eg e_g cailloux pierrosite graviers refus fragmentos_gruesos "
            "elementos_gruesos pedregosidad gravas grava piedras skelett skelettgehalt grobboden steine cascalho"
        ),
        FRACTION,
        0,
        1,
        needs_unit=True,
    ),
    Column(
        "fine_mass",
        _words("fine_earth_mass mass_fine fine_soil_mass masse_terre_fine masa_tierra_fina"),
        GRAM,
        0,
        None,
        True,
    ),
    Column(
        "coarse_mass",
        _words("mass_coarse stone_mass gravel_mass masse_elements_grossiers masse_cailloux masa_gruesos"),
        GRAM,
        0,
    ),
    Column(
        "core_diameter",
        _words("diameter corer_diameter cylinder_diameter diametre diametre_carottier diametre_cylindre diametro"),
        MM,
        0,
        500,
        True,
    ),
    Column(
        "n_cores", _words("cores number_of_cores nombre_de_carottes numero_de_cilindros"), number=True, low=1, high=1000
    ),
    Column(
        "moisture",
        _words("water_content gravimetric_moisture humidite humidite_residuelle humedad wassergehalt"),
        PERCENT,
        0,
        200,
    ),
    Column("clay", _words("clay_content argile argiles arcilla arcillas ton tongehalt argila"), PERCENT, 0, 100),
    Column(
        "detection_limit",
        _words("lod loq limit_of_detection limite_de_detection limite_de_quantification limite_de_deteccion"),
        G_PER_KG,
        0,
        580,
        unit_of="soc",
    ),
    Column("duplicate_of", _words("duplicate replicate_of duplicat_de duplicado_de")),
    Column("bd_definition", _words("bulk_density_definition coarse_basis")),
    Column("method", _words("methode metodo")),
    Column("carbonate_treated", _words("carbonates_removed")),
    Column("lab", _words("laboratory laboratoire laboratorio labor")),
)

WEATHER = _named(
    Column("year", _words("yr annee ano jahr"), number=True, low=-10000, high=10000),
    Column("month", _words("mon mois mes monat"), number=True, low=1, high=12),
    Column(
        "tmean",
        _words("temperature temp t tavg mean_temperature temperature_moyenne temperatura temperatura_media temperatur"),
        CELSIUS,
        -90,
        70,
    ),
    Column(
        "rain",
        _words("precipitation precipitations precip rainfall p pluie lluvia precipitacion niederschlag"),
        MM_A_MONTH,
        0,
        5000,
    ),
    Column("evaporation", _words("evap evp open_pan pan"), MM_A_MONTH, 0, 2000),
    Column(
        "pet",
        _words("et0 potential_evapotranspiration etp evapotranspiration_potentielle evapotranspiracion_potencial"),
        MM_A_MONTH,
        0,
        2000,
    ),
    Column("covered", _words("plant_cover cover pc couvert cubierto"), number=True, low=0, high=1),
    Column("plant_carbon", _words("c_inp plant_input carbon_input_month"), T_PER_HA, 0, 100),
    Column("manure_carbon", _words("fym manure fym_inp"), T_PER_HA, 0, 100),
    Column("irrigated", _words("irrigation irrigue irrigado"), number=True, low=0, high=1),
    Column("sand", _words("sand_content sable arena"), FRACTION, 0, 1, needs_unit=True),
    Column("carbon_input", _words("c_input annual_carbon_input"), T_PER_HA, 0, 100, needs_unit=True),
    Column("lignin", _words("lignin_content lignine lignina"), FRACTION, 0, 1, needs_unit=True),
    Column("nitrogen", _words("nitrogen_content azote nitrogeno"), FRACTION, 0, 1, True, needs_unit=True),
    Column("tillage", _words("travail_du_sol labranza")),
)

_ENDING = re.compile(r"^(?P<name>.*?)[\s_]*[\(\[](?P<unit>[^\)\]]*)[\)\]]\s*$")


def fold(text: str) -> str:
    """Lower case, no accents, words joined by underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9%/]+", "_", plain.casefold()).strip("_")


# What stands beside a unit and does not change it: of what the mass is, and that it is dry.
_BESIDE = re.compile(
    r"\b(c|oc|soc|c\.?org|of|de|du|dry|oven|air|weight|wt|w/w|m/m|mass|masse|masa|dw|dm|ms|ts|soil|sol|suelo|fine|earth|"
    r"terre|tierra|fina|seco|seca|sec|seche)\b"
)
_BY_VOLUME = re.compile(r"\b(v/v|vol(ume|umen)?)\b\.?")


def fold_unit(text: str) -> str:
    """A unit in its plainest writing: ``g kg-1``, ``g·kg⁻¹`` and ``g_kg`` are ``g/kg``; ``°C`` is ``c``."""
    unit = unicodedata.normalize("NFKC", text).casefold().replace("−", "-").replace("°", "").strip()
    if "%" in unit:
        by_volume = _BY_VOLUME.search(unit)
        rest = _BESIDE.sub("", _BY_VOLUME.sub("", unit)).strip("% ./")
        return unit if rest else "vol%" if by_volume else "%"
    unit = re.sub(r"([a-z]+)\s*\^?-1\b", r"/\1", unit)
    unit = re.sub(r"([a-z]+)\s*\^?-([23])\b", r"/\1\2", unit)
    if "/" in unit:
        unit = _BESIDE.sub("", unit)
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
