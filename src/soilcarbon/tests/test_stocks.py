from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soilcarbon import SoilCarbonError, stocks
from soilcarbon.stocks import fixed_depth_stock, stock_variance

BASES = stocks.COARSE_BASES


def test_stock_of_one_layer_is_soc_times_density_times_thickness() -> None:
    # 2 % carbon, 1.3 g/cm3, 30 cm: 2 * 1.3 * 30 = 78 t/ha.
    assert fixed_depth_stock(20, 1.3, 30) == pytest.approx(78.0, rel=1e-15)


def test_scalars_lists_and_integers_broadcast() -> None:
    assert fixed_depth_stock([20, 10], 1, [[10], [20]]).shape == (2, 2)
    assert fixed_depth_stock(20, 1, 10).shape == ()


def test_the_three_definitions_of_bulk_density_differ_on_stony_soil() -> None:
    stock = {basis: float(fixed_depth_stock(20, 1.5, 30, coarse_fragments=0.3, coarse_basis=basis)) for basis in BASES}
    assert stock["whole_soil_mass"] == pytest.approx(63.0)
    assert stock["fine_earth_in_total_volume"] == pytest.approx(90.0)
    assert stock["fine_earth_in_fine_volume"] == pytest.approx(63.0)


def test_one_soil_gives_one_stock_whichever_density_is_reported() -> None:
    # 100 cm3 hold 20 cm3 of stones of 2.65 and 80 cm3 of fine earth weighing 100 g: three ways to report one core.
    fine, stones, volume, stone_volume = 100.0, 53.0, 100.0, 20.0
    whole = (fine + stones) / volume
    by_mass = fixed_depth_stock(
        20, whole, 30, coarse_fragments=stocks.coarse_mass_fraction(0.2, whole), coarse_basis="whole_soil_mass"
    )
    hybrid = fixed_depth_stock(20, fine / volume, 30, coarse_fragments=0.2, coarse_basis="fine_earth_in_total_volume")
    fine_only = fixed_depth_stock(
        20, fine / (volume - stone_volume), 30, coarse_fragments=0.2, coarse_basis="fine_earth_in_fine_volume"
    )
    assert by_mass == pytest.approx(60.0, rel=1e-12)
    assert hybrid == pytest.approx(60.0, rel=1e-12)
    assert fine_only == pytest.approx(60.0, rel=1e-12)
    assert stones / (fine + stones) == pytest.approx(float(stocks.coarse_mass_fraction(0.2, whole)))


def test_stones_without_a_basis_are_refused_and_without_stones_none_is_needed() -> None:
    assert fixed_depth_stock(20, 1.3, 30, coarse_fragments=[0.0, 0]).tolist() == [78.0, 78.0]
    with pytest.raises(SoilCarbonError, match="coarse_basis") as caught:
        fixed_depth_stock(20, 1.3, 30, coarse_fragments=[0.0, 0.1])
    assert caught.value.argument == "coarse_basis"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([20, np.nan], 1.3, 30), r"soc\[1\] is nan; allowed: 0 to 1000 g/kg"),
        ((-1, 1.3, 30), "soc"),
        ((20, [1.3, -1], 30), r"bulk_density\[1\]"),
        ((20, 1300, 30), "bulk_density"),
        ((20, 1.3, 0), "thickness"),
        (([1, 2, 3], [1, 2], 30), "shape"),
        (("much", 1.3, 30), "soc is not an array of numbers"),
    ],
)
def test_bad_entries_are_named(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(SoilCarbonError, match=message):
        fixed_depth_stock(*arguments)  # type: ignore[arg-type]


def test_percent_of_stones_is_refused_as_a_fraction() -> None:
    with pytest.raises(SoilCarbonError, match="coarse_fragments is 25; allowed: 0 to 1"):
        fixed_depth_stock(20, 1.3, 30, coarse_fragments=25, coarse_basis="whole_soil_mass")
    with pytest.raises(SoilCarbonError, match="coarse_basis"):
        fixed_depth_stock(20, 1.3, 30, coarse_fragments=0.2, coarse_basis="mass")


def test_variance_follows_the_coefficients_of_variation() -> None:
    found = stock_variance(20, 1.3, 30, soc_sd=2, bulk_density_sd=0.065, thickness_sd=0.6, correlation=-0.4)
    squares = 0.1**2 + 0.05**2 + 0.02**2 - 2 * 0.4 * 0.1 * 0.05
    assert float(found.layer) == pytest.approx(78.0**2 * squares, rel=1e-12)
    assert float(found.profile) == pytest.approx(float(found.layer))


def test_variance_of_a_profile_adds_covariances_between_layers() -> None:
    found = stock_variance([20, 10], 1.3, [10, 20], soc_sd=[2, 1], bulk_density_sd=0.0, layer_correlation=0.5)
    sd = np.sqrt(found.layer)
    assert float(found.profile) == pytest.approx(sd[0] ** 2 + sd[1] ** 2 + 2 * 0.5 * sd[0] * sd[1])
    apart = stock_variance([20, 10], 1.3, [10, 20], soc_sd=[2, 1], bulk_density_sd=0.0)
    assert float(apart.profile) == pytest.approx(float(found.layer.sum()))


def test_variance_agrees_with_simulation() -> None:
    rng = np.random.default_rng(2)
    r, n = -0.6, 400_000
    covariance = [[4.0, r * 2 * 0.05], [r * 2 * 0.05, 0.05**2]]
    draws = rng.multivariate_normal([20, 1.3], covariance, n)
    cf = rng.normal(0.1, 0.02, n)
    simulated = np.var(0.1 * draws[:, 0] * draws[:, 1] * 30 * (1 - cf))
    found = stock_variance(
        20,
        1.3,
        30,
        soc_sd=2,
        bulk_density_sd=0.05,
        correlation=r,
        coarse_fragments=0.1,
        coarse_sd=0.02,
        coarse_basis="whole_soil_mass",
    )
    assert float(found.layer) == pytest.approx(simulated, rel=0.02)


def test_variance_without_carbon_is_finite() -> None:
    assert float(stock_variance(0, 1.3, 30, soc_sd=1, bulk_density_sd=0.1).layer) == pytest.approx(3.9**2)


def test_impossible_correlations_are_refused() -> None:
    with pytest.raises(SoilCarbonError, match="positive semi-definite"):
        stock_variance([1, 2, 3], 1.3, 10, soc_sd=1, bulk_density_sd=0.1, layer_correlation=-0.9)
    with pytest.raises(SoilCarbonError, match="layer_correlation"):
        stock_variance([1, 2], 1.3, 10, soc_sd=1, bulk_density_sd=0.1, layer_correlation=[[1, 0.5], [0.1, 1]])


def test_stones_that_outweigh_the_soil_are_refused() -> None:
    with pytest.raises(SoilCarbonError, match="outweigh"):
        stocks.coarse_mass_fraction(0.9, 1.2)


@given(st.floats(0, 500), st.floats(0.1, 2.6), st.floats(0.1, 100), st.floats(0, 1))
def test_stones_never_raise_a_stock(soc: float, density: float, thickness: float, coarse: float) -> None:
    bare = fixed_depth_stock(soc, density, thickness)
    for basis in BASES:
        stony = fixed_depth_stock(soc, density, thickness, coarse_fragments=coarse, coarse_basis=basis)
        assert stony <= bare
