"""One good call of every public function: what the tests break, one argument at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from soilcarbon import (
    accounting,
    amg,
    ensemble,
    equivalent_mass,
    icbm,
    inference,
    ipcc,
    rothc,
    sampling,
    stocks,
)

MODULES = (accounting, amg, ensemble, equivalent_mass, icbm, inference, ipcc, rothc, sampling, stocks)


class Call(NamedTuple):
    """A function and arguments it accepts, all by name."""

    function: Callable[..., Any]
    arguments: dict[str, Any]


def _climate(years: int) -> dict[str, Any]:
    wave = np.tile(np.linspace(0, 20, 12), years)[None]
    return {"tmean": wave, "rain": 60.0 + 0 * wave, "pet": 50.0 + 0 * wave}


def _soils() -> list[Call]:
    layers = {"upper": [[0, 10.0, 30]], "lower": [[10, 30.0, 50]], "soc": [[25.0, 15, 8]], "bulk_density": [[1.3] * 3]}
    layer = {"soc": [20.0, 10], "bulk_density": [1.3, 1.2], "thickness": [10.0, 10]}
    stones = {"coarse_fragments": 0.1, "coarse_basis": "whole_soil_mass"}
    spread = {"soc_sd": 1.0, "bulk_density_sd": 0.1, "thickness_sd": 0.1, "coarse_sd": 0.01}
    matter = {"organic_matter": [[40.0, 30, 10]], "mineral": True}
    return [
        Call(stocks.fixed_depth_stock, layer | stones),
        Call(stocks.fine_share, stones),
        Call(stocks.coarse_mass_fraction, {"volume_fraction": 0.1, "bulk_density": 1.3, "rock_density": 2.65}),
        Call(stocks.stock_variance, layer | stones | spread | {"correlation": -0.3, "layer_correlation": 0.2}),
        Call(equivalent_mass.cumulative, layers | matter),
        Call(
            equivalent_mass.equivalent_mass_stock,
            layers | matter | {"reference_mass": [3000.0], "interpolation": "hyman", "extrapolate": False},
        ),
        Call(equivalent_mass.mass_to_depth, layers | matter | {"depth": 30.0}),
        Call(equivalent_mass.stock_to_depth, layers | {"depth": 30.0}),
    ]


def _rothc() -> list[Call]:
    weather = _climate(1) | {"evaporation_kind": "pet", "covered": np.ones((1, 12), dtype=bool), "depth": 23.0}
    weather["evaporation"] = weather.pop("pet")
    weather |= {"clay": [20.0], "deficit": 0.0}
    carbon = {"plant_carbon": np.full((1, 12), 0.2), "manure_carbon": 0.0, "dpm_rpm": 1.44}
    pools = {"pools": [[1.0, 5, 1, 20, 3]]}
    water = {"moisture": "van_genuchten", "bare_deficit": "wilting_point", "minimum_moisture": 0.2}
    water |= {"silt": 30.0, "bulk_density": 1.3, "organic_carbon": 1.2}
    technical = {"keep": "pools", "dtype": np.float64, "repeat": 1, "threads": 1}
    traced = {"modern": np.full((1, 12), 100.0), "ages": [0.0, 0, 0, 0, 50_000]}
    before = {f"{name}_spin_up": values for name, values in _climate(1).items()}
    grid = {"soc": [50.0], "clay": [20.0], "land_use": [12], "cover": np.full((1, 12), 0.7), **before, **_climate(2)}
    return [
        Call(rothc.simulate, pools | weather | carbon | technical),
        Call(rothc.simulate, pools | weather | carbon | traced),
        Call(rothc.simulate, pools | weather | carbon | water),
        Call(rothc.rate_modifiers, weather | water),
        Call(rothc.equilibrium, weather | carbon | {"iom": 2.0}),
        Call(rothc.carbon_input_for, {"soc": [40.0], "iom": [3.0], **weather, **carbon}),
        Call(rothc.falloon_iom, {"soc": [40.0]}),
        Call(rothc.gsocseq_equilibrium, {"soc": [40.0], "clay": [20.0], "rate_modifier": 0.5, "dpm_rpm": 1.44}),
        Call(rothc.gsocseq, grid | {"depth": 30.0, "forward_input": "last", "threads": 1, "dtype": np.float64}),
    ]


def _other_models() -> list[Call]:
    regime = ipcc.Regime("annual_crops", "full_tillage", "medium")
    tier1 = {"climate": "cool_temperate_moist", "soil": "sandy_soils", "years": 20}
    tier1 |= {"initial": regime, "final": ipcc.Regime("annual_crops", "no_tillage", "medium")}
    tier2 = {name: np.full((1, 6, 12), value) for name, value in (("tmean", 12.0), ("rain", 60.0), ("pet", 60.0))}
    tier2 |= {"irrigated": np.zeros((1, 6), dtype=bool), "sand": np.full((1, 6), 0.4), "tillage": "full"}
    tier2 |= {"carbon_input": np.full((1, 6), 3.0), "lignin": 0.073, "nitrogen": 0.0083, "run_in_years": 5}
    errors = {"carbon_input_error": 0.1, "lignin_error": 0.1, "nitrogen_error": 0.1}
    drawn = {"draws": 20, "seed": 0}
    pair = {"initial_young": [0.3], "initial_old": [4.0], "carbon_input": [[0.2, 0.3]], "times": [0, 1.5]}
    rates = {"climate_factor": 1.0, "humification": 0.12, "k_young": 0.8, "k_old": 0.006}
    amg_soil = {"clay": 20.0, "carbonate": 10.0, "ph": 7.0, "carbon_nitrogen": 10.0, "version": 2}
    amg_run = {"soc": [50.0], "carbon_inputs": {"a": 2.0}, "humification": {"a": 0.2}, "rate": 0.05, "years": 5}
    models = {"double": lambda q=1.0, **_: 2 * q, "triple": lambda q=1.0, **_: 3 * q}
    return [
        Call(ipcc.Regime, {"land_use": "annual_crops", "management": "none", "input": "medium"}),
        Call(ipcc.tier1, tier1),
        Call(ipcc.tier1_monte_carlo, tier1 | drawn),
        Call(ipcc.tier2, tier2 | {"parameters": {"k_slow": 0.2}}),
        Call(ipcc.tier2_monte_carlo, tier2 | errors | drawn),
        Call(icbm.simulate, pair | rates),
        Call(icbm.ultuna, {}),
        Call(amg.mineralisation_rate, {"tmean": 10.0, "rain": 700.0, "pet": 600.0} | amg_soil),
        Call(amg.simulate, amg_run | {"history": "arable", "stable_share": 0.6}),
        Call(ensemble.latin_hypercube, {"draws": 20, "dimensions": 2, "seed": 0}),
        Call(ensemble.Normal, {"mean": 1.0, "sd": 1.0, "low": 0.0, "high": 3.0}),
        Call(ensemble.Uniform, {"low": 0.0, "high": 1.0}),
        Call(ensemble.Triangular, {"low": 0.0, "mode": 0.5, "high": 1.0}),
        Call(
            ensemble.run,
            {"models": models, "inputs": {"q": ensemble.Uniform(0, 1)}, "weights": {"double": 1, "triple": 1}} | drawn,
        ),
    ]


def _sampling() -> list[Call]:
    places = np.random.default_rng(0).random((30, 2))
    test = {"n": 20, "standard_deviation": 8.0, "design": "paired", "alpha": 0.05}
    plan = {"mean": 50.0, "standard_deviation": 10.0, "assay_error": 0.05, "core_cost": 10.0, "assay_cost": 20.0}
    plan |= {"composite_cost": 1.0, "minimum_composites": 2}
    wanted = {name: value for name, value in test.items() if name != "n"} | {"power": 0.8}
    strata = {"strata": 3, "covariates": np.arange(30.0), "covariate_weight": 1.0, "starts": 2, "equal_size": True}
    shares = {"weights": [0.5, 0.5], "standard_deviations": [1.0, 2], "costs": [1.0, 2], "minimum": 2, "integer": True}
    return [
        Call(sampling.neyman_allocation, {"total": 20} | shares),
        Call(sampling.minimum_detectable_difference, test | {"power": 0.8}),
        Call(sampling.sample_size, {"difference": 3.0} | wanted),
        Call(sampling.power, {"difference": 3.0} | test),
        Call(sampling.years_to_detect, {"rate": 0.3} | test | {"power": 0.8}),
        Call(sampling.stratify, {"coordinates": places, "seed": 0} | strata),
        Call(sampling.balanced_sample, {"coordinates": places, "size": 5, "seed": 0}),
        Call(sampling.balanced_sample, {"coordinates": places, "probabilities": np.full(30, 0.2), "seed": 0}),
        Call(
            sampling.spatial_balance,
            {"sample": [0, 3, 5], "coordinates": places, "probabilities": np.full(30, 0.1)},
        ),
        Call(sampling.composite_plan, plan | {"budget": 1000.0}),
        Call(sampling.composite_plan, plan | {"standard_error": 2.0}),
    ]


def _inference() -> list[Call]:
    x = np.array([3.0, 5, 4, 6, 8, 7, 9, 2])
    strata, shares, counts = list("aabbaabb"), {"a": 0.5, "b": 0.5}, {"a": 10, "b": 20}
    by_strata = {"before_strata": strata, "after_strata": strata, "weights": shares}
    pair: dict[str, Any] = {"before": x, "after": x[::-1], "level": 0.9}
    clusters = {"values": x, "clusters": [1, 1, 2, 2, 3, 3, 4, 4], "level": 0.9}
    points = {"before_points": range(8), "after_points": range(8)}
    control = {"control_before": x[:4], "control_after": x[4:], "strata": strata, "control_strata": list("aabb")}
    return [
        Call(inference.simple_mean, {"values": x, "population": 100, "level": 0.9}),
        Call(inference.skewed_mean, {"values": x, "method": "hall", "population": 100, "level": 0.9}),
        Call(inference.skewed_mean, {"values": x, "method": "bootstrap_t", "resamples": 99, "seed": 0}),
        Call(
            inference.stratified_mean,
            {"values": x, "strata": strata, "weights": shares, "population": counts, "degrees": "satterthwaite"},
        ),
        Call(
            inference.two_stage_mean, clusters | {"population_clusters": 10, "cluster_sizes": {1: 4, 2: 5, 3: 6, 4: 7}}
        ),
        Call(
            inference.two_stage_mean,
            clusters
            | {"strata": list("aaaabbbb"), "weights": shares, "population_clusters": counts, "cluster_sizes": 5},
        ),
        Call(inference.change_paired, pair | {"strata": strata, "weights": shares, "population": counts}),
        Call(inference.change_independent, pair | by_strata | {"equal_variance": False}),
        Call(inference.change_partial_overlap, pair | by_strata | points),
        Call(inference.change_against_control, pair | control | {"weights": shares}),
        Call(inference.Estimate, {"value": 1.0, "standard_error": 1.0, "degrees_of_freedom": 5.0, "level": 0.9}),
    ]


def _accounting() -> list[Call]:
    stock = {"initial": 50.0, "final": 51.0, "years": 5, "depth": (0, 30), "basis": "fixed_depth"}
    against = {"kind": "relative_to_business_as_usual", "business_as_usual": 49.0, "business_as_usual_error": 1.0}
    errors = {"initial_error": 1.0, "final_error": 1.0, "correlation": 0.5}
    return [
        Call(accounting.four_per_mille_rate, stock | errors | {"kind": "simple"}),
        Call(accounting.four_per_mille_rate, stock | errors | {"kind": "compound"}),
        Call(accounting.four_per_mille_rate, stock | errors | against),
        Call(
            accounting.uncertainty_deduction,
            {"estimate": inference.Estimate(2.0, 1.0, 10.0), "probability": 0.7},
        ),
        Call(accounting.carbon_dioxide, {"carbon": [1.0]}),
        Call(accounting.permanence_buffer, {"credited": 10.0, "share": 0.2}),
        Call(accounting.reversal, {"buffer": 10.0, "loss": 3.0}),
    ]


CALLS = [*_soils(), *_rothc(), *_other_models(), *_sampling(), *_inference(), *_accounting()]
