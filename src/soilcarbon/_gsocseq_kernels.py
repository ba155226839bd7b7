"""Compiled GSOCseq: eight cells side by side go through all phases and all three runs in the first-level cache."""

from __future__ import annotations

import math

import numpy as np

from soilcarbon import _constants as c
from soilcarbon import _rothc_kernels as k
from soilcarbon._compile import compiled
from soilcarbon._lanes import WIDTH, choose, lanes, load, store

YEAR = 12
FORWARD_YEARS = 20
TURNS = 60

# Scratch, each 12 months of a group: cover factor, spin-up and warm-up climate, mean climate.
SHADE, TMEAN, RAIN, EVAP, MEAN_T, MEAN_R, MEAN_E = (YEAR * WIDTH * i for i in range(7))
CLIMATE = 7 * YEAR * WIDTH
# Per-cell values: carbon input, its sum, NPP of the spin-up, paddy factor, share of DPM, stock, input at rest, rate.
C_NOW, C_SUM, NPP_0, PADDY, SHARE, SOC_0, C_START, RATE = (WIDTH * i for i in range(8))
CELL = 8 * WIDTH

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
def _year_of_water(work, climate, by_r):
    """Rows of the deficit of the year in `climate`, rain scaled."""
    for first in range(0, YEAR, k.TILE):
        count = min(k.TILE, YEAR - first)
        for i in range(0, count * WIDTH, WIDTH):
            here = first * WIDTH + i
            store(work, k.BALANCE + i, load(climate, RAIN + here) * by_r - load(climate, EVAP + here))
            # FAO calls a month bare where the cover factor is above 0.8.
            bare = load(climate, SHADE + here) > 0.8
            store(work, k.SHADE + i, choose(bare, lanes(k.SLOWEST), lanes(k.SLOWEST * c.COVERED_FACTOR)))
        k.put_water(work, first * WIDTH, count)


@compiled
def _year_of_rates(work, climate, cell, by_t):
    """Rows of decay of the year whose deficits are there; the sum of the rates a is left in the cells' values."""
    total, paddy = lanes(0.0), load(cell, PADDY)
    for first in range(0, YEAR, k.TILE):
        count = min(k.TILE, YEAR - first)
        for i in range(0, count * WIDTH, WIDTH):
            here = first * WIDTH + i
            store(work, k.HEAT + i, load(climate, TMEAN + here) * by_t)
            store(work, k.SHADE + i, load(climate, SHADE + here) * paddy * k.SLOWEST)
        k.put_rates(work, first * WIDTH, count, c.DRIEST_FACTOR)
        for i in range(0, count * WIDTH, WIDTH):
            total = total + load(work, k.HEAT + i)
    store(cell, RATE, total * (-12.0 / c.K_HUM))


@compiled
def _same(work):
    """Whether each deficit is what it was a year ago (a lane of missing values counts as settled)."""
    settled = True
    for s in range(WIDTH):
        settled = settled and not abs(work[k.S_DEFICIT + s] - work[k.S_BEFORE + s]) > 1e-9
        work[k.S_BEFORE + s] = work[k.S_DEFICIT + s]
    return settled


@compiled
def _periodic_rates(work, climate, cell, by_t, by_r):
    store(work, k.S_BEFORE, load(work, k.S_DEFICIT))
    for _ in range(TURNS):
        _year_of_water(work, climate, by_r)
        if _same(work):
            break
    _year_of_rates(work, climate, cell, by_t)


@compiled
def _rest(values, cell, soc_factor):
    """Phase 1: pools and carbon input at rest for the cell's stock, from the mean rate of the periodic year."""
    for s in range(WIDTH):
        rate = cell[RATE + s] / 12.0
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
        heat += climate[TMEAN + m * WIDTH + s]
        water += climate[RAIN + m * WIDTH + s]
    return miami(water * by_r, heat / 12.0 * by_t)


@compiled
def _feed(work, cell):
    """The year's carbon, a twelfth each month."""
    each = load(cell, C_NOW) * (1.0 / 12.0)
    dpm = each * load(cell, SHARE)
    for i in range(0, YEAR * WIDTH, WIDTH):
        store(work, k.IN_DPM + i, dpm)
        store(work, k.IN_RPM + i, each - dpm)
        store(work, k.MANURE + i, lanes(0.0))


@compiled
def _turn_years(work, years):
    for _ in range(years):
        k.turn(work, 0, k.TILE, k.SOC)
        k.turn(work, k.TILE * WIDTH, YEAR - k.TILE, k.SOC)


@compiled
def _stock(values, s):
    return values[k.V_DPM + s] + values[k.V_RPM + s] + values[k.V_BIO + s] + values[k.V_HUM + s] + values[k.V_IOM + s]


@compiled
def _total(values, out, first, cells, column):
    for s in range(cells):
        out[first + s, column] = _stock(values, s)


@compiled
def _forward(work, cell, out, first, cells, bau, columns, factors):
    """Phase 3: business as usual, then what one more t C/ha a year adds; every scenario is a sum of the two."""
    _feed(work, cell)
    _turn_years(work, FORWARD_YEARS)
    _total(work, out, first, cells, bau)
    for p in range(5):
        store(work, k.V_DPM + p * WIDTH, lanes(0.0))
    _turn_years(work, FORWARD_YEARS)
    for j in range(columns.size):
        for s in range(cells):
            out[first + s, columns[j]] = out[first + s, bau] + (factors[j] - 1.0) * _stock(work, s)


@compiled
def _fill(source, strides, first, cells, month, climate, row):
    """Twelve months of a driver into rows; spare lanes repeat the last cell."""
    for s in range(WIDTH):
        start = (first + min(s, cells - 1)) * strides[0] + month * strides[1]
        for m in range(YEAR):
            climate[row + m * WIDTH + s] = source[start + m * strides[1]]


@compiled
def _climate(base, climate, row, source, by_source, spare, by_spare, regions, first, cells, year, ratio):
    """One year of a driver: the series, or the climatology in `base` with a regional anomaly (added, or multiplied)."""
    if spare.size == 0:
        _fill(source, by_source, first, cells, year * YEAR, climate, row)
        return
    for s in range(WIDTH):
        start = regions[first + min(s, cells - 1)] * by_spare + year * YEAR
        for m in range(YEAR):
            here = row + m * WIDTH + s
            climate[here] = base[here] * spare[start + m] if ratio else base[here] + spare[start + m]


@compiled
def _gather_mean(climate, weight):
    for i in range(0, YEAR * WIDTH, WIDTH):
        store(climate, MEAN_T + i, load(climate, MEAN_T + i) + load(climate, TMEAN + i) * weight)
        store(climate, MEAN_R + i, load(climate, MEAN_R + i) + load(climate, RAIN + i) * weight)
        store(climate, MEAN_E + i, load(climate, MEAN_E + i) + load(climate, EVAP + i) * weight)


@compiled
def _set_mean(climate):
    for i in range(0, YEAR * WIDTH, WIDTH):
        store(climate, TMEAN + i, load(climate, MEAN_T + i))
        store(climate, RAIN + i, load(climate, MEAN_R + i))
        store(climate, EVAP + i, load(climate, MEAN_E + i))


@compiled
def _ground(values, clay, by_clay, clay_factor, depth, first, cells):
    for s in range(WIDTH):
        values[k.S_CLAY + s] = min(clay[(first + min(s, cells - 1)) * by_clay] * clay_factor, 100.0)
        values[k.S_DEPTH + s] = depth
        values[k.S_DEFICIT + s] = 0.0
    k.settle(values, c.DRIEST_FACTOR)


@compiled
def _cells(cell, soc, share, paddy, first, cells):
    for s in range(WIDTH):
        i = first + min(s, cells - 1)
        cell[SOC_0 + s], cell[SHARE + s], cell[PADDY + s] = soc[i], share[i], paddy[i]


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
    climate, base = k.room_at_a_line(CLIMATE), k.room_at_a_line(CLIMATE)
    values = k.room_at_a_line(3 * k.SIZE).reshape((3, k.SIZE))
    cell = k.room_at_a_line(3 * CELL).reshape((3, CELL))
    columns = np.zeros(3, dtype=np.int64)
    factors = np.zeros(3)
    anomalies = odd_t.size > 0
    for first in range(begin, end, WIDTH):
        cells = min(WIDTH, end - first)
        _fill(cover, by_cover, first, cells, 0, climate, SHADE)
        _fill(spin_t, by_spin_t, first, cells, 0, climate, TMEAN)
        _fill(spin_r, by_spin_r, first, cells, 0, climate, RAIN)
        _fill(spin_e, by_spin_e, first, cells, 0, climate, EVAP)
        for run in range(3):
            work, now = values[run], cell[run]
            _cells(now, soc, share, paddy, first, cells)
            _ground(work, clay, by_clay, tables[run, 1], depth, first, cells)
            _periodic_rates(work, climate, now, 1.0, 1.0)
            _rest(work, now, tables[run, 0])
            for s in range(WIDTH):
                if npp.size:
                    now[NPP_0 + s] = npp[(first + min(s, cells - 1)) * by_npp + run]
                else:
                    now[NPP_0 + s] = _production(climate, s, tables[run, 2], tables[run, 3])
        if anomalies:
            _fill(warm_t, by_warm_t, first, cells, 0, base, TMEAN)
            _fill(warm_r, by_warm_r, first, cells, 0, base, RAIN)
            _fill(warm_e, by_warm_e, first, cells, 0, base, EVAP)
        climate[MEAN_T:] = 0.0
        for year in range(years):
            _climate(base, climate, TMEAN, warm_t, by_warm_t, odd_t, by_odd, regions, first, cells, year, False)
            _climate(base, climate, RAIN, warm_r, by_warm_r, odd_r, by_odd, regions, first, cells, year, True)
            _climate(base, climate, EVAP, warm_e, by_warm_e, odd_e, by_odd, regions, first, cells, year, True)
            _gather_mean(climate, 1.0 / years)
            for run in range(3):
                work, now = values[run], cell[run]
                for s in range(WIDTH):
                    grown = _production(climate, s, tables[run, 2], tables[run, 3])
                    now[C_NOW + s] = now[C_START + s] / now[NPP_0 + s] * grown
                    now[C_SUM + s] += now[C_NOW + s]
                _year_of_water(work, climate, tables[run, 3])
                _year_of_rates(work, climate, now, tables[run, 2])
                _feed(work, now)
                _turn_years(work, 1)
        _set_mean(climate)
        for run in range(3):
            work, now = values[run], cell[run]
            if mean_input:
                for s in range(WIDTH):
                    now[C_NOW + s] = now[C_SUM + s] / years
            if run == 0:
                for s in range(cells):
                    out[first + s, 0] = now[C_START + s]
                    out[first + s, 1] = now[C_NOW + s]
            column = 2 if run == 0 else 4 + 3 * run
            _total(work, out, first, cells, column)
            many = 3 if run == 0 else 1
            for j in range(many):
                columns[j] = column + 2 + j
                factors[j] = tables[run, 4 + j]
            _periodic_rates(work, climate, now, tables[run, 2], tables[run, 3])
            _forward(work, now, out, first, cells, column + 1, columns[:many], factors[:many])
