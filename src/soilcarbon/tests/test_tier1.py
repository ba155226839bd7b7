from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from soilcarbon import SoilCarbonError, _tables, ipcc
from soilcarbon._tier1 import NEUTRAL, categories, climates, soils
from soilcarbon.ipcc import Regime
from soilcarbon.tests import vectors

TILLED = Regime("annual_crops", "full_tillage", "medium")
BETTER = Regime("annual_crops", "no_tillage", "cropland_high_with_manure")


def test_cases_of_hestia() -> None:
    for row in vectors.rows("ipcc2019/tier1_cases.csv"):
        made = ipcc.tier1(climate=row["zone"].lower(), soil=row["soil"].lower(), initial=TILLED, final=BETTER)
        assert 1000 * made.initial == pytest.approx(float(row["soc_full_till_medium"]), rel=1e-12)
        assert 1000 * made.final == pytest.approx(float(row["soc_notill_highmanure"]), rel=1e-12)
        assert 1000 * made.change_per_year == pytest.approx(float(row["annual_change_20y_kg_ha_yr"]), rel=1e-12)
        assert 1000 * made.at(7) == pytest.approx(float(row["soc_after_7y"]), rel=1e-12)


def test_tables_equal_the_source() -> None:
    given = vectors.document("ipcc2019/tier1_tables_hestia_0.92.json")
    count = 0
    for soil, zones in given["_SOC_REFS"].items():
        for zone, entry in zones.items():
            mine = _tables.soc_references()[soil.lower(), zone.lower()]
            assert mine.value == entry["value"] / 1000
            assert mine.sd == pytest.approx(mine.value * entry["uncertainty"] / 100 / 1.96, rel=1e-15)
            count += 1
    assert count == len(_tables.soc_references())
    names = {"_LAND_USE_FACTORS": "land_use", "_MANAGEMENT_FACTORS": "management", "_CARBON_INPUT_FACTORS": "input"}
    factors = 0
    for table, factor in names.items():
        for name, zones in given[table].items():
            for zone, entry in zones.items():
                mine = _tables.factors()[factor, name.lower(), zone.lower()]
                assert mine == pytest.approx((entry["value"], entry["value"] * entry["error"] / 200), rel=1e-15)
                factors += 1
    assert factors == len(_tables.factors())


def test_figures_of_the_tables_typed_in() -> None:
    # IPCC 2019 Refinement, volume 4, tables 2.3 and 5.5: 64 t/ha; 0.69; 1.10 and 1.44.
    made = ipcc.tier1(climate="warm_temperate_moist", soil="high_activity_clay_soils", initial=TILLED, final=BETTER)
    assert made.initial == pytest.approx(64 * 0.69, rel=1e-14)
    assert made.final == pytest.approx(64 * 0.69 * 1.10 * 1.44, rel=1e-14)
    assert made.change_per_year == pytest.approx((made.final - made.initial) / 20, rel=1e-14)
    assert made.at([0, 10, 20, 50]).tolist() == pytest.approx(
        [made.initial, (made.initial + made.final) / 2, made.final, made.final]
    )


def test_error_of_the_native_stock_is_that_of_the_reference() -> None:
    native = Regime("native", "native", "native")
    made = ipcc.tier1(climate="cool_temperate_dry", soil="sandy_soils", initial=native, final=native)
    assert made.initial_error == pytest.approx(13 * 0.33, rel=1e-14)
    assert made.change_error == 0


def test_shared_entries_are_one_random_variable() -> None:
    """Reference stock and land use stand on both sides: only their product with the tillage effect is left."""
    final = Regime("annual_crops", "no_tillage", "medium")
    made = ipcc.tier1(climate="cool_temperate_dry", soil="sandy_soils", initial=TILLED, final=final)
    reference, land, till = (0.33 / 1.96, 0.14 / 2, 0.04 / 2)
    first, second = 13 * 0.77, 13 * 0.77 * 1.03
    assert made.initial_error == pytest.approx(1.96 * first * np.hypot(reference, land), rel=1e-13)
    assert made.final_error == pytest.approx(1.96 * second * np.sqrt(reference**2 + land**2 + till**2), rel=1e-13)
    gain = second - first
    variance = (gain * reference) ** 2 + (gain * land) ** 2 + (second * till) ** 2
    assert made.change_error == pytest.approx(1.96 * np.sqrt(variance) / 20, rel=1e-13)
    assert made.change_error < np.hypot(made.initial_error, made.final_error) / 20 / 5


def test_first_order_agrees_with_monte_carlo() -> None:
    case = {"climate": "warm_temperate_dry", "soil": "low_activity_clay_soils", "initial": TILLED, "final": BETTER}
    made = ipcc.tier1(**case)
    drawn = ipcc.tier1_monte_carlo(**case, draws=20_000, seed=3)
    assert drawn.initial.shape == (20_000,)
    assert drawn.change_per_year.mean() == pytest.approx(made.change_per_year, rel=0.01)
    assert 1.96 * drawn.change_per_year.std() == pytest.approx(made.change_error, rel=0.05)
    again = ipcc.tier1_monte_carlo(**case, draws=20_000, seed=3)
    assert (again.final == drawn.final).all()


def test_arrays_broadcast() -> None:
    made = ipcc.tier1(
        climate=["cool_temperate_dry", "tropical_moist"],
        soil="sandy_soils",
        initial=TILLED,
        final=[BETTER, TILLED],
        years=np.array([[20], [10]]),
    )
    assert made.final.shape == (2, 2)
    assert made.change_per_year[1, 0] == pytest.approx(2 * made.change_per_year[0, 0])
    assert made.change_per_year[:, 1].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({"climate": "temperate"}, "climate is 'temperate'; allowed: .*cool_temperate_dry"),
        ({"climate": ["cool_temperate_dry", "moon"]}, r"climate\[1\] is 'moon'"),
        ({"soil": "sand"}, "soil is 'sand'"),
        ({"soil": "spodic_soils"}, "reference stock for spodic_soils"),
        ({"climate": "polar_dry"}, "initial is land_use='annual_crops'"),
        ({"years": 0}, "years"),
        ({"final": "no_tillage"}, "final"),
    ],
)
def test_what_the_tables_do_not_give_is_refused(case: dict[str, object], message: str) -> None:
    good = {"climate": "cool_temperate_dry", "soil": "sandy_soils", "initial": TILLED, "final": BETTER}
    with pytest.raises(SoilCarbonError, match=message):
        ipcc.tier1(**{**good, **case})  # type: ignore[arg-type]


def test_regimes_refuse_unknown_names() -> None:
    with pytest.raises(SoilCarbonError, match="management is 'ploughed'; allowed"):
        Regime("annual_crops", "ploughed", "medium")
    assert Regime("grassland", "nominal", "medium") == Regime("grassland", "nominal", "medium")


def test_every_combination_works_or_says_why() -> None:
    regimes = [Regime(*names) for names in product(*(categories(factor) for factor in NEUTRAL))]
    for climate, soil in product(climates(), soils()):
        known = (soil, climate) in _tables.soc_references()
        if known and "polar" not in climate:
            made = ipcc.tier1(climate=climate, soil=soil, initial=regimes, final=regimes[0])
            assert (made.initial > 0).all()
            continue
        with pytest.raises(SoilCarbonError, match="the tables give no figure" if known else "reference stock"):
            ipcc.tier1(climate=climate, soil=soil, initial=regimes, final=regimes[0])
