"""Soil water of RothC version 2: van Genuchten curves by the pedotransfer functions of Wösten et al. (1999).

Farina et al. (2013), doi:10.1016/j.geoderma.2013.01.021; Wösten et al. (1999), doi:10.1016/S0016-7061(98)00132-3.
The coefficients are those of the official program (RothC.for), for topsoil.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from soilcarbon._rothc_twin import Soil

Array = NDArray[np.float64]

MOISTURE = ("standard", "van_genuchten_dry", "van_genuchten")
BARE = ("standard", "wilting_point")
ORGANIC_MATTER = 1.72
RESIDUAL = 0.01
# mbar: field capacity, 1 bar, wilting point, 1000 bar
PRESSURES = (50.0, 1_000.0, 15_000.0, 1_000_000.0)


def curve(clay: Array, silt: Array, bulk_density: Array, organic_carbon: Array) -> tuple[Array, Array, Array]:
    """Alpha (1/mbar), saturated water content (cm3/cm3) and n from clay %, silt %, g/cm3 and organic carbon %."""
    om, bd = ORGANIC_MATTER * organic_carbon, bulk_density
    alpha = np.exp(
        -14.96 + 0.03135 * clay + 0.0351 * silt + 0.646 * om + 15.29 * bd - 0.192 - 4.671 * bd**2
        - 0.000781 * clay**2 - 0.00687 * om**2 + 0.0449 / om + 0.0663 * np.log(silt) + 0.1482 * np.log(om)
        - 0.04546 * bd * silt - 0.4852 * bd * om + 0.00673 * clay
    )  # fmt: skip
    saturated = (
        0.7919 + 0.001691 * clay - 0.29619 * bd - 0.000001491 * silt**2 + 0.0000821 * om**2 + 0.02427 / clay
        + 0.01113 / silt + 0.01472 * np.log(silt) - 0.0000733 * om * clay - 0.000619 * bd * clay
        - 0.001183 * bd * om - 0.0001664 * silt
    )  # fmt: skip
    n = 1.0 + np.exp(
        -25.23 - 0.02195 * clay + 0.0074 * silt - 0.194 * om + 45.5 * bd - 7.24 * bd**2 + 0.0003658 * clay**2
        + 0.002885 * om**2 - 12.81 / bd - 0.1524 / silt - 0.01958 / om - 0.2876 * np.log(silt)
        - 0.0709 * np.log(om) - 44.6 * np.log(bd) - 0.02264 * bd * clay + 0.0896 * bd * om + 0.00718 * clay
    )  # fmt: skip
    return alpha, saturated, n


def deficits(clay: Array, silt: Array, bulk_density: Array, organic_carbon: Array, depth: Array) -> list[Array]:
    """Deficits from field capacity in mm at 1 bar, 15 bar and 1000 bar."""
    alpha, saturated, n = curve(clay, silt, bulk_density, organic_carbon)
    contents = [
        RESIDUAL + (saturated - RESIDUAL) / (1.0 + (alpha * pressure) ** n) ** (1.0 - 1.0 / n) for pressure in PRESSURES
    ]
    return [10.0 * (content - contents[0]) * depth for content in contents[1:]]


def soil(
    standard: Soil,
    *,
    moisture: str,
    bare: str,
    driest: float,
    clay: Array,
    silt: Array,
    bulk_density: Array,
    organic_carbon: Array,
    depth: Array,
) -> Soil:
    """The deficits that the two options ask for; `standard` is the soil of 26.3."""
    if moisture == "standard":
        low = standard.bare if bare == "standard" else standard.fifteen_bar
        return Soil(standard.greatest, standard.one_bar, standard.fifteen_bar, low, driest)
    one, fifteen, thousand = deficits(clay, silt, bulk_density, organic_carbon, depth)
    low = fifteen - (0.6388 / 0.8) * (fifteen - one) if bare == "standard" else fifteen
    return Soil(thousand if moisture == "van_genuchten_dry" else fifteen, one, fifteen, low, driest)
