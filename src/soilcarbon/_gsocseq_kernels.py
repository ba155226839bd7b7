"""Compiled GSOCseq: a block of cells goes through all three phases and all three runs while it stays in the cache."""

from __future__ import annotations

import math

import numpy as np

from soilcarbon import _constants as c
from soilcarbon import _rothc_kernels as k
from soilcarbon._compile import compiled
from soilcarbon._simd import wide

BLOCK = k.BLOCK
YEAR = 12
FORWARD_YEARS = 20
TURNS = 60

# Scratch, each 12 months of a block: cover factor, spin-up and warm-up climate, mean climate.
SHADE, TMEAN, RAIN, EVAP, MEAN_T, MEAN_R, MEAN_E = (YEAR * BLOCK * i for i in range(7))
CLIMATE = 7 * YEAR * BLOCK
# Per-cell values: carbon input, sum of inputs, NPP of the spin-up, paddy factor, land factor of NPP, share of DPM.
C_NOW, C_SUM, NPP_0, PADDY, SHARE, SOC_0, C_START = (BLOCK * i for i in range(7))
CELL = 7 * BLOCK

# Columns of the result.
RESULT = (
    "carbon_input_equilibrium", "carbon_input", "soc_0", "bau", "ssm1", "ssm2", "ssm3",
    "soc_0_min", "bau_min", "ssm_min", "soc_0_max", "bau_max", "ssm_max",
)  # fmt: skip
COLUMNS = len(RESULT)


@compiled
def miami(rain, tmean):
    """Net primary production, t C/ha a year: the lesser of the Miami model's two limits."""
    wet = 3000.0 * (1.0 - math.exp(-0.000664 * rain))
    warm = 3000.0 / (1.0 + math.exp(1.315 - 0.119 * tmean))
    return min(wet, warm) * 0.01 * 0.5


@compiled
def _carry(climate, work, by_t, by_r):
    """A run's months: the year in `climate`, temperature and rain scaled, into the rows that RothC's steps read."""
    wide()
    for i in range(YEAR * BLOCK):
        work[k.TMEAN + i] = climate[TMEAN + i] * by_t
        work[k.RAIN + i] = climate[RAIN + i] * by_r
        work[k.EVAP + i] = climate[EVAP + i]


@compiled
def _rates(work, values, climate, cell):
    """Rows of the month's rate from deficit, temperature factor, cover factor and paddy factor."""
    wide()
    for m in range(YEAR):
        o = m * BLOCK
        for s in range(BLOCK):
            moist = c.DRIEST_FACTOR + (values[k.S_FIFTEEN + s] - work[k.RAIN + o + s]) * values[k.S_SLOPE + s]
            moist = moist if moist > c.DRIEST_FACTOR else c.DRIEST_FACTOR
            moist = moist if moist < 1.0 else 1.0
            other = climate[SHADE + o + s] * cell[PADDY + s]
            work[k.TMEAN + o + s] = work[k.TMEAN + o + s] * moist * other


@compiled
def _year_of_rates(work, values, climate, cell, by_t, by_r, nothing):
    _carry(climate, work, by_t, by_r)
    k._temperature(YEAR, BLOCK, work, 1.0, nothing, (0, 0), (0, 0, 0, 0, 0, 8))
    k._deficit(YEAR, BLOCK, work, values, nothing, (0, 0), (0, 0, 0, 0, 0, 8))
    _rates(work, values, climate, cell)


@compiled
def _same(values, before):
    """Whether each deficit is what it was a year ago (a lane of missing values counts as settled)."""
    settled = True
    for s in range(BLOCK):
        moved = abs(values[k.S_DEFICIT + s] - before[s]) > 1e-9
        settled = settled and not moved
        before[s] = values[k.S_DEFICIT + s]
    return settled


@compiled
def _periodic_rates(work, values, climate, cell, by_t, by_r, nothing, before):
    for s in range(BLOCK):
        before[s] = values[k.S_DEFICIT + s]
    for _ in range(TURNS):
        _year_of_rates(work, values, climate, cell, by_t, by_r, nothing)
        if _same(values, before):
            return


@compiled
def _rest(work, values, cell, soc_factor):
    """Phase 1: pools and carbon input at rest for the cell's stock, from the mean rate of the periodic year."""
    for s in range(BLOCK):
        rate = 0.0
        for m in range(YEAR):
            rate += work[k.TMEAN + m * BLOCK + s]
        rate /= 12.0
        soc = cell[SOC_0 + s] * soc_factor
        inert = c.FALLOON_FACTOR * soc**c.FALLOON_POWER
        bio, hum, share = values[k.S_BIO + s], values[k.S_HUM + s], cell[SHARE + s]
        turned = 1.0 / (1.0 - bio - hum)
        dpm = share / c.K_DPM
        rpm = (1.0 - share) / c.K_RPM
        bio = bio * turned / c.K_BIO
        hum = hum * turned / c.K_HUM
        each = (soc - inert) / (dpm + rpm + bio + hum)
        values[k.V_DPM + s] = dpm * each
        values[k.V_RPM + s] = rpm * each
        values[k.V_BIO + s] = bio * each
        values[k.V_HUM + s] = hum * each
        values[k.V_IOM + s] = inert
        cell[C_START + s] = each * rate
        cell[C_SUM + s] = 0.0


@compiled
def _production(climate, s, by_t, by_r):
    heat, water = 0.0, 0.0
    for m in range(YEAR):
        heat += climate[TMEAN + m * BLOCK + s]
        water += climate[RAIN + m * BLOCK + s]
    return miami(water * by_r, heat / 12.0 * by_t)


@compiled
def _feed(work, cell):
    """The year's carbon, a twelfth each month."""
    wide()
    for m in range(YEAR):
        o = m * BLOCK
        for s in range(BLOCK):
            work[k.PLANT + o + s] = cell[C_NOW + s] * (1.0 / 12.0)


@compiled
def _stock(values, s):
    return values[k.V_DPM + s] + values[k.V_RPM + s] + values[k.V_BIO + s] + values[k.V_HUM + s] + values[k.V_IOM + s]


@compiled
def _total(values, out, first, cells, column):
    for s in range(cells):
        out[first + s, column] = _stock(values, s)


@compiled
def _forward(work, values, cell, start, out, first, cells, bau, columns, factors):
    """Phase 3: business as usual, then what one more t C/ha a year adds; every scenario is a sum of the two."""
    for i in range(k.VALUES):
        start[i] = values[i]
    _feed(work, cell)
    for _ in range(FORWARD_YEARS):
        k._pools(YEAR, BLOCK, work, start)
    _total(start, out, first, cells, bau)
    for p in range(5):
        for s in range(BLOCK):
            start[k.V_DPM + p * BLOCK + s] = 0.0
    for _ in range(FORWARD_YEARS):
        k._pools(YEAR, BLOCK, work, start)
    for j in range(columns.size):
        for s in range(cells):
            out[first + s, columns[j]] = out[first + s, bau] + (factors[j] - 1.0) * _stock(start, s)


@compiled
def _climate(work, climate, row, source, by_source, spare, by_spare, regions, first, cells, year, ratio):
    """One year of a driver: the series, or a climatology with a regional anomaly (added, or multiplied)."""
    if spare.size == 0:
        k._fill(source, by_source, first, cells, year * YEAR, YEAR, BLOCK, climate, row)
        return
    k._fill(source, by_source, first, cells, 0, YEAR, BLOCK, climate, row)
    for s in range(BLOCK):
        start = regions[first + min(s, cells - 1)] * by_spare + year * YEAR
        for m in range(YEAR):
            here = row + m * BLOCK + s
            climate[here] = climate[here] * spare[start + m] if ratio else climate[here] + spare[start + m]


@compiled
def _gather_mean(climate, weight):
    wide()
    for i in range(YEAR * BLOCK):
        climate[MEAN_T + i] += climate[TMEAN + i] * weight
        climate[MEAN_R + i] += climate[RAIN + i] * weight
        climate[MEAN_E + i] += climate[EVAP + i] * weight


@compiled
def _set_mean(climate):
    wide()
    for i in range(YEAR * BLOCK):
        climate[TMEAN + i] = climate[MEAN_T + i]
        climate[RAIN + i] = climate[MEAN_R + i]
        climate[EVAP + i] = climate[MEAN_E + i]


@compiled
def _ground(values, clay, by_clay, clay_factor, depth, first, cells):
    k._load(clay, by_clay, first, cells, values, k.S_CLAY)
    for s in range(BLOCK):
        values[k.S_CLAY + s] = min(values[k.S_CLAY + s] * clay_factor, 100.0)
        values[k.S_DEPTH + s] = depth
        values[k.S_DEFICIT + s] = 0.0
    k._settle(values, c.DRIEST_FACTOR)


@compiled
def _cells(work, climate, cell, soc, share, paddy, cover, by_cover, first, cells):
    k._load(soc, 1, first, cells, cell, SOC_0)
    k._load(share, 1, first, cells, cell, SHARE)
    k._load(paddy, 1, first, cells, cell, PADDY)
    k._fill(cover, by_cover, first, cells, 0, YEAR, BLOCK, climate, SHADE)
    for m in range(YEAR):
        o = m * BLOCK
        for s in range(BLOCK):
            # FAO calls a month bare where the cover factor is above 0.8.
            work[k.COVER + o + s] = 0.0 if climate[SHADE + o + s] > 0.8 else 1.0
            work[k.SPLIT + o + s] = cell[SHARE + s]
            work[k.MANURE + o + s] = 0.0
            work[k.PLANT + o + s] = 0.0


@compiled
def protocol(
    begin, end, years, depth, mean_input, tables, soc, clay, by_clay, share, paddy, cover, by_cover,
    spin_t, by_spin_t, spin_r, by_spin_r, spin_e, by_spin_e, npp, by_npp,
    warm_t, by_warm_t, warm_r, by_warm_r, warm_e, by_warm_e,
    odd_t, odd_r, odd_e, by_odd, regions, out,
):  # fmt: skip
    """Cells begin..end through phases 1 to 3 for the mean, minimum and maximum runs; out (cells, COLUMNS).

    tables (3, 7): a row a run: factor of SOC, clay, temperature, rain; factors of carbon input of its scenarios.
    """
    work = np.zeros(k.ROWS)
    climate = np.zeros(CLIMATE)
    before = np.zeros(BLOCK)
    start = np.zeros(k.VALUES)
    nothing = np.zeros(1, dtype=warm_t.dtype)
    values = np.zeros((3, k.VALUES))
    cell = np.zeros((3, CELL))
    columns = np.zeros(3, dtype=np.int64)
    factors = np.zeros(3)
    for first in range(begin, end, BLOCK):
        cells = min(BLOCK, end - first)
        k._fill(spin_t, by_spin_t, first, cells, 0, YEAR, BLOCK, climate, TMEAN)
        k._fill(spin_r, by_spin_r, first, cells, 0, YEAR, BLOCK, climate, RAIN)
        k._fill(spin_e, by_spin_e, first, cells, 0, YEAR, BLOCK, climate, EVAP)
        for run in range(3):
            here, now = values[run], cell[run]
            _cells(work, climate, now, soc, share, paddy, cover, by_cover, first, cells)
            _ground(here, clay, by_clay, tables[run, 1], depth, first, cells)
            _periodic_rates(work, here, climate, now, 1.0, 1.0, nothing, before)
            _rest(work, here, now, tables[run, 0])
            for s in range(BLOCK):
                if npp.size:
                    now[NPP_0 + s] = npp[(first + min(s, cells - 1)) * by_npp + run]
                else:
                    now[NPP_0 + s] = _production(climate, s, tables[run, 2], tables[run, 3])
        climate[MEAN_T:] = 0.0
        for year in range(years):
            _climate(work, climate, TMEAN, warm_t, by_warm_t, odd_t, by_odd, regions, first, cells, year, False)
            _climate(work, climate, RAIN, warm_r, by_warm_r, odd_r, by_odd, regions, first, cells, year, True)
            _climate(work, climate, EVAP, warm_e, by_warm_e, odd_e, by_odd, regions, first, cells, year, True)
            _gather_mean(climate, 1.0 / years)
            for run in range(3):
                here, now = values[run], cell[run]
                for s in range(BLOCK):
                    grown = _production(climate, s, tables[run, 2], tables[run, 3])
                    now[C_NOW + s] = now[C_START + s] / now[NPP_0 + s] * grown
                    now[C_SUM + s] += now[C_NOW + s]
                _year_of_rates(work, here, climate, now, tables[run, 2], tables[run, 3], nothing)
                k._decay(YEAR, BLOCK, work, nothing, (0, 0), (0, 0, 0, 0, 0, 8))
                _feed(work, now)
                k._pools(YEAR, BLOCK, work, here)
        _set_mean(climate)
        for run in range(3):
            here, now = values[run], cell[run]
            if mean_input:
                for s in range(BLOCK):
                    now[C_NOW + s] = now[C_SUM + s] / years
            if run == 0:
                for s in range(cells):
                    out[first + s, 0] = now[C_START + s]
                    out[first + s, 1] = now[C_NOW + s]
            base = 2 if run == 0 else 4 + 3 * run
            _total(here, out, first, cells, base)
            many = 3 if run == 0 else 1
            for j in range(many):
                columns[j] = base + 2 + j
                factors[j] = tables[run, 4 + j]
            _periodic_rates(work, here, climate, now, tables[run, 2], tables[run, 3], nothing, before)
            k._decay(YEAR, BLOCK, work, nothing, (0, 0), (0, 0, 0, 0, 0, 8))
            _forward(work, here, now, start, out, first, cells, base + 1, columns[:many], factors[:many])
