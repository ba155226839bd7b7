from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soilcarbon import SoilCarbonError, _hyman_numba, _hyman_numpy
from soilcarbon import equivalent_mass as esm
from soilcarbon.tests import vectors

UPPER, LOWER = np.array([0, 10, 30, 50.0]), np.array([10, 30, 50, 100.0])
# Core Y0_T1_P1_S1 of von Haden et al. (2020), example sheet a.
SOC = np.array([25.0013353373654, 15.0065632926038, 10.0049613000545, 5.0052162101523])
DENSITY = np.array([1.25003248014108, 1.30090697050046, 1.40084647705644, 1.500822601973])
MATTER = np.array([43.1057505816645, 25.8733849872479, 17.249933275956, 8.62968312095225])


@pytest.mark.parametrize("sheet", ["a_temporal_paired", "c_comparative"])
def test_von_haden_sheets(sheet: str) -> None:
    cores: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in vectors.rows(f"vonhaden_esm/in_{sheet}.csv"):
        cores[row["ID"], row["Rep"]].append(row)
    for want in vectors.rows(f"vonhaden_esm/out_{sheet}_ESM.csv"):
        core = cores[want["ID"], want["Rep"]]
        column = {
            name: np.array([float(row[name]) for row in core]) for name in core[0] if name not in ("ID", "Ref_ID")
        }
        found = esm.equivalent_mass_stock(
            column["Upper_cm"],
            column["Lower_cm"],
            10 * column["SOC_pct"],
            column["BD_g_cm3"],
            100 * float(want["Cum_Min_Soil_g_cm2"]),
            organic_matter=10 * column["SOM_pct"],
            extrapolate=True,
        )
        assert found.stock[0] == pytest.approx(100 * float(want["Cum_SOC_g_cm2"]), rel=1e-9)


def test_simple_esm_spline_and_fixed_depth() -> None:
    """SimpleESM: densities every 5 cm, concentrations by thicker layers; total fine-earth mass."""
    key = ("Campaign", "Treatment", "Block", "Plot", "Point")
    densities: dict[Any, list[tuple[float, float, float]]] = defaultdict(list)
    for row in vectors.rows("simple_esm/in_BD.csv"):
        edge = -float(row["Upper_cm"]), -float(row["Lower_cm"])
        densities[tuple(row[k] for k in key)].append((*edge, float(row["BD_g_cm3"])))
    layers: dict[Any, list[tuple[float, float, float, float]]] = defaultdict(list)
    for row in vectors.rows("simple_esm/in_Concentrations.csv"):
        point, top, bottom = tuple(row[k] for k in key), -float(row["Upper_cm"]), -float(row["Lower_cm"])
        mass = sum(bd * max(0.0, min(bottom, b) - max(top, a)) for a, b, bd in densities[point])
        layers[point].append((top, bottom, float(row["SOC_g_kg"]), mass / (bottom - top)))
    compared = 0
    for file in ("FD", "ESM2", "ESM"):
        for out in vectors.rows(f"simple_esm/Output_{file}.csv", ";"):
            top, bottom, soc, density = np.array(sorted(layers[tuple(out[k] for k in key)])).T
            if file == "FD":
                found = esm.cumulative(top, bottom, soc, density, mineral=False).carbon[0, int(out["Layer"]) - 1]
            else:
                # Its 1-mm slices are uniform within a layer: straight lines.
                found = esm.equivalent_mass_stock(
                    top,
                    bottom,
                    soc,
                    density,
                    float(out[f"Soil_mass_cum_{file}"]),
                    mineral=False,
                    interpolation="hyman" if file == "ESM2" else "linear",
                ).stock[0]
            assert found == pytest.approx(float(out[f"SOC_stock_cum_{file}"]), rel=1e-9)
            compared += 1
    assert compared == 180


def test_figures_of_von_haden_typed_in() -> None:
    sums = esm.cumulative(UPPER, LOWER, SOC, DENSITY, organic_matter=MATTER)
    assert sums.mass[0] == pytest.approx(
        [1196.14889183314, 3730.64509907335, 6484.00903666807, 13923.3639291541], rel=1e-12
    )
    assert sums.carbon[0] == pytest.approx(
        [31.2524812186056, 70.2967667998148, 98.3275963803495, 135.88730446014], rel=1e-12
    )
    # Core Y5_T1_P1_S1 (compacted by 1.5 cm) at the masses of core Y0_T1_P1_S1: out_a_temporal_paired_ESM.csv.
    soc = [24.5024627418181, 14.368577837648, 9.78976327431328, 4.8394663069502]
    density = [1.41299677396356, 1.31941205530769, 1.4095611204554, 1.50343923330483]
    matter = [42.2456254169278, 24.7734100649104, 16.8789021970918, 8.34390742577621]
    repeated = [[figures] * 4 for figures in (soc, density, matter)]
    found = esm.equivalent_mass_stock(
        UPPER, LOWER, repeated[0], repeated[1], sums.mass[0], organic_matter=repeated[2], extrapolate=True
    )
    expected = [31.2941956336874, 70.3065424895117, 98.3201884996541, 135.791848587838]
    assert found.stock == pytest.approx(expected, rel=1e-12)
    linear = esm.equivalent_mass_stock(
        UPPER, LOWER, soc, density, sums.mass[0, 1], organic_matter=matter, interpolation="linear"
    )
    assert linear.stock[0] != pytest.approx(expected[1], rel=1e-4)
    assert esm.stock_to_depth(UPPER, LOWER, soc, density, 30)[0] > expected[1]  # compaction, not sequestration


def test_points_on_a_line_are_read_exactly_and_continued() -> None:
    x, y = np.array([[0, 1, 2, 3.0]]), np.array([[0, 2, 4, 6.0]])
    for at in (0.0, 0.5, 2.0, 2.9, 4.0):
        assert _hyman_numpy.read_curves(x, y, np.array([4]), np.array([at]), True)[0] == pytest.approx(
            2 * at, abs=1e-13
        )


def test_differs_from_scipy_splines() -> None:
    """The trap: not-a-knot and PCHIP are other curves, by up to 1 % and 5 %."""
    from scipy.interpolate import CubicSpline, PchipInterpolator

    sums = esm.cumulative(UPPER, LOWER, SOC, DENSITY, organic_matter=MATTER)
    mass, carbon = np.r_[0, sums.mass[0]], np.r_[0, sums.carbon[0]]
    at = 2400.0
    ours = esm.equivalent_mass_stock(UPPER, LOWER, SOC, DENSITY, at, organic_matter=MATTER).stock[0]
    assert abs(float(CubicSpline(mass, carbon)(at)) / ours - 1) > 1e-5
    assert abs(float(PchipInterpolator(mass, carbon)(at)) / ours - 1) > 1e-5


def test_mineral_and_total_mass_differ() -> None:
    mineral = esm.cumulative(UPPER, LOWER, SOC, DENSITY)
    total = esm.cumulative(UPPER, LOWER, SOC, DENSITY, mineral=False)
    assert (mineral.mass < total.mass).all()
    assert mineral.mass[0, 0] == pytest.approx(total.mass[0, 0] * (1 - 1.724 * SOC[0] / 1000))
    assert (mineral.carbon == total.carbon).all()


def test_a_reference_beyond_the_sample_raises_unless_asked() -> None:
    mass = float(esm.cumulative(UPPER, LOWER, SOC, DENSITY).mass[0, -1])
    with pytest.raises(SoilCarbonError, match="reference_mass") as caught:
        esm.equivalent_mass_stock(UPPER, LOWER, SOC, DENSITY, mass * (1 + 1e-8))
    assert caught.value.index == (0,)
    at_edge = esm.equivalent_mass_stock(UPPER, LOWER, SOC, DENSITY, mass * (1 + 1e-10))
    assert not at_edge.extrapolated[0]
    beyond = esm.equivalent_mass_stock(UPPER, LOWER, SOC, DENSITY, [mass * 1.01], extrapolate=True)
    assert beyond.extrapolated.tolist() == [True]
    straight = esm.equivalent_mass_stock(
        UPPER, LOWER, SOC, DENSITY, mass * 1.01, extrapolate=True, interpolation="linear"
    )
    slope = SOC[3] / (1000 * (1 - 1.724 * SOC[3] / 1000))
    full = esm.cumulative(UPPER, LOWER, SOC, DENSITY).carbon[0, -1]
    assert straight.stock[0] == pytest.approx(full + slope * 0.01 * mass, rel=1e-12)


def test_ragged_profiles_equal_each_alone() -> None:
    nan = np.nan
    soc = np.array([[25, 15, 10, 5], [20, 12, nan, nan], [30, nan, nan, nan]])
    density = np.array([[1.2, 1.3, 1.4, 1.5], [1.25, 1.35, nan, nan], [1.1, nan, nan, nan]])
    reference = [5000.0, 3000.0, 1000.0]
    for shared in (False, True):
        upper = UPPER if shared else np.where(np.isnan(soc), nan, UPPER)
        lower = LOWER if shared else np.where(np.isnan(soc), nan, LOWER)
        found = esm.equivalent_mass_stock(upper, lower, soc, density, reference)
        for i, n in enumerate((4, 2, 1)):
            alone = esm.equivalent_mass_stock(UPPER[:n], LOWER[:n], soc[i, :n], density[i, :n], reference[i])
            assert found.stock[i] == pytest.approx(alone.stock[0], rel=1e-14)


def test_one_layer_is_a_straight_line() -> None:
    found = esm.equivalent_mass_stock([0], [30], [20], [1], 1500, mineral=False)
    assert found.stock.tolist() == pytest.approx([30.0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"upper": [0, 9, 30, 50]}, r"upper\[0, 1\].*overlaps"),
        ({"upper": [0, 11, 30, 50]}, r"upper\[0, 1\].*gap"),
        ({"upper": [1, 10, 30, 50]}, r"upper\[0, 0\].*0 cm"),
        ({"lower": [10, 10, 50, 100]}, r"lower\[0, 1\]"),
        ({"soc": [25, np.nan, 10, 5]}, "soc"),
        ({"bulk_density": [1.2, 1.3, 1.4, np.nan]}, r"bulk_density\[0, 3\]"),
        ({"bulk_density": [1.2, 1.3, 1.4, -1]}, r"bulk_density\[3\]"),
        ({"soc": [600, 15, 10, 5]}, "organic_matter"),
        ({"reference_mass": [1.0, 2.0]}, "reference_mass has shape"),
        ({"reference_mass": -1.0}, "reference_mass"),
        ({"reference_mass": np.nan}, "reference_mass"),
        ({"interpolation": "spline"}, "interpolation"),
        ({"organic_matter": [1, 2, 3]}, "organic_matter"),
    ],
)
def test_bad_profiles_are_named(change: dict[str, Any], message: str) -> None:
    good: dict[str, Any] = {
        "upper": UPPER,
        "lower": LOWER,
        "soc": SOC,
        "bulk_density": DENSITY,
        "reference_mass": 1000.0,
    }
    assert esm.equivalent_mass_stock(**good).stock.shape == (1,)
    with pytest.raises(SoilCarbonError, match=message):
        esm.equivalent_mass_stock(**{**good, **change})


def test_depth_helpers_share_a_cut_layer() -> None:
    assert esm.stock_to_depth(UPPER, LOWER, SOC, DENSITY, [20])[0] == pytest.approx(
        31.2524812186056 + 39.0442855812091 / 2
    )
    assert esm.mass_to_depth(UPPER, LOWER, SOC, DENSITY, 10, mineral=False)[0] == pytest.approx(1250.03248014108)
    with pytest.raises(SoilCarbonError, match="depth"):
        esm.mass_to_depth(UPPER, LOWER, SOC, DENSITY, 120)


def curves(profiles: int, layers: int, seed: int) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed)
    mass = np.cumsum(np.c_[np.zeros(profiles), rng.uniform(0.05, 3, (profiles, layers))], axis=1)
    carbon = np.cumsum(np.c_[np.zeros(profiles), rng.exponential(1, (profiles, layers))], axis=1)
    nodes = rng.integers(2, layers + 2, profiles)
    return mass, carbon, nodes, rng.uniform(0, 1.1, profiles) * mass[np.arange(profiles), nodes - 1]


@pytest.mark.parametrize("hyman", [True, False])
def test_kernel_equals_its_numpy_twin(hyman: bool) -> None:
    mass, carbon, nodes, at = curves(4000, 7, 1)
    fast = _hyman_numba.read_curves(mass, carbon, nodes, at, hyman)
    plain = _hyman_numpy.read_curves(mass, carbon, nodes, at, hyman)
    assert fast == pytest.approx(plain, rel=1e-9, abs=1e-12)


def test_many_profiles_take_the_kernel_and_agree() -> None:
    few = esm.equivalent_mass_stock(UPPER, LOWER, SOC, DENSITY, 3000.0)
    many = esm.equivalent_mass_stock(UPPER, LOWER, np.tile(SOC, (esm.KERNEL_FROM, 1)), DENSITY, 3000.0)
    assert many.stock == pytest.approx(few.stock[0], rel=1e-13)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10_000))
def test_stock_never_falls_with_mass(seed: int) -> None:
    mass, carbon, nodes, _ = curves(3, 6, seed)
    for row in range(3):
        at = np.linspace(0, mass[row, nodes[row] - 1], 200)
        curve = _hyman_numpy.read_curves(
            np.tile(mass[row], (200, 1)), np.tile(carbon[row], (200, 1)), np.full(200, nodes[row]), at, True
        )
        assert (np.diff(curve) > -1e-10).all()
        assert curve[-1] == pytest.approx(carbon[row, nodes[row] - 1])
