"""The GSOCseq protocol against FAO's analytical cases, its plain twin, and its own arithmetic."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from soilcarbon import SoilCarbonError, rothc
from soilcarbon import _gsocseq_twin as twin

from . import rothc_cases as cases

YEARS = 4


def cells(count: int, seed: int = 0) -> dict[str, Any]:
    draw = np.random.default_rng(seed)
    season = np.sin(2 * np.pi * (np.arange(12) - 3) / 12)
    cover = np.where(draw.random((count, 12)) < 0.3, 0.9, 0.7)
    heat = draw.uniform(2, 26, (count, 1)) + 8 * season
    rain = draw.gamma(2, 30, (count, 12))
    pet = np.abs(70 + 50 * season + draw.normal(0, 10, (count, 12)))
    return {
        "soc": draw.uniform(15, 120, count),
        "clay": draw.uniform(3, 70, count),
        "land_use": draw.choice([2, 3, 4, 5, 6, 8, 12, 13], count),
        "cover": cover,
        "tmean_spin_up": heat,
        "rain_spin_up": rain,
        "pet_spin_up": pet,
        "tmean": np.tile(heat, YEARS) + draw.normal(0, 1, (count, 12 * YEARS)),
        "rain": np.tile(rain, YEARS) * draw.uniform(0.5, 1.5, (count, 12 * YEARS)),
        "pet": np.tile(pet, YEARS),
    }


def test_three_analytical_cases() -> None:
    # FAO-SID/GSOCseq-scripts, analytical spin-up re-computed: DR 1.44.
    found = rothc.gsocseq_equilibrium(soc=[20, 80, 80], clay=[5, 23.4, 45], rate_modifier=[0.2, 0.6, 0.2], dpm_rpm=1.44)
    expected = [
        [0.154205812600816, 3.56957899538926, 0.37217831511182, 14.4178642941144, 1.48617258278366],
        [0.461598411735391, 10.6851484198007, 1.5512478321029, 60.0939921045079, 7.2080132318531],
        [0.422414421772843, 9.7781116151121, 1.57505863984576, 61.0164020914162, 7.2080132318531],
    ]
    np.testing.assert_allclose(found.pools, expected, rtol=1e-12)
    np.testing.assert_allclose(found.carbon_input, [0.522586364924987, 4.69291718597647, 1.43151554045241], rtol=1e-12)


def test_all_analytical_cases() -> None:
    path = cases.vectors("gsocseq_analytical") / "equilibrium_pools_inputs.csv"
    table = np.genfromtxt(path, delimiter=",", skip_header=1)
    found = rothc.gsocseq_equilibrium(soc=table[:, 0], clay=table[:, 1], rate_modifier=table[:, 2], dpm_rpm=table[:, 3])
    np.testing.assert_allclose(found.pools, table[:, 4:9], rtol=1e-12)
    np.testing.assert_allclose(found.carbon_input, table[:, 9], rtol=1e-12)
    # Falloon's function uses its argument: two stocks, two inert parts (a script of the protocol reads a global).
    assert len(set(found.pools[:, 4].round(9))) == len(set(table[:, 0]))


@pytest.mark.parametrize("forward_input", ["last", "mean"])
def test_kernel_agrees_with_its_twin(forward_input: str) -> None:
    case = cells(70)
    fast = rothc.gsocseq(**case, forward_input=forward_input)
    mean, low, high = twin.protocol(
        case["soc"], case["clay"], case["land_use"], case["cover"],
        tuple(case[f"{n}_spin_up"] for n in ("tmean", "rain", "pet")), tuple(case[n] for n in ("tmean", "rain", "pet")),
        mean_input=forward_input == "mean",
    )  # fmt: skip
    pairs = {
        "carbon_input_equilibrium": mean["equilibrium"], "carbon_input": mean["input"], "soc_0": mean["soc_0"],
        "bau": mean["bau"], "ssm1": mean["ssm1"], "ssm2": mean["ssm2"], "ssm3": mean["ssm3"],
        "soc_0_min": low["soc_0"], "bau_min": low["bau"], "ssm_min": low["ssm"],
        "soc_0_max": high["soc_0"], "bau_max": high["bau"], "ssm_max": high["ssm"],
    }  # fmt: skip
    for name, expected in pairs.items():
        np.testing.assert_allclose(getattr(fast, name), expected, rtol=1e-11, err_msg=name)


def test_phase_one_is_the_analytical_equilibrium() -> None:
    case = cells(5)
    steady = case | {n: np.tile(case[f"{n}_spin_up"], YEARS) for n in ("tmean", "rain", "pet")}
    found = rothc.gsocseq(**steady)
    # An unchanged climate keeps the input; the stock moves only by the discrete month's difference.
    np.testing.assert_allclose(found.carbon_input, found.carbon_input_equilibrium, rtol=1e-12)
    np.testing.assert_allclose(found.soc_0, case["soc"], rtol=0.01)


def test_no_pool_oscillates_in_a_hot_wet_climate() -> None:
    # FAO's forward run is an Euler step, which oscillates where the monthly rate exceeds 1.2.
    hot = {"tmean": 32.0, "rain": 300.0, "evaporation": 0.0, "evaporation_kind": "pet", "covered": False}
    run = rothc.simulate([5.0, 5, 1, 20, 3], **hot, plant_carbon=np.full(24, 0.1), manure_carbon=0.0, clay=20, depth=30,
                         dpm_rpm=1.44)  # fmt: skip
    assert (run.pools > 0).all()
    assert (np.diff(run.pools[0, :, 0]) <= 1e-12).all()


def test_scenarios_are_ordered_and_linear_in_input() -> None:
    found = rothc.gsocseq(**cells(20))
    np.testing.assert_allclose((found.ssm2 - found.bau) / (found.ssm1 - found.bau), 2.0, rtol=1e-9)
    np.testing.assert_allclose((found.ssm3 - found.bau) / (found.ssm1 - found.bau), 4.0, rtol=1e-9)
    np.testing.assert_allclose(found.relative_rate("ssm3"), (found.ssm3 - found.bau) / 20)
    np.testing.assert_allclose(found.absolute_rate("bau"), (found.bau - found.soc_0) / 20)
    expected = 100 * (found.ssm_max - found.ssm_min) / (2 * found.ssm2)
    np.testing.assert_allclose(found.uncertainty("ssm"), expected)


def test_bare_flag_of_the_first_month_counts() -> None:
    case = cells(3) | {"land_use": np.array([2, 2, 2])}
    case["cover"] = np.full((3, 12), 0.7)
    bare = case["cover"].copy()
    bare[:, 0] = 0.81
    dry = case | {n: np.full_like(case[n], 5.0) for n in ("rain", "rain_spin_up")}
    first = rothc.gsocseq(**dry)
    second = rothc.gsocseq(**(dry | {"cover": bare}))
    assert (first.soc_0 != second.soc_0).all()


def test_anomalies_give_the_same_as_the_series() -> None:
    case = cells(70)
    draw = np.random.default_rng(5)
    warm, wet = draw.normal(0, 1, (3, 12 * YEARS)), draw.uniform(0.5, 1.5, (3, 12 * YEARS))
    region = draw.integers(0, 3, 70)
    base = {n: case[f"{n}_spin_up"] for n in ("tmean", "rain", "pet")}
    series = {
        "tmean": np.tile(base["tmean"], YEARS) + warm[region],
        "rain": np.tile(base["rain"], YEARS) * wet[region],
        "pet": np.tile(base["pet"], YEARS) * wet[region],
    }
    odd = {"tmean_anomaly": warm, "rain_anomaly": wet, "pet_anomaly": wet, "region": region}
    one, two = rothc.gsocseq(**(case | series)), rothc.gsocseq(**(case | base), **odd)
    np.testing.assert_allclose(one.ssm3, two.ssm3, rtol=1e-12)


def test_cells_outside_the_protocol_are_missing() -> None:
    case = cells(6)
    case["soc"][1] = np.nan
    case["land_use"][2] = 7
    case["rain"][3, 5] = np.nan
    found = rothc.gsocseq(**case)
    np.testing.assert_array_equal(np.isnan(found.bau), [False, True, True, True, False, False])
    clean = rothc.gsocseq(**cells(6))
    np.testing.assert_array_equal(found.bau[[0, 4, 5]], clean.bau[[0, 4, 5]])


def test_refusals_name_the_entry() -> None:
    case = cells(6)
    case["clay"][4] = 130.0
    with pytest.raises(SoilCarbonError, match=r"clay\[4\] is 130; allowed: 0 to 100 %"):
        rothc.gsocseq(**case)
    with pytest.raises(SoilCarbonError, match="cover has shape"):
        rothc.gsocseq(**(cells(6) | {"cover": np.full((6, 11), 0.6)}))
    with pytest.raises(SoilCarbonError, match=r"rate_modifier is 0; allowed: above 0"):
        rothc.gsocseq_equilibrium(soc=50, clay=20, rate_modifier=0.0, dpm_rpm=1.44)
