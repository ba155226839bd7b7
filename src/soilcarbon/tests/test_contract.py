"""The same numbers, however a caller holds them: lists, tables, other types, no sites at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from soilcarbon import SoilCarbonError, amg, equivalent_mass, icbm, ipcc, rothc, sampling, stocks

from .calls import CALLS, Call
from .test_refusals import figures

Holder = Callable[[np.ndarray[Any, Any]], Any]


def locked(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    values = values.copy()
    values.flags.writeable = False
    return values


def in_a_table(values: np.ndarray[Any, Any]) -> Any:
    import pandas as pd

    return {1: pd.Series, 2: pd.DataFrame}.get(values.ndim, np.array)(values)


def every_second(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.repeat(values, 2, axis=-1)[..., ::2]


def swapped(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return values.astype(values.dtype.newbyteorder(">"))


HOLDERS: dict[str, Holder] = {
    "a list": np.ndarray.tolist,
    "read-only": locked,
    "column by column": np.asfortranarray,
    "every second of a longer array": every_second,
    "the other byte order": swapped,
    "masked nowhere": np.ma.masked_array,
}
if find_spec("pandas"):
    HOLDERS["a table of pandas"] = in_a_table


def held(call: Call, holder: Holder) -> dict[str, Any]:
    """The arguments of `call`, its arrays and lists of numbers held otherwise."""
    out = {}
    for name, value in call.arguments.items():
        is_array = isinstance(value, list | np.ndarray) and np.asarray(value).dtype.kind in "bif"
        out[name] = holder(np.asarray(value)) if is_array else value
    return out


def name_of(call: Call) -> str:
    return f"{call.function.__module__}.{call.function.__name__}"


def agree(one: Any, other: Any) -> None:
    first, second = list(figures(one)), list(figures(other))
    assert len(first) == len(second)
    for a, b in zip(first, second, strict=True):
        np.testing.assert_allclose(b, a, rtol=1e-13)


@pytest.mark.parametrize("call", [c for c in CALLS if c.arguments], ids=name_of)
def test_it_is_no_matter_how_numbers_are_held(call: Call) -> None:
    expected = call.function(**call.arguments)
    for holder in HOLDERS.values():
        agree(expected, call.function(**held(call, holder)))


def as_whole(value: Any) -> Any:
    return np.rint(np.asarray(value)).astype(np.int16) if isinstance(value, list | np.ndarray) else value


@pytest.mark.parametrize("call", [CALLS[0], CALLS[4], CALLS[5], CALLS[8]], ids=name_of)
def test_whole_numbers_are_numbers(call: Call) -> None:
    whole = {name: as_whole(value) for name, value in call.arguments.items()}
    floats = {name: v.astype(np.float32) if isinstance(v, np.ndarray) else v for name, v in whole.items()}
    agree(call.function(**whole), call.function(**floats))


def test_read_only_drivers_need_no_second_kernel() -> None:
    """Seconds of compiling for every mix of read-only and writable columns would be met in a notebook at once."""
    from soilcarbon import _gsocseq_kernels, _rothc_kernels

    calls = [call for call in CALLS if call.function in (rothc.simulate, rothc.gsocseq)]
    for call in calls:
        call.function(**call.arguments)
    kernels = (_rothc_kernels.simulate, _gsocseq_kernels.protocol)
    before = [len(kernel.signatures) for kernel in kernels]
    for call in calls:
        call.function(**held(call, locked))
        for name in held(call, locked):
            call.function(**{**call.arguments, name: held(call, locked)[name]})
    assert [len(kernel.signatures) for kernel in kernels] == before


def test_read_only_drivers_stay_as_they_are() -> None:
    call = next(call for call in CALLS if call.function is rothc.simulate)
    arguments = held(call, locked)
    before = {name: np.array(value) for name, value in arguments.items() if isinstance(value, np.ndarray)}
    call.function(**arguments)
    for name, values in before.items():
        assert np.array_equal(arguments[name], values)
        assert not arguments[name].flags.writeable


def months(sites: int, value: float = 10.0) -> np.ndarray[Any, Any]:
    return np.full((sites, 12), value)


def weather(sites: int) -> dict[str, Any]:
    given = dict.fromkeys(("tmean", "rain", "evaporation"), months(sites))
    return given | {
        "evaporation_kind": "pet", "covered": months(sites) > 0, "clay": np.full(sites, 20.0), "depth": 23.0,
    }  # fmt: skip


def carbon(sites: int) -> dict[str, Any]:
    return {"plant_carbon": months(sites, 0.2), "manure_carbon": 0.0, "dpm_rpm": np.full(sites, 1.44)}


def years(sites: int) -> dict[str, Any]:
    climate = {name: np.full((sites, 7, 12), 10.0) for name in ("tmean", "rain", "pet")}
    yearly = {"sand": 0.3, "carbon_input": 4.0, "lignin": 0.07, "nitrogen": 0.008}
    return climate | {name: np.full((sites, 7), value) for name, value in yearly.items()} | {
        "irrigated": np.zeros((sites, 7), dtype=bool), "tillage": np.full((sites, 7), "full"),
    }  # fmt: skip


REGIME = ipcc.Regime("annual_crops", "none", "medium")
NONE = np.zeros((0, 3))
EMPTY: dict[str, Callable[[], tuple[Any, ...]]] = {
    "fixed_depth_stock": lambda: (stocks.fixed_depth_stock(NONE, 1.3, 10),),
    "cumulative": lambda: tuple(equivalent_mass.cumulative(NONE, NONE, NONE, NONE)),
    "equivalent_mass_stock": lambda: (equivalent_mass.equivalent_mass_stock(NONE, NONE, NONE, NONE, 3000).stock,),
    "simulate": lambda: tuple(
        getattr(rothc.simulate(np.zeros((0, 5)), **weather(0), **carbon(0)), name)
        for name in ("pools", "soc", "respired", "deficit")
    ),
    "rate_modifiers": lambda: (rothc.rate_modifiers(**weather(0)).rate,),
    "equilibrium": lambda: (rothc.equilibrium(**weather(0), **carbon(0)).pools,),
    "carbon_input_for": lambda: (rothc.carbon_input_for(np.zeros(0), **weather(0), dpm_rpm=1.44),),
    "falloon_iom": lambda: (rothc.falloon_iom([]),),
    "gsocseq_equilibrium": lambda: (rothc.gsocseq_equilibrium(soc=[], clay=[], rate_modifier=1, dpm_rpm=1.44).pools,),
    "tier1": lambda: (ipcc.tier1(climate=[], soil=[], initial=REGIME, final=REGIME).initial,),
    "tier2": lambda: (ipcc.tier2(**years(0)).soc,),
    "icbm": lambda: (icbm.simulate([], [], [], times=[1], climate_factor=1, humification=0.1).total,),
    "amg": lambda: (amg.simulate([], {"a": np.zeros((0, 3))}, humification={"a": 0.2}, rate=0.1).soc,),
    "minimum_detectable_difference": lambda: (sampling.minimum_detectable_difference([], 1, design="paired"),),
    "sample_size": lambda: (sampling.sample_size([], 1, design="paired"),),
}


@pytest.mark.parametrize("name", EMPTY)
def test_no_site_gives_no_result(name: str) -> None:
    for values in EMPTY[name]():
        assert values.shape[0] == 0


SHAPES: dict[str, tuple[Callable[[], Any], dict[str, tuple[int, ...] | None]]] = {
    "pools": (
        lambda: rothc.simulate([1, 5, 1, 20, 3], keep="pools", **weather(3), **carbon(3)),
        {"pools": (3, 12, 5), "soc": (3, 12), "respired": (3, 12), "deficit": (3, 12)},
    ),
    "soc": (
        lambda: rothc.simulate([1, 5, 1, 20, 3], keep="soc", **weather(3), **carbon(3)),
        {"pools": None, "soc": (3, 12), "respired": None, "deficit": None},
    ),
    "equilibrium": (lambda: rothc.equilibrium(**weather(3), **carbon(3)), {"pools": (3, 5)}),
    "gsocseq_equilibrium": (
        lambda: rothc.gsocseq_equilibrium(soc=[40, 50], clay=20, rate_modifier=1, dpm_rpm=1.44),
        {"pools": (2, 5), "carbon_input": (2,)},
    ),
    "tier2": (lambda: ipcc.tier2(**years(3)), dict.fromkeys(("active", "slow", "passive", "soc"), (3, 3))),
    "tier2, three years of run-in": (lambda: ipcc.tier2(**years(3), run_in_years=3), {"soc": (3, 5)}),
    "equivalent_mass_stock": (
        lambda: equivalent_mass.equivalent_mass_stock([0, 10], [10, 30], [[20, 9]] * 3, [[1.3, 1.4]] * 3, [900] * 3),
        {"stock": (3,), "extrapolated": (3,)},
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_results_have_the_shape_that_is_promised(name: str) -> None:
    call, shapes = SHAPES[name]
    made = call()
    for attribute, shape in shapes.items():
        found = getattr(made, attribute)
        assert (found is None) if shape is None else found.shape == shape, attribute


def spoilt(arguments: Mapping[str, Any], name: str, index: tuple[int, ...], value: float) -> dict[str, Any]:
    values = np.array(arguments[name], dtype=float)
    values[index] = value
    return {**arguments, name: values}


@pytest.mark.parametrize(
    ("name", "index", "value", "message"),
    [
        ("tmean", (1, 5), np.nan, "tmean[1, 5] is nan; allowed: -80 to 60 degC, no NaN"),
        ("rain", (2, 0), -1, "rain[2, 0] is -1; allowed: at least 0 mm a month, no NaN"),
        ("clay", (1,), 105, "clay[1] is 105; allowed: 0 to 100 %, no NaN"),
        ("plant_carbon", (0, 11), -0.1, "plant_carbon[0, 11] is -0.1; allowed: at least 0 t C/ha a month, no NaN"),
    ],
)
@pytest.mark.parametrize("keep", ["pools", "soc", "last"])
def test_rothc_names_argument_index_and_range(
    keep: str, name: str, index: tuple[int, ...], value: float, message: str
) -> None:
    with pytest.raises(SoilCarbonError) as caught:
        rothc.simulate([1, 5, 1, 20, 3], keep=keep, **spoilt({**weather(3), **carbon(3)}, name, index, value))
    assert str(caught.value) == message
    assert (caught.value.argument, caught.value.index) == (name, index)


def test_a_year_without_decay_is_named_in_tier2() -> None:
    hot = years(3)
    hot["tmean"][2, 6] = 46.0
    with pytest.raises(SoilCarbonError, match=r"tmean\[2, 6, 0\] is 46; allowed: at least one month"):
        ipcc.tier2(**hot)


def test_a_reference_mass_may_pass_the_sampled_mass_by_rounding_only() -> None:
    core = {"upper": [0, 10.0], "lower": [10, 30.0], "soc": [[20.0, 9]], "bulk_density": [[1.3, 1.4]]}
    sampled = equivalent_mass.cumulative(**core).mass[0, -1]
    touching = equivalent_mass.equivalent_mass_stock(**core, reference_mass=sampled * (1 + 5e-10))
    assert not touching.extrapolated[0]
    with pytest.raises(SoilCarbonError, match=r"reference_mass\[0\]"):
        equivalent_mass.equivalent_mass_stock(**core, reference_mass=sampled * (1 + 2e-9))
    beyond = equivalent_mass.equivalent_mass_stock(**core, reference_mass=sampled * (1 + 2e-9), extrapolate=True)
    assert beyond.extrapolated[0]
