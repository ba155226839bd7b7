from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from soilcarbon import SoilCarbonError, ensemble, icbm
from soilcarbon._draws import latin_hypercube
from soilcarbon.ensemble import Normal, Triangular, Uniform


def model(k_young: float) -> Any:
    def run(*, carbon: Any, climate: Any) -> Any:
        return icbm.simulate(
            0.3, 4, carbon, times=[10, 20], climate_factor=climate, humification=0.13, k_young=k_young
        ).total

    return run


MODELS = {"fast": model(0.8), "slow": model(0.5)}
INPUTS = {"carbon": Normal(0.25, 0.05, low=0), "climate": Triangular(0.8, 1.0, 1.3)}


def test_latin_hypercube_puts_one_draw_in_each_interval() -> None:
    drawn = latin_hypercube(50, 3, seed=1)
    assert (np.sort((drawn * 50).astype(int), axis=0) == np.arange(50)[:, None]).all()
    assert (drawn == latin_hypercube(50, 3, seed=1)).all()


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (Normal(2, 3), stats.norm(2, 3)),
        (Normal(2, 3, low=0, high=4), stats.truncnorm(-2 / 3, 2 / 3, 2, 3)),
        (Uniform(1, 5), stats.uniform(1, 4)),
        (Triangular(1, 2, 5), stats.triang(0.25, 1, 4)),
        (Triangular(1, 1, 5), stats.triang(0, 1, 4)),
    ],
)
def test_distributions_equal_scipy(mine: Any, theirs: Any) -> None:
    u = np.array([0.001, 0.1, 0.25, 0.5, 0.9, 0.999])
    assert mine.quantile(u) == pytest.approx(theirs.ppf(u), rel=1e-9)


def test_draws_go_through_every_model_alike() -> None:
    made = ensemble.run(MODELS, INPUTS, draws=200, seed=4)
    one_by_one = ensemble.run(MODELS, INPUTS, draws=200, seed=4, vectorised=False)
    assert made.results["fast"].shape == (200, 2)
    for name in MODELS:
        assert made.results[name] == pytest.approx(one_by_one.results[name], rel=1e-13)
    assert made.inputs["carbon"].mean() == pytest.approx(0.25, rel=1e-3)


def test_variance_splits_into_models_and_inputs() -> None:
    made = ensemble.run(MODELS, INPUTS, draws=400, weights={"fast": 1, "slow": 3})
    pooled = np.concatenate([made.results["fast"], *[made.results["slow"]] * 3])
    assert made.mean == pytest.approx(pooled.mean(axis=0), rel=1e-12)
    assert made.total_sd == pytest.approx(pooled.std(axis=0), rel=1e-10)
    low, high = made.interval(0.8)
    assert low == pytest.approx(np.quantile(pooled, 0.1, axis=0), rel=1e-2)
    assert high == pytest.approx(np.quantile(pooled, 0.9, axis=0), rel=1e-2)


def test_without_distributions_there_is_one_run() -> None:
    made = ensemble.run(MODELS, {"carbon": 0.25, "climate": 1.0})
    assert made.results["fast"].shape == (1, 2)
    assert made.within_sd.tolist() == [0, 0]
    assert (made.between_sd > 0).all()


def test_what_cannot_be_combined_is_refused() -> None:
    with pytest.raises(SoilCarbonError, match="models is empty"):
        ensemble.run({}, INPUTS)
    with pytest.raises(SoilCarbonError, match="one shape"):
        ensemble.run({**MODELS, "odd": lambda carbon, climate: carbon}, INPUTS)
    with pytest.raises(SoilCarbonError, match="the draws first"):
        ensemble.run({"odd": lambda carbon, climate: np.ones(3)}, INPUTS, draws=10)
    with pytest.raises(SoilCarbonError, match="weights"):
        ensemble.run(MODELS, INPUTS, weights={"fast": 1})
    with pytest.raises(SoilCarbonError, match=r"models\['nan'\]"):
        ensemble.run({"nan": lambda carbon, climate: carbon * np.nan}, INPUTS, draws=10)
    with pytest.raises(SoilCarbonError, match="mode"):
        Triangular(0, 5, 2)
