"""Means and changes of carbon stocks from probability samples, with honest intervals.

Every function returns an `Estimate`. The intervals rest on the design (who was drawn, with what chance), not on a model
of the soil; what each needs stands in its docstring, and how often each covers the truth in ``bench/coverage.py``.
"""

from __future__ import annotations

from soilcarbon._changes import change_against_control, change_independent, change_paired, change_partial_overlap
from soilcarbon._estimate import Estimate
from soilcarbon._means import simple_mean, stratified_mean, two_stage_mean
from soilcarbon._skewed import skewed_mean

__all__ = [
    "Estimate",
    "change_against_control",
    "change_independent",
    "change_paired",
    "change_partial_overlap",
    "simple_mean",
    "skewed_mean",
    "stratified_mean",
    "two_stage_mean",
]
