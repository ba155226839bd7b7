"""IPCC 2019 Refinement: Tier 1 stock change factors and the Tier 2 steady-state method, mineral soils, 0-30 cm.

The tables stand as CSV in ``soilcarbon/tables`` with source and uncertainty.
"""

from __future__ import annotations

from soilcarbon._tier1 import Regime, Tier1, Tier1Draws, tier1, tier1_monte_carlo
from soilcarbon._tier2 import Tier2, tier2
from soilcarbon._tier2_monte_carlo import Tier2Draws, tier2_monte_carlo

__all__ = [
    "Regime",
    "Tier1",
    "Tier1Draws",
    "Tier2",
    "Tier2Draws",
    "tier1",
    "tier1_monte_carlo",
    "tier2",
    "tier2_monte_carlo",
]
