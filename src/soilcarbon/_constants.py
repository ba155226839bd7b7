"""Constants of RothC 26.3 as the official code states them (Coleman & Jenkinson; RothC_Py, RothC.for)."""

from __future__ import annotations

from typing import Final

POOLS: Final = ("dpm", "rpm", "bio", "hum", "iom")
K_DPM: Final = 10.0
K_RPM: Final = 0.3
K_BIO: Final = 0.66
K_HUM: Final = 0.02
RATES: Final = (K_DPM, K_RPM, K_BIO, K_HUM)

COLD: Final = -5.0
TEMPERATURE_A: Final = 47.91
TEMPERATURE_B: Final = 106.06
TEMPERATURE_C: Final = 18.27

ONE_BAR: Final = 0.444
BARE: Final = 0.556
REFERENCE_DEPTH: Final = 23.0
DRIEST_FACTOR: Final = 0.2
COVERED_FACTOR: Final = 0.6

TO_BIO: Final = 0.46
TO_HUM: Final = 0.54
MANURE_DPM: Final = 0.49
MANURE_RPM: Final = 0.49
MANURE_HUM: Final = 0.02

FALLOON_FACTOR: Final = 0.049
FALLOON_POWER: Final = 1.139

EVAPORATION: Final = {"open_pan": 0.75, "pet": 1.0}

# Ranges that every entry is checked against.
TMEAN_RANGE: Final = (-80.0, 60.0)
CLAY_RANGE: Final = (0.0, 100.0)
