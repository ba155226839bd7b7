"""Profiles of a file, brought to a depth and to one soil mass."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from soilcarbon import equivalent_mass, lab
from soilcarbon._cli.options import unit_map
from soilcarbon._cli.output import USAGE, CommandError

FloatArray = NDArray[np.float64]


@dataclass
class Measured:
    """Profiles that reach the depth, with their stock and soil mass above it."""

    profiles: lab.Profiles
    fixed_depth: FloatArray
    mass: FloatArray
    notes: list[str]

    def equivalent(self, reference: float, args: argparse.Namespace) -> FloatArray:
        """Stock at the reference mass, t/ha."""
        p = self.profiles
        found = equivalent_mass.equivalent_mass_stock(
            p.upper,
            p.lower,
            p.soc,
            p.bulk_density,
            reference,
            mineral=not args.total_mass,
            interpolation=args.interpolation,
        )
        return found.stock


def measure(path: str, args: argparse.Namespace) -> Measured:
    """Read a laboratory file and take the profiles down to ``args.depth``."""
    found = lab.read_profiles(
        path,
        coarse_basis=args.coarse_basis,
        below_detection=args.below_detection,
        organic_matter_as_carbon=args.organic_matter,
        units=unit_map(args.unit),
    )
    notes = [f"{path}: {note}" for note in found.notes]
    deep = found.deepest >= args.depth * (1 - 1e-9)
    if not deep.any():
        raise CommandError(
            f"{path}: no complete profile reaches {args.depth:g} cm; the deepest ends at "
            f"{found.deepest.max():g} cm (--depth)"
        )
    for point, bottom in zip(np.array(found.points)[~deep], found.deepest[~deep], strict=True):
        notes.append(f"{path}: point {point} left out, as it is known only to {bottom:g} cm")
    kept = _rows(found, np.flatnonzero(deep))
    layers = kept.upper, kept.lower, kept.soc, kept.bulk_density
    stock = equivalent_mass.stock_to_depth(*layers, args.depth)
    mass = equivalent_mass.mass_to_depth(*layers, args.depth, mineral=not args.total_mass)
    return Measured(kept, stock, mass, notes)


def _rows(found: lab.Profiles, rows: NDArray[np.intp]) -> lab.Profiles:
    def pick(entries: list[Any]) -> list[Any]:
        return [entries[i] for i in rows]

    return lab.Profiles(
        pick(found.points),
        pick(found.strata),
        pick(found.dates),
        found.upper[rows],
        found.lower[rows],
        found.soc[rows],
        found.bulk_density[rows],
        found.notes,
        found.source,
        found.stated,
    )


def reference_mass(args: argparse.Namespace, *surveys: Measured) -> float:
    """The mass at which all stocks are compared, t/ha."""
    if args.reference_mass == "lightest":
        return float(min(survey.mass.min() for survey in surveys))
    try:
        value = float(args.reference_mass)
    except ValueError:
        raise CommandError(
            f"--reference-mass {args.reference_mass!r}: allowed: a number of t/ha, or lightest", USAGE
        ) from None
    return value


def mass_words(args: argparse.Namespace) -> str:
    """The kind of mass, in words."""
    return "fine-earth mass" if args.total_mass else "mineral soil mass"
