from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soilcarbon import SoilCarbonError, _tables, _tier2, ipcc
from soilcarbon.tests import vectors

TILLAGE = {"FULL_TILLAGE": "full", "REDUCED_TILLAGE": "reduced", "NO_TILLAGE": "none", "OTHER": "unknown"}
MONTHS = np.array([3.4, 3.6, 5.1, 7.3, 11, 13.9, 16, 16, 13.5, 10.2, 6.1, 4.6])


def site(years: int = 8, seed: int = 0, sites: int = 2) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    return {
        "tmean": MONTHS + rng.normal(0, 2, (sites, years, 12)),
        "rain": rng.uniform(0, 150, (sites, years, 12)),
        "pet": rng.uniform(0, 150, (sites, years, 12)),
        "irrigated": rng.random((sites, years)) < 0.3,
        "sand": rng.uniform(0, 1, (sites, 1)),
        "carbon_input": rng.uniform(0, 8, (sites, years)),
        "lignin": rng.uniform(0.02, 0.2, (sites, years)),
        "nitrogen": rng.uniform(0.005, 0.03, (sites, years)),
        "tillage": rng.choice(list(TILLAGE.values()), (sites, years)),
    }


def case_of(case: dict[str, Any], years: int = 1) -> dict[str, Any]:
    months = {"tmean": "temperature_c", "rain": "precip_mm", "pet": "pet_mm", "irrigated": "irrigated"}
    drivers: dict[str, Any] = {name: np.tile(np.array(case[key]), (1, years, 1)) for name, key in months.items()}
    drivers |= {name: case[name] for name in ("sand", "lignin", "nitrogen")}
    return {**drivers, "carbon_input": case["c_input_kg_ha"] / 1000, "tillage": TILLAGE[case["tillage"]]}


def test_cases_of_hestia() -> None:
    for case in vectors.document("ipcc2019/tier2_cases.json"):
        want, drivers = case["expected"], case_of(case)
        made = ipcc.tier2(**drivers, run_in_years=1)
        for pool in ("active", "slow", "passive"):
            assert 1000 * getattr(made, pool)[0, 0] == pytest.approx(want[f"{pool}_ss"], rel=1e-12)
        checked = _tier2.checked(*(drivers[name] for name in site()))
        year = _tier2.drivers(checked, _tier2.merged(None))
        assert float(year.temperature[0, 0]) == pytest.approx(want["tfac"], rel=1e-12)
        assert float(year.water[0, 0]) == pytest.approx(want["wfac"], rel=1e-12)
        steady = _tier2.steady(year, _tier2.merged(None))
        assert float(steady.k_slow[0, 0]) == pytest.approx(want["k_s"], rel=1e-12)
        half = {pool: want[f"{pool}_ss"] / 2 for pool in ("active", "slow", "passive")}
        for pool, start in half.items():
            goal, rate = getattr(steady, pool)[0, 0] * 1000, min(1.0, getattr(steady, f"k_{pool}")[0, 0])
            assert start + (goal - start) * rate == pytest.approx(want["one_step_from_half_ss"][pool], rel=1e-12)


def test_figures_of_hestia_typed_in() -> None:
    """Case 0 of the vectors: full tillage, sand 0.364, 0.827 t/ha of input."""
    made = ipcc.tier2(
        tmean=[3.40492061342993, 4.79498215003388, 4.003448578551129, 3.737632644970903, 9.18131685931311,
               9.93341378001415, 16.240574410389755, 21.360860982218135, 11.53117392579468, 7.718100400720237,
               8.059368200740792, 6.027548032640243],
        rain=[44.97655917824835, 53.81520327532184, 62.45118728862897, 55.365383929278586, 93.22562358174147,
              83.69076703229427, 40.646550081599244, 98.02849299600587, 31.58064719626358, 25.55499823366287,
              88.50475251276369, 19.191812104413152],
        pet=[3.3211225089623655, 9.542499228052915, 23.986180759758675, 69.4028114122033, 89.51804166766397,
             94.06705877254603, 95.88888178794974, 59.246522046787746, 26.919933992315453, 20.109382007438132,
             18.456578175873105, 4.805460515882956],
        irrigated=False, sand=0.36410586401187567, carbon_input=[[0.8268865427749469]], lignin=0.17450715947026185,
        nitrogen=0.009707065945474557, tillage="full", run_in_years=1,
    )  # fmt: skip
    assert made.active[0, 0] == pytest.approx(0.05924671234895797, rel=1e-12)
    assert made.slow[0, 0] == pytest.approx(0.7197611707006482, rel=1e-12)
    assert made.passive[0, 0] == pytest.approx(11.980749595032014, rel=1e-12)


def test_run_in_is_the_steady_state_of_mean_factors_not_of_mean_climate() -> None:
    drivers = site(years=6, sites=1)
    made = ipcc.tier2(**drivers, run_in_years=5)
    assert made.soc.shape == (1, 2)
    checked = _tier2.checked(*(drivers[name] for name in site()))
    yearly = _tier2.drivers(checked, _tier2.merged(None))
    mean = _tier2.Year(*(np.mean(np.asarray(v)[:, :5], axis=1, keepdims=True) for v in yearly))
    steady = _tier2.steady(mean, _tier2.merged(None))
    assert made.slow[0, 0] == pytest.approx(float(steady.slow[0, 0]), rel=1e-14)
    of_means = {**drivers, "tmean": drivers["tmean"][:, :5].mean(axis=1, keepdims=True).repeat(6, axis=1)}
    assert made.slow[0, 0] != pytest.approx(float(ipcc.tier2(**of_means).slow[0, 0]), rel=1e-6)


def test_constant_drivers_stay_at_the_steady_state() -> None:
    drivers = {**site(years=1, sites=3), "tmean": np.broadcast_to(MONTHS, (3, 30, 12))}
    made = ipcc.tier2(**drivers, run_in_years=5)
    assert made.soc.shape == (3, 26)
    assert made.soc == pytest.approx(np.repeat(made.soc[:, :1], 26, axis=1), rel=1e-12)
    assert made.respired == pytest.approx(np.repeat(drivers["carbon_input"], 26, axis=1), rel=1e-9)


def steady_respiration(year: _tier2.Year, p: dict[str, Any]) -> Any:
    """Every flux that leaves the soil at the steady state, summed from the pools and not from the balance."""
    s = _tier2.steady(year, p)
    f4 = 1 - p["f5"] - (0.17 + 0.68 * year.sand)
    lignin, beta = year.carbon * year.lignin, year.carbon * (0.85 - 0.018 * year.lignin / year.nitrogen)
    litter = beta * (1 - p["f1"]) + (year.carbon - lignin - beta) * (1 - year.f2) + lignin * (1 - p["f3"])
    active = s.active * s.k_active * (1 - f4 - p["f5"])
    return litter + active + s.slow * s.k_slow * (1 - p["f6"] - p["f7"]) + s.passive * s.k_passive * (1 - p["f8"])


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 100_000))
def test_carbon_is_conserved(seed: int) -> None:
    drivers = site(seed=seed)
    p = _tier2.merged(None)
    yearly = _tier2.drivers(_tier2.checked(*(drivers[name] for name in site())), p)
    assert steady_respiration(yearly, p) == pytest.approx(np.asarray(yearly.carbon), rel=1e-12, abs=1e-12)
    made = ipcc.tier2(**drivers)
    entered = drivers["carbon_input"][:, 5:]
    assert np.diff(made.soc) + made.respired[:, 1:] == pytest.approx(entered, rel=1e-12, abs=1e-12)


def test_traps_of_the_factors() -> None:
    p = _tier2.merged(None)
    assert float(_tier2.temperature_factor(np.full(12, 33.69), p)) == pytest.approx(1.0)
    assert float(_tier2.temperature_factor(np.full(12, 50.0), p)) == 0.0
    dry, ones = np.zeros(12), np.ones(12)
    no_demand = _tier2.water_factor(dry, np.zeros(12), np.zeros(12, bool), p)
    assert float(no_demand) == pytest.approx(1.5 * (0.2129 + 1.331 * 1.25 - 0.2413 * 1.25**2))
    assert float(_tier2.water_factor(10 * ones, ones, np.zeros(12, bool), p)) == pytest.approx(float(no_demand))
    assert float(_tier2.water_factor(dry, ones, np.ones(12, bool), p)) == pytest.approx(1.5 * 0.775)
    # Unknown tillage decays as full tillage, with a transfer of its own.
    year = _tier2.drivers(_tier2.checked(*({**site(), "tillage": "unknown"}[name] for name in site())), p)
    assert (year.tillage == 3.036).all()
    assert (year.f2 == 0.368).all()


def test_irrigation_by_year_and_by_month_agree() -> None:
    drivers = site()
    by_month = {**drivers, "irrigated": np.repeat(drivers["irrigated"][..., None], 12, axis=2)}
    assert (ipcc.tier2(**drivers).soc == ipcc.tier2(**by_month).soc).all()


def test_scalars_and_lists_broadcast() -> None:
    made = ipcc.tier2(
        tmean=list(MONTHS),
        rain=60,
        pet=50,
        irrigated=False,
        sand=0.4,
        carbon_input=[3, 3, 3, 3, 3, 4, 5],
        lignin=0.073,
        nitrogen=0.0083,
        tillage="full",
    )
    assert made.soc.shape == (1, 3)
    assert made.active[0, 2] > made.active[0, 0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sand": 35}, "sand is 35; allowed: 0 to 1"),
        ({"rain": -1}, "rain"),
        ({"tillage": "plough"}, "tillage is 'plough'"),
        ({"tillage": None}, "tillage is None"),
        ({"tillage": [["full"] * 7 + ["x"]]}, r"tillage\[0, 7\]"),
        ({"nitrogen": 0}, "nitrogen"),
        ({"tmean": np.zeros((2, 8, 11))}, "tmean|rain"),
        ({"carbon_input": np.nan}, "carbon_input"),
        ({"run_in_years": 9}, "run_in_years"),
        ({"run_in_years": 0}, "run_in_years"),
        ({"tmean": 50}, "at least one month of each year below 45"),
        ({"irrigated": 2}, "irrigated"),
    ],
)
def test_bad_entries_are_named(change: dict[str, Any], message: str) -> None:
    with pytest.raises(SoilCarbonError, match=message):
        ipcc.tier2(**{**site(), **change})


def test_monte_carlo_is_centred_reproducible_and_blockwise(monkeypatch: pytest.MonkeyPatch) -> None:
    drivers = site(sites=2)
    first = ipcc.tier2_monte_carlo(**drivers, draws=300, seed=5, lignin_error=0.5, nitrogen_error=0.75)
    assert first.soc.shape == (300, 2, 4)
    monkeypatch.setattr("soilcarbon._tier2_monte_carlo.BLOCK", 1000)
    again = ipcc.tier2_monte_carlo(**drivers, draws=300, seed=5, lignin_error=0.5, nitrogen_error=0.75)
    assert again.soc == pytest.approx(first.soc, rel=1e-13)
    low, high = first.interval(0.9)
    point = ipcc.tier2(**drivers).soc
    assert ((low < point) & (point < high)).all()
    for name, (_, least, most) in _tables.tier2_spreads().items():
        assert least <= first.parameters[name].min() <= first.parameters[name].max() <= most


def test_the_doubtful_spread_is_shipped_as_one() -> None:
    row = next(row for row in _tables.rows("ipcc2019_tier2.csv") if row["parameter"] == "k_slow")
    sd, least, most = _tables.tier2_spreads()["k_slow"]
    assert (sd, least, most) == (0.0566, 0.058, 0.3)
    assert sd < most - least < 0.566
    assert "doubt" in row["source"]


def test_parameters_can_be_replaced_by_name() -> None:
    drivers = site()
    faster = ipcc.tier2(**drivers, parameters={"k_passive": 0.01})
    assert (faster.passive[:, 0] < ipcc.tier2(**drivers).passive[:, 0]).all()
    with pytest.raises(SoilCarbonError, match="parameters"):
        ipcc.tier2(**drivers, parameters={"k": 1})
