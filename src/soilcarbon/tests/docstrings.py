"""What a docstring must say to be its function's own paper, and what one lacks."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

MODULES = (
    *("accounting", "amg", "ensemble", "equivalent_mass", "errors", "grid", "icbm"),
    *("inference", "ipcc", "lab", "rothc", "sampling", "stocks"),
)
ERRORS = ("SoilCarbonError", "BadFile")
SECTIONS = ("Parameters", "Attributes", "Returns", "Raises", "Notes", "References")
# What has no equation of its own: it reads a file or a table, or calls what is handed to it.
WITHOUT_EQUATION = {"lab.read_profiles", "grid.run", "ensemble.run", "icbm.ultuna"}

UNIT = re.compile(
    r"t/ha|t C/ha|g/kg|g/cm3|kg/m2|\bcm\b|\bmm\b|%|degC|per year|years?\b|mbar|per mille|fractions?\b|shares?\b"
    r"|\bunits?\b|dimensionless|probabilit|number of|\bratio\b|weights?\b|money|level",
    re.I,
)
RANGE = re.compile(
    r"\babove\b|\bbelow\b|\bat least\b|\bat most\b|\bor more\b|\bany\b|\bfinite\b|[<>]|\bone of\b|\bnot 0\b|\d to \d"
    r"|-?\d+ to (\d|the|below)|True"
)
SHAPE = re.compile(r"\((\w[\w ]*,|\w+ x)|one number|one an? |single number|[Bb]roadcast|one or an array|one for all")
POINTS_ON = re.compile(r"[Aa]s (?:for|in|of) `([\w.]+)`")
EQUATION = re.compile(r"``[^`]*=[^`]*``|\n {4,}\S.*=")
SOURCE = re.compile(r"doi:10\.\d{4,}/\S+|[Nn]o DOI")


def public() -> Iterator[tuple[str, Any]]:
    """Every public function and class, by module and name."""
    for name in MODULES:
        module = importlib.import_module(f"soilcarbon.{name}")
        for attribute in module.__all__:
            found = getattr(module, attribute)
            if inspect.isfunction(found) or inspect.isclass(found):
                yield f"{name}.{attribute}", found


def section(documentation: str, title: str) -> str:
    """Text under a heading underlined with hyphens, up to the next one."""
    ends = "|".join(SECTIONS)
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^(?:{ends})\n-+\n|\Z)", documentation, re.M | re.S)
    return found[1] if found else ""


def entries(text: str) -> dict[str, str]:
    """Name -> description; one entry may name several: ``upper, lower:``."""
    found: dict[str, str] = {}
    for match in re.finditer(r"^(\w[\w, ]*):\n((?: +\S.*\n?|\n(?= ))*)", text, re.M):
        found |= dict.fromkeys((name.strip() for name in match[1].split(",")), match[2].strip())
    return found


def lacks_of_function(name: str, function: Callable[..., Any]) -> list[str]:
    """What the docstring of a function lacks, in words; empty where it is whole."""
    text = inspect.getdoc(function) or ""
    lacks = ["a summary"] if not text.split("\n\n")[0].strip() else []
    said = entries(section(text, "Parameters"))
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in said:
            lacks += [f"{parameter.name}: {what}" for what in _lacks_of_entry(said[parameter.name], parameter)]
        else:
            lacks.append(f"parameter {parameter.name}")
    if not section(text, "Returns").strip():
        lacks.append("Returns")
    lacks += _lacks_of_the_whole(name, text)
    return lacks


def _lacks_of_entry(said: str, parameter: inspect.Parameter) -> list[str]:
    kind = str(parameter.annotation)
    if POINTS_ON.search(said):
        return []
    array = "ArrayLike" in kind
    wanted = {"unit": array or "float" in kind, "range": array or "float" in kind or "int" in kind, "shape": array}
    patterns = {"unit": UNIT, "range": RANGE, "shape": SHAPE}
    lacks = [what for what, needed in wanted.items() if needed and not patterns[what].search(said)]
    return lacks if said else ["a description"]


def _lacks_of_the_whole(name: str, text: str) -> list[str]:
    lacks = [] if any(error in section(text, "Raises") for error in ERRORS) else ["Raises"]
    if name not in WITHOUT_EQUATION and not EQUATION.search(text):
        lacks.append("an equation")
    if not SOURCE.search(section(text, "References")):
        lacks.append("References with a DOI, or the words that there is none")
    return lacks


def lacks_of_class(kind: type) -> list[str]:
    """What the docstring of a class lacks: a summary, its fields with units and shapes, its methods."""
    text = inspect.getdoc(kind) or ""
    lacks = ["a summary"] if not text else []
    said = entries(section(text, "Attributes"))
    annotations = inspect.get_annotations(kind)
    names = [f.name for f in fields(kind)] if is_dataclass(kind) else list(getattr(kind, "_fields", ()))
    for name in names:
        if not said.get(name):
            lacks.append(f"attribute {name}")
            continue
        arrays, numbers = ("rray" in str(annotations[name])), ("float" in str(annotations[name]))
        if (arrays or numbers) and not UNIT.search(said[name]):
            lacks.append(f"{name}: unit")
        if arrays and not SHAPE.search(said[name]):
            lacks.append(f"{name}: shape")
    for name, member in vars(kind).items():
        inner = member.fget if isinstance(member, property) else member
        if not name.startswith("_") and inspect.isfunction(inner) and not inspect.getdoc(inner):
            lacks.append(f"method {name}")
    return lacks


def lacks(name: str, found: Any) -> list[str]:
    """What the docstring of a public function or class lacks."""
    return lacks_of_class(found) if inspect.isclass(found) else lacks_of_function(name, found)
