"""The glossary holds every name that a caller writes or reads."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

from soilcarbon import grid, lab

from .calls import MODULES

GLOSSARY = Path(__file__).parents[3] / "docs" / "soilcarbon" / "glossary.md"
# What lies in a refusal, and in the tables of constants, is said where it is.
ELSEWHERE = {"BadCell", "BadFile", "Version"}


def names(module: ModuleType) -> set[str]:
    found: set[str] = set()
    for public in (getattr(module, name) for name in module.__all__):
        if inspect.isfunction(public):
            found |= set(inspect.signature(public).parameters)
        elif inspect.isclass(public) and public.__name__ not in ELSEWHERE:
            fields = getattr(public, "_fields", None) or getattr(public, "__dataclass_fields__", {})
            found |= {field for field in fields if not field.startswith("_")}
    return found


@pytest.mark.skipif(
    not GLOSSARY.exists(), reason="THE GLOSSARY IS NOT HERE: soilcarbon stands apart from its repository"
)
@pytest.mark.parametrize("module", [*MODULES, grid, lab], ids=lambda module: module.__name__)
def test_every_name_stands_in_the_glossary(module: ModuleType) -> None:
    written = set(re.findall(r"`([a-z_0-9]+)", GLOSSARY.read_text(encoding="utf-8")))
    assert names(module) - written == set()
