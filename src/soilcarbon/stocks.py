"""Organic carbon stock of soil layers at fixed depth, and the variance that measurement error gives it.

Units: soil organic carbon (SOC) g/kg of fine earth, bulk density g/cm3, thickness cm, stock t/ha.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon.errors import SoilCarbonError

__all__ = ["StockVariance", "coarse_mass_fraction", "fine_share", "fixed_depth_stock", "stock_variance"]

COARSE_BASES = ("whole_soil_mass", "fine_earth_in_total_volume", "fine_earth_in_fine_volume")

# g/kg * g/cm3 * cm -> t/ha: 1 cm over 1 ha is 100 m3, 1 g/cm3 is 1 t/m3, 1 g/kg is 1e-3 t/t.
T_PER_HA = 0.1

ROCK_DENSITY = 2.65


class StockVariance(NamedTuple):
    """Variance of stocks, (t/ha)^2, as `stock_variance` returns it.

    Attributes
    ----------
    layer:
        Of each layer, (t/ha)^2, in the broadcast shape of the inputs, as (profiles, layers).
    profile:
        Of the sum over the last axis, (t/ha)^2, (profiles,); of a single layer its own.
    """

    layer: NDArray[np.float64]
    profile: NDArray[np.float64]


def fixed_depth_stock(
    soc: ArrayLike,
    bulk_density: ArrayLike,
    thickness: ArrayLike,
    *,
    coarse_fragments: ArrayLike = 0.0,
    coarse_basis: str | None = None,
) -> NDArray[np.float64]:
    """Carbon stock of each layer, t/ha.

    ``stock = 0.1 * soc * bulk_density * thickness * g``, where g depends on what the bulk density is the mass *of*:

    =============================== ============================================ =====================
    coarse_basis                    bulk_density is                              g
    =============================== ============================================ =====================
    ``whole_soil_mass``             oven-dry mass with stones / total volume     1 - mass fraction > 2 mm
    ``fine_earth_in_total_volume``  fine-earth mass / total volume               1
    ``fine_earth_in_fine_volume``   fine-earth mass / volume without stones      1 - volume fraction > 2 mm
    =============================== ============================================ =====================

    On stony soil the three differ up to twofold, so there is no default once stones are declared.

    Parameters
    ----------
    soc:
        g/kg: organic carbon per mass of fine earth (< 2 mm), 0 to 1000. One number or an array of any shape; all
        arguments broadcast.
    bulk_density:
        g/cm3, above 0, at most 3; broadcasts.
    thickness:
        cm, above 0; broadcasts.
    coarse_fragments:
        Fraction (0 to 1, not %) of the soil that is > 2 mm: of the mass for ``whole_soil_mass``, of the volume for
        ``fine_earth_in_fine_volume``; not used for ``fine_earth_in_total_volume``. Broadcasts.
    coarse_basis:
        One of the names above; required where any coarse fragment is not 0.

    Returns
    -------
    t/ha, in the broadcast shape of the inputs.

    Raises
    ------
    SoilCarbonError
        An entry is NaN or outside its range, shapes do not broadcast, or stones are declared without a basis.

    References
    ----------
    Poeplau, Vos, Don (2017), SOIL 3, 61-66, doi:10.5194/soil-3-61-2017 (from the literature; the table follows the
    definitions, no figure of the paper was re-computed).
    """
    carbon, density, depth, fine = _inputs(soc, bulk_density, thickness, coarse_fragments, coarse_basis)
    return np.asarray(T_PER_HA * carbon * density * depth * fine)


def _inputs(
    soc: ArrayLike, bulk_density: ArrayLike, thickness: ArrayLike, coarse: ArrayLike, basis: str | None
) -> tuple[NDArray[np.float64], ...]:
    carbon = check.array("soc", soc, low=0, high=1000, unit="g/kg")
    density = check.array("bulk_density", bulk_density, low=0, high=3, low_open=True, unit="g/cm3")
    depth = check.array("thickness", thickness, low=0, low_open=True, unit="cm")
    fine = fine_share(coarse, basis)
    check.together({"soc": carbon, "bulk_density": density, "thickness": depth, "coarse_fragments": fine})
    return carbon, density, depth, fine


def fine_share(coarse_fragments: ArrayLike, coarse_basis: str | None) -> NDArray[np.float64]:
    """The factor g of `fixed_depth_stock`: the share of what the bulk density weighs that carries carbon.

    ``g = 1 - coarse_fragments``; ``g = 1`` for ``fine_earth_in_total_volume`` and where no stones are declared.

    Parameters
    ----------
    coarse_fragments, coarse_basis:
        As for `fixed_depth_stock`.

    Returns
    -------
    Dimensionless, 0 to 1, in the shape of `coarse_fragments`.

    Raises
    ------
    SoilCarbonError
        A fraction outside 0 to 1 or NaN, an unknown basis, or stones without a basis.

    References
    ----------
    Poeplau, Vos, Don (2017), doi:10.5194/soil-3-61-2017, as `fixed_depth_stock`.
    """
    coarse = check.array("coarse_fragments", coarse_fragments, low=0, high=1, unit="as a fraction")
    if coarse_basis is None:
        if (coarse != 0).any():
            raise SoilCarbonError(
                "coarse_basis is None while coarse_fragments is not 0; allowed: " + ", ".join(COARSE_BASES),
                argument="coarse_basis",
            )
        return np.ones_like(coarse)
    check.choice("coarse_basis", coarse_basis, COARSE_BASES)
    return np.ones_like(coarse) if coarse_basis == "fine_earth_in_total_volume" else 1.0 - coarse


def coarse_mass_fraction(
    volume_fraction: ArrayLike, bulk_density: ArrayLike, *, rock_density: float = ROCK_DENSITY
) -> NDArray[np.float64]:
    """Mass fraction of stones from their volume fraction.

    ``mass_fraction = volume_fraction * rock_density / bulk_density``.

    Parameters
    ----------
    volume_fraction:
        Volume > 2 mm over total volume, a fraction 0 to 1; one number or an array of any shape.
    bulk_density:
        Of the whole soil with its stones, g/cm3, above 0, at most 3; broadcasts with `volume_fraction`.
    rock_density:
        g/cm3, above 0; 2.65 is quartz and most silicates, limestone is near 2.7, pumice far lower.

    Returns
    -------
    Mass > 2 mm over mass of the whole soil, a fraction 0 to 1, in the broadcast shape.

    Raises
    ------
    SoilCarbonError
        NaN or an entry outside its range; also where the stones would weigh more than the soil that holds them.

    References
    ----------
    The definition of density. What it is needed for: Poeplau, Vos, Don (2017), doi:10.5194/soil-3-61-2017.
    """
    volume = check.array("volume_fraction", volume_fraction, low=0, high=1, unit="as a fraction")
    density = check.array("bulk_density", bulk_density, low=0, high=3, low_open=True, unit="g/cm3")
    check.together({"volume_fraction": volume, "bulk_density": density})
    rock = check.scalar("rock_density", rock_density, low=0, low_open=True, unit="g/cm3")
    mass = np.asarray(volume * rock / density)
    if (mass > 1).any():
        index = check.first_bad(mass > 1)
        rule = f"at most bulk_density / {rock:g}, or the stones outweigh the soil"
        raise check.refuse("volume_fraction", float(np.broadcast_to(volume, mass.shape)[index]), rule, index)
    return mass


def stock_variance(
    soc: ArrayLike,
    bulk_density: ArrayLike,
    thickness: ArrayLike,
    *,
    soc_sd: ArrayLike,
    bulk_density_sd: ArrayLike,
    thickness_sd: ArrayLike = 0.0,
    coarse_fragments: ArrayLike = 0.0,
    coarse_basis: str | None = None,
    coarse_sd: ArrayLike = 0.0,
    correlation: ArrayLike = 0.0,
    layer_correlation: ArrayLike = 0.0,
) -> StockVariance:
    """First-order variance of the stocks of `fixed_depth_stock`, layers along the last axis.

    Of one layer, with cv the coefficient of variation, g the fine share and r the correlation of concentration and
    bulk density: ``var(S)/S^2 = cv_soc^2 + cv_bd^2 + cv_thickness^2 + 2 r cv_soc cv_bd + (sd_g / g)^2``.
    Of a profile: the sum over layers of their variances and, for each pair, ``2 R_ij sd_i sd_j``.

    Carbon-rich soil is light: r is usually negative, and leaving it at 0 then overstates the variance. Layers of one
    core share its operator and its place: R is usually positive, and leaving it at 0 then understates it.

    Parameters
    ----------
    soc, bulk_density, thickness, coarse_fragments, coarse_basis:
        As for `fixed_depth_stock`.
    soc_sd, bulk_density_sd, thickness_sd, coarse_sd:
        Standard deviations in the units of their quantities, 0 or more; they broadcast with them.
    correlation:
        r between concentration and bulk density, dimensionless, -1 to 1; broadcasts.
    layer_correlation:
        R between the stocks of two layers, dimensionless, -1 to 1: one number for all pairs, or a symmetric
        (layers, layers) matrix.

    Returns
    -------
    StockVariance
        ``.layer`` in the broadcast shape, ``.profile`` without its last axis, both (t/ha)^2.

    Raises
    ------
    SoilCarbonError
        As `fixed_depth_stock`; a negative standard deviation; a correlation outside -1 to 1 or not positive
        semi-definite.

    References
    ----------
    The law of propagation of uncertainty: JCGM 100:2008, section 5.2, doi:10.59161/JCGM100-2008E. First order: at
    coefficients of variation above some 0.3 the products that it leaves out begin to count.
    """
    carbon, density, depth, fine = _inputs(soc, bulk_density, thickness, coarse_fragments, coarse_basis)
    sd = {
        name: check.array(name, value, low=0)
        for name, value in {
            "soc_sd": soc_sd,
            "bulk_density_sd": bulk_density_sd,
            "thickness_sd": thickness_sd,
            "coarse_sd": coarse_sd,
        }.items()
    }
    r = check.array("correlation", correlation, low=-1, high=1)
    values = {"soc": carbon, "bulk_density": density, "thickness": depth, "coarse_fragments": fine}
    shape = check.together({**values, **sd, "correlation": r})
    by_soc = density * depth * fine * sd["soc_sd"]
    by_density = carbon * depth * fine * sd["bulk_density_sd"]
    by_depth = carbon * density * fine * sd["thickness_sd"]
    by_coarse = carbon * density * depth * sd["coarse_sd"] * (coarse_basis != "fine_earth_in_total_volume")
    terms = by_soc**2 + by_density**2 + by_depth**2 + by_coarse**2 + 2 * r * by_soc * by_density
    layer = np.broadcast_to(np.maximum(T_PER_HA**2 * terms, 0.0), shape).copy()
    return StockVariance(layer=layer, profile=_profile_variance(layer, layer_correlation))


def _profile_variance(layer: NDArray[np.float64], layer_correlation: ArrayLike) -> NDArray[np.float64]:
    if layer.ndim == 0:
        return layer.copy()
    sd = np.sqrt(layer)
    matrix = _correlation_matrix(layer_correlation, sd.shape[-1])
    total: Any = np.einsum("...i,ij,...j->...", sd, matrix, sd)
    return np.asarray(np.maximum(total, 0.0))


def _correlation_matrix(value: ArrayLike, layers: int) -> NDArray[np.float64]:
    entries = check.array("layer_correlation", value, low=-1, high=1)
    if entries.ndim == 0:
        matrix = np.full((layers, layers), float(entries))
        np.fill_diagonal(matrix, 1.0)
    else:
        matrix = check.array("layer_correlation", entries, shape=(layers, layers))
    if not (np.allclose(matrix, matrix.T) and np.allclose(np.diag(matrix), 1.0)):
        raise SoilCarbonError(
            "layer_correlation is not a correlation matrix; allowed: symmetric with ones on its diagonal",
            argument="layer_correlation",
        )
    if np.linalg.eigvalsh(matrix)[0] < -1e-9:
        raise SoilCarbonError(
            "layer_correlation is not positive semi-definite; allowed: correlations that can hold together "
            f"(one number for {layers} layers: at least {-1 / max(layers - 1, 1):g})",
            argument="layer_correlation",
        )
    return matrix
