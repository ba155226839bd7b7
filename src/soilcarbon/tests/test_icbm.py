from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soilcarbon import SoilCarbonError, icbm
from soilcarbon.tests import vectors


def test_ultuna_treatments_of_soilr() -> None:
    rows = vectors.rows("icbm/icbm_ultuna_treatments_soilr.csv")
    times = [float(row["t"]) for row in rows]
    for name, treatment in icbm.ultuna().items():
        made = icbm.simulate(**treatment, times=times)
        young, old = (np.array([float(row[f"{name}_{pool}"]) for row in rows]) for pool in "YO")
        # SoilR integrates to a tolerance relative to the state as a whole, so the young pool is held to that too.
        assert np.abs(made.young - young).max() < 1e-6 * (young + old).max()
        assert made.old == pytest.approx(old, rel=1e-6)
        assert made.total == pytest.approx(young + old, rel=1e-6)


def test_figures_of_soilr_typed_in() -> None:
    made = icbm.simulate(0.3, 4.11, 0.285, times=[1, 5], climate_factor=1.0, humification=0.125)
    assert made.young == pytest.approx([0.330974847592588, 0.355219892711845], rel=1e-5)
    assert made.old == pytest.approx([4.11686839181801, 4.15624797825663], rel=1e-7)


def test_the_published_closed_form() -> None:
    y0, o0, i, r, h, ky, ko, t = 0.3, 4.11, 0.285, 1.1, 0.125, 0.8, 0.00605, np.linspace(0, 60, 7)
    ys, os = i / (ky * r), h * i / (ko * r)
    b = h * ky * (y0 - ys) / (ko - ky)
    made = icbm.simulate(y0, o0, i, times=t, climate_factor=r, humification=h)
    assert made.young == pytest.approx(ys + (y0 - ys) * np.exp(-ky * r * t), rel=1e-12)
    expected = os + b * np.exp(-ky * r * t) + (o0 - os - b) * np.exp(-ko * r * t)
    assert made.old == pytest.approx(expected, rel=1e-12)
    far = icbm.simulate(y0, o0, i, times=1e5, climate_factor=r, humification=h)
    assert [far.young[0], far.old[0]] == pytest.approx([ys, os], rel=1e-12)


def test_equal_rates_and_no_decay_are_limits() -> None:
    near = icbm.simulate(1, 2, 0.5, times=[1, 10], climate_factor=1, humification=0.2, k_young=0.3, k_old=0.3 + 1e-9)
    same = icbm.simulate(1, 2, 0.5, times=[1, 10], climate_factor=1, humification=0.2, k_young=0.3, k_old=0.3)
    assert same.total == pytest.approx(near.total, rel=1e-8)
    assert same.old[0] == pytest.approx(
        2 * np.exp(-0.3) + 0.2 * (0.3 * np.exp(-0.3) + 0.5 * ((1 - np.exp(-0.3)) / 0.3 - np.exp(-0.3)))
    )
    still = icbm.simulate(1, 2, 0.5, times=[4], climate_factor=0, humification=0.2)
    assert [still.young[0], still.old[0], still.respired[0]] == [3.0, 2.0, 0.0]
    swapped = icbm.simulate(1, 2, 0.5, times=[3], climate_factor=1, humification=0.2, k_young=0.01, k_old=5)
    assert np.isfinite(swapped.total).all()


def test_yearly_values_equal_year_by_year_runs() -> None:
    rng = np.random.default_rng(4)
    inputs, climate = rng.uniform(0, 1, (2, 5)), rng.uniform(0.5, 1.5, (2, 5))
    made = icbm.simulate(0.3, [4, 5], inputs, times=[2.5, 5, 0], climate_factor=climate, humification=[0.1, 0.2])
    assert made.total.shape == (2, 3)
    young, old = np.array([0.3, 0.3]), np.array([4.0, 5.0])
    for year, span in ((0, 1), (1, 1), (2, 0.5)):
        step = icbm.simulate(
            young, old, inputs[:, year], times=[span], climate_factor=climate[:, year], humification=[0.1, 0.2]
        )
        young, old = step.young[:, 0], step.old[:, 0]
    assert made.young[:, 0] == pytest.approx(young, rel=1e-13)
    assert made.old[:, 0] == pytest.approx(old, rel=1e-13)
    assert made.total[:, 2].tolist() == pytest.approx([4.3, 5.3])


def test_shapes_follow_the_inputs() -> None:
    assert icbm.simulate(0.3, 4, 0.2, times=range(5), climate_factor=1, humification=0.1).total.shape == (5,)
    assert icbm.simulate([0.3], 4, 0.2, times=3, climate_factor=1, humification=0.1).total.shape == (1, 1)
    one_site = icbm.simulate(0.3, 4, [[0.2, 0.3]], times=[1, 2], climate_factor=1, humification=0.1)
    assert one_site.total.shape == (1, 2)


@settings(deadline=None, max_examples=100)
@given(
    st.floats(0, 100), st.floats(0, 100), st.floats(0, 10), st.floats(0, 5), st.floats(0, 1), st.floats(0.001, 5),
    st.floats(0.0001, 5), st.floats(0, 200),
)  # fmt: skip
def test_carbon_is_conserved(
    young: float, old: float, i: float, r: float, h: float, ky: float, ko: float, t: float
) -> None:
    made = icbm.simulate(young, old, i, times=[t], climate_factor=r, humification=h, k_young=ky, k_old=ko)
    entered = young + old + i * t
    assert made.total[0] + made.respired[0] == pytest.approx(entered, rel=1e-11, abs=1e-11)
    assert min(made.young[0], made.old[0], made.respired[0]) >= -1e-9 * (1 + entered)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"initial_old": -1}, "initial_old"),
        ({"humification": 1.2}, "humification is 1.2; allowed: 0 to 1"),
        ({"times": [-1]}, r"times\[0\]"),
        ({"k_old": 0}, "k_old"),
        ({"carbon_input": [[1, 2]], "times": [3]}, r"times\[0\] is 3; allowed: 0 to 2"),
        ({"carbon_input": [[1, 2]], "climate_factor": [[1, 1, 1]]}, "climate_factor"),
        ({"initial_young": [1, 2], "initial_old": [1, 2, 3]}, "shape"),
        ({"climate_factor": np.nan}, "climate_factor"),
    ],
)
def test_bad_entries_are_named(change: dict[str, object], message: str) -> None:
    good = {
        "initial_young": 0.3,
        "initial_old": 4,
        "carbon_input": 0.2,
        "times": [1],
        "climate_factor": 1,
        "humification": 0.1,
    }
    with pytest.raises(SoilCarbonError, match=message):
        icbm.simulate(**{**good, **change})  # type: ignore[arg-type]
