"""Carbon stock at an equivalent soil mass: the same mass of soil is compared, not the same depth.

A compacted soil holds more mass, and therefore more carbon, above the same depth; comparing depths would read that
as sequestration. Here each core becomes a curve of cumulative carbon over cumulative soil mass, read at one reference
mass. Units: depth cm, bulk density g/cm3 (fine-earth mass over total volume), SOC and organic matter g/kg, mass and
stock t/ha.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon.errors import SoilCarbonError

__all__ = [
    "Cumulative",
    "EquivalentMassStock",
    "cumulative",
    "equivalent_mass_stock",
    "mass_to_depth",
    "stock_to_depth",
]

ORGANIC_MATTER_PER_CARBON = 1.724
TOUCH_CM = 1e-6
BEYOND = 1e-9
# Below this many profiles the NumPy twin is done before Numba would have loaded.
KERNEL_FROM = 5000

FloatArray = NDArray[np.float64]


class Cumulative(NamedTuple):
    """Sums from the surface to the lower edge of each layer, as `cumulative` returns them.

    Attributes
    ----------
    mass:
        Soil mass, t/ha, (profiles, layers); NaN where padded.
    carbon:
        Organic carbon, t/ha, (profiles, layers); NaN where padded.
    """

    mass: FloatArray
    carbon: FloatArray


@dataclass(frozen=True)
class EquivalentMassStock:
    """Stocks at a reference mass, as `equivalent_mass_stock` returns them.

    Attributes
    ----------
    stock:
        Organic carbon in the uppermost reference mass, t/ha, (profiles,).
    extrapolated:
        (profiles,), booleans without a unit: True where the reference lies beyond the sampled mass.
    """

    stock: FloatArray
    extrapolated: NDArray[np.bool_]


def cumulative(
    upper: ArrayLike,
    lower: ArrayLike,
    soc: ArrayLike,
    bulk_density: ArrayLike,
    *,
    organic_matter: ArrayLike | None = None,
    mineral: bool = True,
) -> Cumulative:
    """Cumulative soil mass and carbon of profiles, t/ha.

    ``mass_j = sum_i 100 bd_i (lower_i - upper_i) (1 - om_i/1000)`` (``mineral=False``: without the last factor),
    ``carbon_j = sum_i 0.1 soc_i bd_i (lower_i - upper_i)``.

    Parameters
    ----------
    upper, lower:
        Layer edges in cm, 0 or more, downwards positive, the first layer from 0, each touching the next (to 1e-6 cm).
        (profiles, layers), or (layers,) for all profiles.
    soc, bulk_density:
        g/kg, 0 to 1000, and g/cm3, above 0 and at most 3; (profiles, layers). A shorter profile is padded with trailing
        NaN in both. Bulk density is fine-earth mass over total volume.
    organic_matter:
        g/kg, 0 to 1000, (profiles, layers); 1.724 x soc where not given.
    mineral:
        True: mineral mass (von Haden et al. 2020); False: total fine-earth mass (Wendt and Hauser 2013).

    Returns
    -------
    Cumulative
        ``.mass`` and ``.carbon``, t/ha, both (profiles, layers).

    Raises
    ------
    SoilCarbonError
        Layers overlap, leave a gap or do not start at the surface; NaN other than trailing; an entry out of range;
        a layer without mineral matter where ``mineral`` is True.

    References
    ----------
    von Haden, Yang, DeLucia (2020), doi:10.1111/gcb.15124; Wendt and Hauser (2013), doi:10.1111/ejss.12002.
    """
    only_mineral = check.switch("mineral", mineral)
    edges = _edges_and_values(upper, lower, soc, bulk_density, organic_matter)
    top, bottom, carbon, density, matter = edges
    _check_layers(top, bottom, np.isnan(carbon))
    thickness = bottom - top
    share = 1.0 - matter / 1000.0 if only_mineral else np.ones_like(matter)
    mass = 100.0 * density * thickness * share
    if (mass <= 0).any():
        index = check.first_bad(mass <= 0)
        raise check.refuse("organic_matter", float(matter[index]), "below 1000 g/kg (1.724 x soc if not given)", index)
    return Cumulative(np.cumsum(mass, axis=1), np.cumsum(0.1 * carbon * density * thickness, axis=1))


def _edges_and_values(
    upper: ArrayLike, lower: ArrayLike, soc: ArrayLike, bulk_density: ArrayLike, organic_matter: ArrayLike | None
) -> tuple[FloatArray, ...]:
    carbon = check.array("soc", soc, low=0, high=1000, unit="g/kg", trailing_nan=True)
    named = {
        "upper": check.array("upper", upper, low=0, unit="cm", trailing_nan=True),
        "lower": check.array("lower", lower, low=0, unit="cm", trailing_nan=True),
        "soc": carbon,
        "bulk_density": check.array(
            "bulk_density", bulk_density, low=0, high=3, low_open=True, unit="g/cm3", trailing_nan=True
        ),
        "organic_matter": ORGANIC_MATTER_PER_CARBON * carbon
        if organic_matter is None
        else check.array("organic_matter", organic_matter, low=0, high=1000, unit="g/kg", trailing_nan=True),
    }
    shape = check.together(named)
    if len(shape) > 2:
        raise SoilCarbonError(f"soc has shape {shape}; allowed: (profiles, layers) or (layers,)", argument="soc")
    shape = (1,) * (2 - len(shape)) + shape
    full = {name: np.broadcast_to(values, shape) for name, values in named.items()}
    padded = np.isnan(full["soc"])
    for name, values in full.items():
        # Depths may be shared by all profiles, so they need no padding of their own.
        differs = np.isnan(values) & ~padded if name in ("upper", "lower") else np.isnan(values) != padded
        if differs.any():
            index = check.first_bad(differs)
            raise check.refuse(name, float(values[index]), "a number where soc is one, NaN where soc is padded", index)
    if padded.shape[1] == 0:
        raise SoilCarbonError("soc has no layer; allowed: (profiles, layers), 1 layer or more", argument="soc")
    if padded[:, 0].any():
        raise check.refuse("soc", float("nan"), "at least one layer a profile", (int(np.argmax(padded[:, 0])), 0))
    return tuple(np.where(padded, np.nan, values) for values in full.values())


def _check_layers(upper: FloatArray, lower: FloatArray, padded: NDArray[np.bool_]) -> None:
    off_surface = upper[:, 0] > TOUCH_CM
    if off_surface.any():
        profile = int(np.argmax(off_surface))
        raise check.refuse("upper", float(upper[profile, 0]), "0 cm for the first layer of a profile", (profile, 0))
    with np.errstate(invalid="ignore"):
        empty = ~padded & ~(lower > upper)
        apart = upper[:, 1:] - lower[:, :-1]
    if empty.any():
        index = check.first_bad(empty)
        raise check.refuse("lower", float(lower[index]), f"above upper ({upper[index]:g} cm)", index)
    broken = np.abs(apart) > TOUCH_CM
    if broken.any():
        row, column = check.first_bad(broken)
        what = "overlaps the layer above" if apart[row, column] < 0 else "leaves a gap below the layer above"
        rule = f"{lower[row, column]:g} cm, where the layer above ends (it {what})"
        raise check.refuse("upper", float(upper[row, column + 1]), rule, (row, column + 1))


def equivalent_mass_stock(
    upper: ArrayLike,
    lower: ArrayLike,
    soc: ArrayLike,
    bulk_density: ArrayLike,
    reference_mass: ArrayLike,
    *,
    organic_matter: ArrayLike | None = None,
    mineral: bool = True,
    interpolation: str = "hyman",
    extrapolate: bool = False,
) -> EquivalentMassStock:
    """Carbon stock of each profile in its uppermost `reference_mass` of soil, t/ha.

    ``stock = C(reference_mass)``: the points (cumulative mass, cumulative carbon) of `cumulative`, from (0, 0), are
    joined to a curve C and read at the reference.
    ``"hyman"``: a cubic spline (Forsythe, Malcolm and Moler) whose slopes are then limited so that it never falls
    (Hyman 1983), as R's ``splinefun(method = "hyman")``; a not-a-knot or PCHIP spline differs by up to 1 % and 5 %.
    ``"linear"``: straight lines, that is, a uniform concentration within each layer. Of two layers the cubic is a
    parabola and of one a line; where carbon falls steeply with depth, three layers or more make the curve trustworthy.

    Parameters
    ----------
    upper, lower, soc, bulk_density, organic_matter, mineral:
        As for `cumulative`.
    reference_mass:
        t/ha, of mineral soil where ``mineral`` is True, 0 or more: one a profile, or one for all.
    interpolation:
        ``"hyman"`` or ``"linear"``.
    extrapolate:
        Continue the last piece beyond the sampled mass, and mark it; otherwise a reference more than 1e-9 (relative)
        beyond raises. Extrapolated carbon was not measured.

    Returns
    -------
    EquivalentMassStock
        ``.stock`` in t/ha and ``.extrapolated``, both (profiles,).

    Raises
    ------
    SoilCarbonError
        As `cumulative`; a reference that is negative, NaN, of another length, or beyond the sampled mass; an unknown
        interpolation.

    References
    ----------
    von Haden, Yang, DeLucia (2020), Global Change Biology 26, 3759-3770, doi:10.1111/gcb.15124 (its example sheets are
    reproduced to 1e-9); Wendt and Hauser (2013), European Journal of Soil Science 64, 58-65, doi:10.1111/ejss.12002;
    Hyman (1983), SIAM J. Sci. Stat. Comput. 4, 645-654, doi:10.1137/0904045.
    """
    check.choice("interpolation", interpolation, ("hyman", "linear"))
    beyond = check.switch("extrapolate", extrapolate)
    sums = cumulative(upper, lower, soc, bulk_density, organic_matter=organic_matter, mineral=mineral)
    profiles = sums.mass.shape[0]
    reference = check.array("reference_mass", reference_mass, low=0, unit="t/ha")
    if reference.shape not in ((), (1,), (profiles,)):
        raise SoilCarbonError(
            f"reference_mass has shape {reference.shape}; allowed: one number, or ({profiles},)",
            argument="reference_mass",
        )
    reference = np.broadcast_to(reference, (profiles,)).astype(np.float64)
    extrapolated = _beyond(sums.mass, reference, beyond)
    return EquivalentMassStock(_interpolate(sums, reference, interpolation == "hyman"), extrapolated)


def _beyond(mass: FloatArray, reference: FloatArray, extrapolate: bool) -> NDArray[np.bool_]:
    sampled = np.nanmax(mass, axis=1)
    beyond: NDArray[np.bool_] = reference > sampled * (1 + BEYOND)
    if beyond.any() and not extrapolate:
        index = check.first_bad(beyond)
        rule = f"0 to the sampled mass, {sampled[index]:.12g} t/ha (sample deeper, or extrapolate=True)"
        raise check.refuse("reference_mass", f"{reference[index]:.12g}", rule, index)
    return beyond


def _interpolate(sums: Cumulative, reference: FloatArray, hyman: bool) -> FloatArray:
    zero = np.zeros((reference.size, 1))
    mass, carbon = np.hstack([zero, sums.mass]), np.hstack([zero, sums.carbon])
    nodes = np.sum(~np.isnan(mass), axis=1)
    if reference.size < KERNEL_FROM:
        from soilcarbon._hyman_numpy import read_curves
    else:
        from soilcarbon._hyman_numba import read_curves
    return read_curves(mass, carbon, nodes, reference, hyman)


def mass_to_depth(
    upper: ArrayLike,
    lower: ArrayLike,
    soc: ArrayLike,
    bulk_density: ArrayLike,
    depth: ArrayLike,
    *,
    organic_matter: ArrayLike | None = None,
    mineral: bool = True,
) -> FloatArray:
    """Soil mass from the surface to a depth, t/ha: the usual source of a reference mass.

    ``M(z) = mass_{j-1} + (mass_j - mass_{j-1}) (z - lower_{j-1}) / (lower_j - lower_{j-1})`` with the sums of
    `cumulative`, j the layer that holds z: a layer that the depth cuts counts by its share.

    Parameters
    ----------
    upper, lower, soc, bulk_density, organic_matter, mineral:
        As for `cumulative`.
    depth:
        cm, above 0 and at most the depth sampled in each profile: one a profile, or one for all.

    Returns
    -------
    t/ha, (profiles,): mineral mass where ``mineral`` is True, else total fine-earth mass.

    Raises
    ------
    SoilCarbonError
        As `cumulative`; a profile that was not sampled down to the depth.

    References
    ----------
    von Haden, Yang, DeLucia (2020), doi:10.1111/gcb.15124; Wendt and Hauser (2013), doi:10.1111/ejss.12002.
    """
    sums = cumulative(upper, lower, soc, bulk_density, organic_matter=organic_matter, mineral=mineral)
    return _at_depth(sums.mass, lower, depth)


def stock_to_depth(
    upper: ArrayLike, lower: ArrayLike, soc: ArrayLike, bulk_density: ArrayLike, depth: ArrayLike
) -> FloatArray:
    """Carbon from the surface to a fixed depth, t/ha.

    ``S(z) = carbon_{j-1} + (carbon_j - carbon_{j-1}) (z - lower_{j-1}) / (lower_j - lower_{j-1})`` with the sums of
    `cumulative`, j the layer that holds z: a layer that the depth cuts counts by its share.

    Parameters
    ----------
    upper, lower, soc, bulk_density:
        As for `cumulative`.
    depth:
        cm, above 0 and at most the depth sampled in each profile: one a profile, or one for all.

    Returns
    -------
    t/ha, (profiles,).

    Raises
    ------
    SoilCarbonError
        As `cumulative`; a profile that was not sampled down to the depth.

    References
    ----------
    Poeplau, Vos, Don (2017), doi:10.5194/soil-3-61-2017; why a fixed depth misleads where soil was compacted or
    loosened: Wendt and Hauser (2013), doi:10.1111/ejss.12002.
    """
    return _at_depth(cumulative(upper, lower, soc, bulk_density, mineral=False).carbon, lower, depth)


def _at_depth(sums: FloatArray, lower: ArrayLike, depth: ArrayLike) -> FloatArray:
    profiles = sums.shape[0]
    wanted = check.array("depth", depth, low=0, low_open=True, unit="cm")
    check.together({"depth": wanted}, (profiles,))
    edges = np.broadcast_to(np.asarray(lower, dtype=np.float64), sums.shape)
    out = np.empty(profiles)
    for profile, goal in enumerate(np.broadcast_to(wanted, (profiles,))):
        kept = ~np.isnan(sums[profile])
        deepest = edges[profile][kept][-1]
        if goal > deepest * (1 + BEYOND):
            raise check.refuse("depth", float(goal), f"above 0 to the sampled {deepest:g} cm of profile {profile}")
        out[profile] = np.interp(goal, np.r_[0.0, edges[profile][kept]], np.r_[0.0, sums[profile][kept]])
    return out
