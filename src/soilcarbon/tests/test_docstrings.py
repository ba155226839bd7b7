"""Every public function is its own paper: unit, shape, equation, valid range, errors, source."""

from __future__ import annotations

import ast
import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from numpy.typing import ArrayLike

import soilcarbon
from soilcarbon.tests.docstrings import MODULES, POINTS_ON, lacks, public, section

PUBLIC = dict(public())


@pytest.mark.parametrize("name", PUBLIC)
def test_says_unit_shape_equation_range_errors_and_source(name: str) -> None:
    assert lacks(name, PUBLIC[name]) == []


def test_every_module_of_the_package_is_looked_at() -> None:
    assert {*soilcarbon._SUBMODULES} == {*MODULES}
    assert len(PUBLIC) > 75


@pytest.mark.parametrize("name", MODULES)
def test_what_a_module_lists_as_its_own_is_all_that_it_makes_public(name: str) -> None:
    module = importlib.import_module(f"soilcarbon.{name}")
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    made = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert {found for found in made if not found.startswith("_")} <= {*module.__all__}


@pytest.mark.parametrize("name", PUBLIC)
def test_what_a_parameter_is_referred_to_describes_it(name: str) -> None:
    module = name.partition(".")[0]
    for target in POINTS_ON.findall(section(PUBLIC[name].__doc__ or "", "Parameters")):
        found = target if "." in target else f"{module}.{target}"
        assert found in PUBLIC, target


def _whole(mass: ArrayLike, share: float = 0.5) -> Any:
    """What is kept of a mass.

    ``kept = share mass``.

    Parameters
    ----------
    mass:
        t/ha, 0 or more, (profiles,).
    share:
        Fraction, 0 to 1.

    Returns
    -------
    t/ha, (profiles,).

    Raises
    ------
    SoilCarbonError
        A negative mass.

    References
    ----------
    By definition; no DOI.
    """


@pytest.mark.parametrize(
    ("taken", "put", "lacking"),
    [
        ("t/ha, 0 or more, (profiles,).\n    share", "0 or more, (profiles,).\n    share", ["mass: unit"]),
        ("t/ha, 0 or more, (p", "t/ha, (p", ["mass: range"]),
        ("0 or more, (profiles,)", "0 or more", ["mass: shape"]),
        ("    share:\n        Fraction, 0 to 1.\n", "", ["parameter share"]),
        ("Returns\n    -------\n    t/ha, (profiles,).", "", ["Returns"]),
        ("SoilCarbonError", "ValueError", ["Raises"]),
        ("``kept = share mass``.", "", ["an equation"]),
        ("no DOI", "everybody knows", ["References with a DOI, or the words that there is none"]),
    ],
)
def test_what_is_left_out_of_a_docstring_is_found(taken: str, put: str, lacking: list[str]) -> None:
    def made(mass: ArrayLike, share: float = 0.5) -> Any: ...

    made.__annotations__ = _whole.__annotations__
    made.__doc__ = _whole.__doc__
    assert lacks("made", made) == []
    assert taken in str(_whole.__doc__)
    made.__doc__ = str(_whole.__doc__).replace(taken, put)
    assert lacks("made", made) == lacking


def test_a_field_or_method_left_out_of_a_class_is_found() -> None:
    @dataclass
    class Result:
        """A result.

        Attributes
        ----------
        stock:
            Of the layer.
        """

        stock: ArrayLike
        other: float

        def of(self) -> float:
            return 0.0

    assert lacks("Result", Result) == ["stock: unit", "stock: shape", "attribute other", "method of"]
