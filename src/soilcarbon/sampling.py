"""Where to sample, how much, and what a survey will be able to see."""

from __future__ import annotations

from soilcarbon._allocation import neyman_allocation
from soilcarbon._compositing import CompositePlan, composite_plan
from soilcarbon._pivotal import balanced_sample, spatial_balance
from soilcarbon._power import minimum_detectable_difference, power, sample_size, years_to_detect
from soilcarbon._strata import Strata, stratify

__all__ = [
    "CompositePlan",
    "Strata",
    "balanced_sample",
    "composite_plan",
    "minimum_detectable_difference",
    "neyman_allocation",
    "power",
    "sample_size",
    "spatial_balance",
    "stratify",
    "years_to_detect",
]
