"""Soil organic carbon science: stocks, models, sampling and accounting.

Each submodule loads at first use, so that `import soilcarbon` costs neither Numba nor SciPy.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from soilcarbon.errors import SoilCarbonError

__version__ = "0.1.0"

_SUBMODULES = (
    "accounting",
    "amg",
    "ensemble",
    "equivalent_mass",
    "errors",
    "grid",
    "icbm",
    "inference",
    "ipcc",
    "lab",
    "rothc",
    "sampling",
    "stocks",
)

__all__ = ["SoilCarbonError", "__version__", *_SUBMODULES]  # noqa: PLE0604


def __getattr__(name: str) -> ModuleType:
    if name in _SUBMODULES:
        return import_module(f"soilcarbon.{name}")
    raise AttributeError(f"module 'soilcarbon' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
