"""Whatever a caller passes, a function answers or refuses in words: no other error, no silent NaN."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soilcarbon import SoilCarbonError, _checks, accounting, rothc, sampling, stocks
from soilcarbon.inference import Estimate
from soilcarbon.tests.calls import CALLS, MODULES, Call


class Stranger:
    """Nothing that NumPy knows."""


RUBBISH: dict[str, Any] = {
    "nan": float("nan"),
    "nan in a list": [float("nan")] * 8,
    "infinite": float("inf"),
    "minus infinite": [-float("inf")],
    "negative": -1.0,
    "far below 0": [-500.0],
    "too great": 1e308,
    "squared too great": 1e200,
    "too long for a float": 10**400,
    "too small": 5e-324,
    "zero": 0,
    "above 100": 105.0,
    "text": "abc",
    "a number as text": "12",
    "texts": ["a", "b"],
    "bytes": b"ab",
    "none": None,
    "nones": [None] * 8,
    "empty": [],
    "no rows": np.zeros((0, 12)),
    "no columns": np.zeros((1, 0)),
    "ragged": [[1, 2], [3]],
    "four dimensions": np.ones((2, 3, 4, 5)),
    "too long": np.ones(17),
    "complex": np.array([1j]),
    "true": True,
    "date": np.datetime64("2020-01-01"),
    "dates": np.array(["2020-01-01"], dtype="M8[D]"),
    "an object": Stranger(),
    "objects": [Stranger()],
    "lists as labels": [[1], [2], [3], [4], [5], [6], [7], [8]],
    "dictionaries as labels": [{}] * 8,
    "a set": {1, 2},
    "no entries": {},
    "nan in a mapping": {"a": float("nan"), "b": 0.5},
    "text in a mapping": {"a": "x", "b": 0.5},
    "lists in a mapping": {"a": [1, 2], "b": 0.5},
    "masked": np.ma.masked_array([1.0, 2.0], mask=[False, True]),
}
# The protocol runs over maps, where a cell without data is NaN in and NaN out.
NAN_PASSES = {rothc.gsocseq}
# An infinite end of a distribution is no end at all.
ENDLESS = {"low", "high"}


def figures(result: Any) -> Iterator[Any]:
    """Every float in a result, however it is packed."""
    if isinstance(result, float | np.floating):
        yield result
    elif isinstance(result, np.ndarray):
        yield from [result] if result.dtype.kind == "f" else []
    elif isinstance(result, Estimate):
        yield from (result.value, result.standard_error, *result.interval, result.probability_positive)
    elif isinstance(result, Mapping):
        for entry in result.values():
            yield from figures(entry)
    elif isinstance(result, tuple):
        for entry in result:
            yield from figures(entry)
    elif hasattr(result, "__dataclass_fields__"):
        for name in result.__dataclass_fields__:
            yield from figures(getattr(result, name))


def answers_or_refuses(call: Call, name: str, value: Any) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            result = call.function(**{**call.arguments, name: value})
    except SoilCarbonError:
        return
    for figure in figures(result):
        fine = np.isfinite(figure)
        if call.function in NAN_PASSES:
            fine |= np.isnan(figure)
        if name in ENDLESS:
            fine |= np.isinf(figure)
        assert np.all(fine), f"{name}: {figure}"


def test_every_public_function_has_a_call() -> None:
    known = {call.function for call in CALLS}
    for module in MODULES:
        functions = {name for name in module.__all__ if inspect.isfunction(getattr(module, name))}
        missing = {f"{module.__name__}.{name}" for name in functions if getattr(module, name) not in known}
        assert not missing


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.function.__module__}.{call.function.__name__}")
def test_rubbish_is_refused_in_words(call: Call) -> None:
    for figure in figures(call.function(**call.arguments)):
        assert np.all(np.isfinite(figure))
    for name in call.arguments:
        for value in RUBBISH.values():
            answers_or_refuses(call, name, value)


NUMBERS = st.one_of(st.floats(width=64), st.integers(-10, 200), st.booleans(), st.none(), st.text(max_size=2))


@given(
    call=st.sampled_from([call for call in CALLS if call.arguments]),
    pick=st.integers(0, 50),
    value=st.one_of(NUMBERS, st.lists(NUMBERS, max_size=9), st.lists(st.lists(st.floats(), max_size=4), max_size=4)),
)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_is_answered_or_refused(call: Call, pick: int, value: Any) -> None:
    names = list(call.arguments)
    answers_or_refuses(call, names[pick % len(names)], value)


def test_masked_entries_are_missing_not_read() -> None:
    soc = np.ma.masked_array([20.0, 999.0], mask=[False, True])
    with pytest.raises(SoilCarbonError, match=r"soc\[1\] is nan"):
        stocks.fixed_depth_stock(soc, 1.3, 10)


def test_text_is_no_number_even_where_it_reads_as_one() -> None:
    with pytest.raises(SoilCarbonError, match="soc is not an array of numbers"):
        stocks.fixed_depth_stock("20", 1.3, 10)


def test_great_numbers_are_refused_before_they_overflow() -> None:
    with pytest.raises(SoilCarbonError, match=r"thickness is 1e\+200; allowed: above 0 and at most 1e\+30 cm"):
        stocks.fixed_depth_stock(20, 1.3, 1e200)


def test_an_error_carries_its_argument_and_index() -> None:
    with pytest.raises(SoilCarbonError) as refused:
        _checks.array("clay", [[10.0, 20.0], [30.0, 105.0]], low=0, high=100, unit="%")
    assert (refused.value.argument, refused.value.index) == ("clay", (1, 1))
    assert str(refused.value) == "clay[1, 1] is 105; allowed: 0 to 100 %, no NaN"


@pytest.mark.parametrize(
    ("function", "name", "value", "words"),
    [
        (rothc.simulate, "repeat", 10**8, r"repeat is 1e\+08; allowed: 1 to 100000"),
        (rothc.rate_modifiers, "silt", 1e-8, "no water curve that falls"),
        (sampling.composite_plan, "mean", 1e7, "at most 1,000,000 composites"),
        (sampling.composite_plan, "minimum_composites", 1e29, "at most 1,000,000 composites|budget is 1000"),
        (accounting.four_per_mille_rate, "years", 1e-16, "the rate overflows"),
    ],
)
def test_what_would_fill_the_memory_or_overflow_is_refused(function: Any, name: str, value: Any, words: str) -> None:
    calls = [call for call in CALLS if call.function is function and name in call.arguments]
    chosen = [
        call
        for call in calls
        if call.arguments.get("kind", "compound") == "compound"
        and (name != "mean" or "standard_error" in call.arguments)
    ]
    assert chosen
    for call in chosen:
        with pytest.raises(SoilCarbonError, match=words):
            function(**{**call.arguments, name: value})


def test_a_year_in_which_nothing_decays_has_no_equilibrium() -> None:
    drivers = {
        "rain": 50.0,
        "evaporation": 30.0,
        "evaporation_kind": "pet",
        "covered": True,
        "clay": 20.0,
        "depth": 23.0,
    }
    given = drivers | {"plant_carbon": 0.2, "manure_carbon": 0.0, "dpm_rpm": 1.44}
    with pytest.raises(SoilCarbonError, match=r"tmean\[0\] leaves no month in which carbon decays"):
        rothc.equilibrium(tmean=np.full((1, 12), -20.0), **given)
    assert np.isfinite(rothc.equilibrium(tmean=np.full((1, 12), -4.0), **given).pools).all()
