"""The models against a second coding of their equations, over random inputs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from soilcarbon import amg, rothc
from soilcarbon.tests import recoded_models as again

DRAW = 20261129


@pytest.mark.parametrize("version", [1, 2])
def test_amg_rate_and_run(version: int) -> None:
    draw = np.random.default_rng(DRAW + version)
    for _ in range(200):
        site = {
            "tmean": draw.uniform(-5, 20), "rain": draw.uniform(200, 1500), "pet": draw.uniform(200, 1500),
            "clay": draw.uniform(5, 60), "carbonate": draw.uniform(0, 500),
        }  # fmt: skip
        quality = {"ph": draw.uniform(4, 9), "carbon_nitrogen": draw.uniform(7, 15)} if version == 2 else {}
        rate = amg.mineralisation_rate(**site, **quality, version=version)
        wanted = again.amg_rate(*site.values(), *(quality.values() or (None, None)), version)
        np.testing.assert_allclose(rate, wanted, rtol=1e-12)
        inputs = {name: (draw.uniform(0, 5), draw.uniform(0.1, 0.6)) for name in ("above", "below", "manure")}
        history, stable = [("arable", 0.65), ("grassland", 0.40), ("forest", 0.40)][draw.integers(3)]
        soc = draw.uniform(20, 100)
        run = amg.simulate(
            soc, {n: m for n, (m, _) in inputs.items()}, humification={n: h for n, (_, h) in inputs.items()},
            rate=rate, years=30, history=history,
        )  # fmt: skip
        expected = again.amg_run(soc, list(inputs.values()), float(rate), 30, stable)
        np.testing.assert_allclose(np.ravel(run.soc), expected, rtol=1e-12)


def _site(draw: np.random.Generator, months: int) -> dict[str, Any]:
    return {
        "tmean": list(draw.uniform(-10, 30, months)), "rain": list(draw.gamma(2, 30, months)),
        "evaporation": list(draw.uniform(0, 160, months)), "covered": [bool(v) for v in draw.random(months) < 0.6],
        "plant": list(draw.gamma(1, 0.2, months)), "manure": list(draw.gamma(1, 0.05, months)),
        "ratio": float(draw.choice([0.25, 0.67, 1.44])), "clay": float(draw.uniform(5, 60)),
        "modern": list(draw.uniform(90, 160, months)), "ages": [*draw.uniform(0, 2000, 4), 50_000.0],
    }  # fmt: skip


def _arguments(d: dict[str, Any], depth: float) -> dict[str, Any]:
    return {
        "tmean": d["tmean"], "rain": d["rain"], "evaporation": d["evaporation"], "evaporation_kind": "pet",
        "covered": d["covered"], "plant_carbon": d["plant"], "manure_carbon": d["manure"], "dpm_rpm": d["ratio"],
        "clay": d["clay"], "depth": depth,
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_rothc_with_radiocarbon(seed: int) -> None:
    draw = np.random.default_rng(DRAW + seed)
    d, depth, pools = _site(draw, 120), float(draw.uniform(10, 40)), list(draw.uniform(0.1, 30, 5))
    expected = again.rothc(pools, d, again.standard_limits(d["clay"], depth))
    arguments = _arguments(d, depth)
    traced = rothc.simulate([pools], **arguments, modern=[d["modern"]], ages=[d["ages"]])
    assert traced.pools is not None
    assert traced.ages is not None
    np.testing.assert_allclose(traced.pools[0], expected["pools"], rtol=1e-12)
    np.testing.assert_allclose(traced.ages[0], expected["ages"], rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(traced.delta14c[0], expected["delta"], rtol=1e-9, atol=1e-9)  # type: ignore[index]
    compiled = rothc.simulate([pools], **arguments)
    np.testing.assert_allclose(compiled.pools[0], expected["pools"], rtol=1e-11)  # type: ignore[index]
    np.testing.assert_allclose(compiled.deficit[0], expected["deficit"], rtol=1e-12, atol=1e-10)  # type: ignore[index]


@pytest.mark.parametrize("bare", ["standard", "wilting_point"])
@pytest.mark.parametrize("option", ["standard", "van_genuchten", "van_genuchten_dry"])
def test_moisture_options_of_version_2(option: str, bare: str) -> None:
    draw = np.random.default_rng(DRAW)
    for _ in range(40):
        d, depth, pools = _site(draw, 36), float(draw.uniform(10, 40)), list(draw.uniform(0.1, 30, 5))
        silt, density, carbon = draw.uniform(10, 35), draw.uniform(1.0, 1.6), draw.uniform(0.5, 3)
        least = float(draw.uniform(0.05, 0.3))
        if option == "standard":
            limits = again.standard_limits(d["clay"], depth)
            limits["bare"] = limits["fifteen"] if bare == "wilting_point" else limits["bare"]
        else:
            limits = again.van_genuchten_limits(
                d["clay"], silt, density, carbon, depth, dry=option.endswith("dry"), wilting=bare == "wilting_point"
            )
        expected = again.rothc(pools, d, limits, least)
        water = {"silt": silt, "bulk_density": density, "organic_carbon": carbon} if option != "standard" else {}
        options = {"moisture": option, "bare_deficit": bare, "minimum_moisture": least, **water}
        run = rothc.simulate([pools], **_arguments(d, depth), **options)
        np.testing.assert_allclose(run.pools[0], expected["pools"], rtol=1e-11)  # type: ignore[index]
        np.testing.assert_allclose(run.deficit[0], expected["deficit"], rtol=1e-10, atol=1e-9)  # type: ignore[index]


@pytest.mark.parametrize("forward_input", ["last", "mean"])
def test_every_phase_of_gsocseq(forward_input: str) -> None:
    draw = np.random.default_rng(DRAW)
    lands = {2: (1.44, 1.0), 4: (0.25, 1.0), 6: (0.67, 1.0), 12: (1.44, 1.0), 13: (1.44, 0.4)}
    for code, (ratio, paddy) in lands.items():
        heat = draw.uniform(-2, 24) + 10 * np.sin(2 * np.pi * (np.arange(12) - 3) / 12)
        cell = {"soc": draw.uniform(15, 120), "clay": draw.uniform(3, 95), "ratio": ratio, "paddy": paddy}
        cover = draw.choice([0.6, 0.7, 0.8, 0.9, 1.0], 12)
        spin_up = np.stack([heat, draw.gamma(2, 30, 12), draw.uniform(5, 150, 12)], axis=1)
        years = spin_up + np.stack([draw.normal(0, 1, (4, 12)), np.zeros((4, 12)), np.zeros((4, 12))], axis=2)
        years[:, :, 1] *= draw.uniform(0.4, 1.6, (4, 12))
        expected = again.gsocseq(
            cell | {"cover": list(cover), "spin_up": spin_up.tolist(), "years": years.tolist()},
            mean_input=forward_input == "mean",
        )
        names = ("tmean", "rain", "pet")
        found = rothc.gsocseq(
            soc=[cell["soc"]], clay=[cell["clay"]], land_use=[code], cover=[cover], forward_input=forward_input,
            **{f"{name}_spin_up": spin_up[None, :, v] for v, name in enumerate(names)},
            **{name: years[:, :, v].reshape(1, -1) for v, name in enumerate(names)},
        )  # fmt: skip
        assert len(expected) == 13
        for name, value in expected.items():
            np.testing.assert_allclose(getattr(found, name), value, rtol=1e-10, err_msg=f"{code} {name}")
