from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soilcarbon import SoilCarbonError, amg

SITE = {"tmean": 11.0, "rain": 700.0, "pet": 650.0, "clay": 20.0, "carbonate": 5.0}
RESIDUES = {"above": 2.0, "below": 1.0}
HUMUS = {"above": 0.22, "below": 0.39}


def test_rate_is_the_product_of_its_factors() -> None:
    rate = amg.mineralisation_rate(**SITE, ph=7, carbon_nitrogen=10)
    by_hand = (
        0.290
        * 25 / (1 + 24 * np.exp(1.8) * np.exp(-1.32))
        / (1 + 0.03 * np.exp(-5.247 * 0.05))
        * np.exp(-0.002519 * 200)
        / (1 + 0.0015 * 5)
        * np.exp(-0.112 * 1.5**2)
        * (0.8 * np.exp(-0.060) + 0.2)
    )  # fmt: skip
    assert float(rate) == pytest.approx(by_hand, rel=1e-12)


def test_versions_differ_as_published() -> None:
    first = amg.mineralisation_rate(tmean=15, rain=1000, pet=1000, clay=0, version=1)
    # At 15 degC the temperature factor is 1; with rain = PET the moisture factor is 1/1.03.
    assert float(first) == pytest.approx(0.165 / 1.03, rel=1e-12)
    with pytest.raises(SoilCarbonError, match="ph is None"):
        amg.mineralisation_rate(**SITE)
    with pytest.raises(SoilCarbonError, match="ph is given"):
        amg.mineralisation_rate(**SITE, ph=7, version=1)


def test_frost_stops_decay() -> None:
    assert amg.mineralisation_rate(**{**SITE, "tmean": [-3, 0]}, ph=7, carbon_nitrogen=10).tolist() == [0, 0]


def test_one_year_by_hand() -> None:
    made = amg.simulate(50, RESIDUES, humification=HUMUS, rate=0.08, years=2)
    active = 0.35 * 50
    for year in range(2):
        active = active + 2 * 0.22 + 1 * 0.39 - 0.08 * active
        assert made.soc[0, year] == pytest.approx(32.5 + active, rel=1e-14)
    assert made.stable.tolist() == [32.5]
    assert amg.simulate(50, RESIDUES, humification=HUMUS, rate=0.08, years=1, history="grassland").stable[0] == 20


def test_shapes_by_site_and_year() -> None:
    made = amg.simulate(
        [50, 60, 70],
        {"above": np.ones((3, 4)), "manure": [0, 1, 2]},
        humification={"above": 0.2, "manure": 0.5},
        rate=0.1,
    )
    assert made.soc.shape == made.respired.shape == (3, 4)
    assert amg.simulate(50, RESIDUES, humification=HUMUS, rate=[[0.1, 0.2]]).soc.shape == (1, 2)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 100_000), st.floats(0, 1))
def test_carbon_is_conserved(seed: int, stable: float) -> None:
    rng = np.random.default_rng(seed)
    start, inputs, rate = rng.uniform(0, 200, 3), rng.uniform(0, 10, (3, 12)), rng.uniform(0, 1, (3, 12))
    made = amg.simulate(
        start, {"all": inputs}, humification={"all": rng.random((3, 1))}, rate=rate, stable_share=stable
    )
    gain = np.diff(np.c_[start, made.soc], axis=1)
    assert gain + made.respired == pytest.approx(inputs, rel=1e-11, abs=1e-11)
    assert (made.active >= 0).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rate": 1.2}, "rate is 1.2; allowed: 0 to 1"),
        ({"soc": -1}, "soc"),
        ({"humification": {"above": 0.2}}, "humification has sources"),
        ({"humification": {"above": 2, "below": 0.2}}, r"humification\['above'\]"),
        ({"years": None}, "years is None"),
        ({"history": "desert"}, "history"),
        ({"rate": [[0.1, 0.1]], "years": 3}, "years"),
    ],
)
def test_bad_entries_are_named(change: dict[str, object], message: str) -> None:
    good = {"soc": 50, "carbon_inputs": RESIDUES, "humification": HUMUS, "rate": 0.1, "years": 3}
    with pytest.raises(SoilCarbonError, match=message):
        amg.simulate(**{**good, **change})  # type: ignore[arg-type]
