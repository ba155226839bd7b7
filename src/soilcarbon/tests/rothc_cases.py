"""Cases that the RothC tests share: the published example, and random drivers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]

# First and last month published with RothC_Py (Rothamsted-Models/RothC_Py, Apache-2.0): DPM, RPM, BIO, HUM, IOM.
HOOSFIELD_TAIL = {"clay": 13.0, "depth": 25.0, "iom": 3.0041}
# The twelve months of the example's spin-up (rows 1-12 of its input file).
TMEAN = [3.73, 3.08, 5.49, 7.4, 10.94, 14.4, 16.28, 16.24, 13.78, 9.51, 6.22, 4.09]
RAIN = [52.2, 42.9, 35.2, 52.0, 64.9, 46.3, 63.5, 60.6, 58.8, 63.4, 72.5, 60.9]
EVAPORATION = [6.6, 17.3, 40.7, 70.5, 103.5, 117.3, 130.1, 106.9, 61.9, 29.5, 8.8, 3.9]
PLANT = [0.0] * 7 + [1.74] + [0.0] * 4
COVERED = [True] * 8 + [False] + [True] * 3


def vectors(folder: str) -> Path:
    """The folder of reference vectors; skips, saying where it looked, where it is absent."""
    base = Path(os.environ.get("SOILCARBON_VECTORS", ROOT.parent / "shared" / "science" / "vectors"))
    if not (base / folder).is_dir():
        pytest.skip(f"REFERENCE VECTORS ABSENT: no {base / folder}; set SOILCARBON_VECTORS")
    return base / folder


def year(**changes: Any) -> dict[str, Any]:
    """The published spin-up year as arguments."""
    return {
        "tmean": TMEAN, "rain": RAIN, "evaporation": EVAPORATION, "evaporation_kind": "open_pan", "covered": COVERED,
        "plant_carbon": PLANT, "manure_carbon": 0.0, "clay": 13.0, "depth": 25.0, "dpm_rpm": 1.44,
    } | changes  # fmt: skip


def drivers(sites: int, months: int, seed: int = 0) -> dict[str, Any]:
    """Random weather and management, cold and dry months among them."""
    draw = np.random.default_rng(seed)
    season = np.sin(2 * np.pi * (np.arange(months) - 3) / 12)
    return {
        "tmean": 8 + 12 * season + draw.normal(0, 5, (sites, months)),
        "rain": draw.gamma(2, 30, (sites, months)),
        "evaporation": np.abs(60 + 55 * season + draw.normal(0, 10, (sites, months))),
        "evaporation_kind": "open_pan",
        "covered": draw.random((sites, months)) < 0.7,
        "plant_carbon": draw.gamma(1, 0.2, (sites, months)),
        "manure_carbon": draw.gamma(1, 0.05, (sites, months)) * (draw.random((sites, months)) < 0.1),
        "clay": draw.uniform(0, 80, sites),
        "depth": draw.uniform(10, 40, sites),
        "dpm_rpm": draw.choice([0.25, 0.67, 1.44], sites),
    }
