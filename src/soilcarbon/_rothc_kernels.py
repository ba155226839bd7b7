"""Compiled RothC: blocks of sites advance side by side, month by month.

Each block is transposed into scratch rows (month-major), then per month: temperature factor, deficit, moisture factor,
the four decay terms, the pools. Every loop runs over the sites of a block, so LLVM vectorises it. Decay is kept as
p = exp(-k a / 12) - 1: the smallest rate by a polynomial, the others as its 15th, 33rd and 500th power, which shares
one exponential among four pools at an error of a few 1e-16. `_rothc_twin` says the same in plain NumPy.
"""

from __future__ import annotations

import math

import numpy as np

from soilcarbon import _constants as c
from soilcarbon._compile import compiled, compiled_sum
from soilcarbon._simd import prefetch, transpose4, wide

BLOCK = 64
CHUNK = 24
ROW = BLOCK * CHUNK

# Scratch rows (each ROW long) in the working array.
TMEAN, RAIN, EVAP, COVER, PLANT, MANURE, SPLIT, P_DPM, P_RPM, P_BIO, P_HUM, SOC, DPM, RPM, BIO, HUM, LOST = (
    ROW * i for i in range(17)
)
ROWS = 17 * ROW
# Per-site values (each BLOCK long).
S_MAX, S_ONE, S_FIFTEEN, S_BARE, S_SLOPE, S_BIO, S_HUM, S_CO2, S_DEFICIT, V_DPM, V_RPM, V_BIO, V_HUM, V_IOM = (
    BLOCK * i for i in range(14)
)
S_TOTAL, S_CHECK, S_CLAY, S_DEPTH = (BLOCK * i for i in range(14, 18))
VALUES = 18 * BLOCK

_E = [math.exp(0.25) / math.factorial(i) for i in range(12)]
E0, E1, E2, E3, E4, E5, E6, E7, E8, E9, E10, E11 = _E
E_MINUS_8 = math.exp(-8.0)

KEEP_LAST, KEEP_SOC, KEEP_POOLS = 0, 1, 2


@compiled
def _exp16(z):
    """exp(16 z + 4) for |z| <= 0.25: a Taylor polynomial, then four squarings (relative error about 2e-15)."""
    p = E10 + z * E11
    p = E9 + z * p
    p = E8 + z * p
    p = E7 + z * p
    p = E6 + z * p
    p = E5 + z * p
    p = E4 + z * p
    p = E3 + z * p
    p = E2 + z * p
    p = E1 + z * p
    p = E0 + z * p
    p = p * p
    p = p * p
    p = p * p
    return p * p


@compiled
def _fill(source, strides, first, sites, month, months, lanes, work, row):
    """Copy a driver's months of a block, month-major, into a scratch row.

    `source` is flat; strides (site, month) count entries and are 0 along an axis that is broadcast. Lanes beyond the
    last site repeat it; `lanes` of a block are in use.
    """
    by_site, by_month = strides
    if by_site and by_month:
        done = 0
        if sites == BLOCK:
            done = months // 4 * 4
            for s in range(0, BLOCK, 4):
                start = (first + s) * by_site + month
                for m in range(0, done, 4):
                    transpose4(source, start + m, by_site, work, row + m * BLOCK + s, BLOCK)
        if done < months:
            for s in range(lanes):
                start = (first + min(s, sites - 1)) * by_site + month
                for m in range(done, months):
                    work[row + m * BLOCK + s] = source[start + m]
    elif by_site:
        for s in range(lanes):
            work[row + s] = source[first + min(s, sites - 1)]
        for m in range(1, months):
            for s in range(lanes):
                work[row + m * BLOCK + s] = work[row + s]
    else:
        for m in range(months):
            value = float(source[(month + m) * by_month])
            for s in range(lanes):
                work[row + m * BLOCK + s] = value


@compiled
def _drain(work, row, first, sites, month, months, target, width):
    """The way back: a scratch row into the flat (sites, width) target."""
    done = 0
    if sites == BLOCK:
        done = months // 4 * 4
        for s in range(0, BLOCK, 4):
            start = (first + s) * width + month
            for m in range(0, done, 4):
                transpose4(work, row + m * BLOCK + s, BLOCK, target, start + m, width)
    if done < months:
        for s in range(sites):
            for m in range(done, months):
                target[(first + s) * width + month + m] = work[row + m * BLOCK + s]


@compiled
def _ask_ahead(source, strides, ahead, m):
    """Prefetch the m-th part of what the next chunk reads of one driver: a little in each month's loop."""
    first, sites, month, count, part, line = ahead
    if strides[0] and strides[1]:
        for s in range(m * part, min(m * part + part, sites)):
            start = (first + s) * strides[0] + month
            for k in range(0, count, line):
                prefetch(source, start + k)


@compiled
def _temperature(months, lanes, work, evaporation_factor, source, strides, ahead):
    wide()
    for m in range(months):
        o = m * BLOCK
        _ask_ahead(source, strides, ahead, m)
        for s in range(lanes):
            k = o + s
            t = work[TMEAN + k]
            warm = t if t > c.COLD else c.COLD
            power = _exp16((c.TEMPERATURE_B / 16.0) / (warm + c.TEMPERATURE_C) - 0.25)
            factor = c.TEMPERATURE_A / (1.0 + power)
            rain, evaporation = work[RAIN + k], work[EVAP + k]
            work[RAIN + k] = rain - evaporation_factor * evaporation
            # Each term is exactly 0 where the entry is allowed, positive or NaN where not.
            span = (t + 80.0) * (60.0 - t)
            plant, manure = work[PLANT + k], work[MANURE + k]
            wrong = (abs(span) - span) + ((abs(rain) - rain) + (evaporation - evaporation))
            work[EVAP + k] = wrong + ((abs(plant) - plant) + (abs(manure) - manure))
            work[TMEAN + k] = factor if t >= c.COLD else 0.0


@compiled
def _deficit(months, lanes, work, values, source, strides, ahead):
    wide()
    for m in range(months):
        o = m * BLOCK
        _ask_ahead(source, strides, ahead, m)
        for s in range(lanes):
            before = values[S_DEFICIT + s]
            after = before + work[RAIN + o + s]
            after = after if after < 0.0 else 0.0
            bare = values[S_BARE + s]
            floor = bare if bare < before else before
            floor = values[S_MAX + s] if work[COVER + o + s] > 0.5 else floor
            after = after if after > floor else floor
            values[S_DEFICIT + s] = after
            work[RAIN + o + s] = after


@compiled
def _moisture(months, lanes, work, values, driest, source, strides, ahead):
    wide()
    for m in range(months):
        o = m * BLOCK
        _ask_ahead(source, strides, ahead, m)
        for s in range(lanes):
            moist = driest + (values[S_FIFTEEN + s] - work[RAIN + o + s]) * values[S_SLOPE + s]
            moist = moist if moist > driest else driest
            moist = moist if moist < 1.0 else 1.0
            shade = c.COVERED_FACTOR if work[COVER + o + s] > 0.5 else 1.0
            work[TMEAN + o + s] = work[TMEAN + o + s] * moist * shade


@compiled
def _decay(months, lanes, work, source, strides, ahead):
    wide()
    for m in range(months):
        o = m * BLOCK
        _ask_ahead(source, strides, ahead, m)
        for s in range(lanes):
            k = o + s
            x = work[TMEAN + k] * (-c.K_HUM / 12.0)
            p = 1.0 / 720.0 + x * (1.0 / 5040.0)
            p = 1.0 / 120.0 + x * p
            p = 1.0 / 24.0 + x * p
            p = 1.0 / 6.0 + x * p
            p = 0.5 + x * p
            p = 1.0 + x * p
            p1 = x * p
            p2 = p1 * (2.0 + p1)
            p3 = p1 + (p2 + p1 * p2)
            p5 = p2 + (p3 + p2 * p3)
            p10 = p5 * (2.0 + p5)
            p15 = p5 + (p10 + p5 * p10)
            p30 = p15 * (2.0 + p15)
            p33 = p3 + (p30 + p3 * p30)
            q = 1.0 + p33
            q2 = q * q
            q3 = q2 * q
            q5 = q3 * q2
            q10 = q5 * q5
            work[P_DPM + k] = q10 * q5 * (1.0 + p5)
            work[P_RPM + k] = p15
            work[P_BIO + k] = p33
            work[P_HUM + k] = p1


@compiled
def _pools(months, lanes, work, values):
    wide()
    for m in range(months):
        o = m * BLOCK
        for s in range(lanes):
            dpm, rpm = values[V_DPM + s], values[V_RPM + s]
            bio, hum = values[V_BIO + s], values[V_HUM + s]
            left = dpm * work[P_DPM + o + s]
            to_rpm = rpm * work[P_RPM + o + s]
            to_bio = bio * work[P_BIO + o + s]
            to_hum = hum * work[P_HUM + o + s]
            lost = ((dpm - left) - to_rpm) - (to_bio + to_hum)
            plant, manure = work[PLANT + o + s], work[MANURE + o + s]
            share = plant * work[SPLIT + o + s]
            dpm = left + (share + c.MANURE_DPM * manure)
            rpm = (rpm + to_rpm) + ((plant - share) + c.MANURE_RPM * manure)
            bio = (bio + to_bio) + values[S_BIO + s] * lost
            hum = (hum + to_hum) + (values[S_HUM + s] * lost + c.MANURE_HUM * manure)
            values[V_DPM + s] = dpm
            values[V_RPM + s] = rpm
            values[V_BIO + s] = bio
            values[V_HUM + s] = hum
            work[SOC + o + s] = (dpm + rpm) + (bio + (hum + values[V_IOM + s]))


@compiled
def _pools_in_full(months, lanes, work, values):
    """As `_pools`, remembering every pool and what was respired."""
    wide()
    for m in range(months):
        o = m * BLOCK
        for s in range(lanes):
            dpm, rpm = values[V_DPM + s], values[V_RPM + s]
            bio, hum = values[V_BIO + s], values[V_HUM + s]
            left = dpm * work[P_DPM + o + s]
            to_rpm = rpm * work[P_RPM + o + s]
            to_bio = bio * work[P_BIO + o + s]
            to_hum = hum * work[P_HUM + o + s]
            lost = ((dpm - left) - to_rpm) - (to_bio + to_hum)
            plant, manure = work[PLANT + o + s], work[MANURE + o + s]
            share = plant * work[SPLIT + o + s]
            dpm = left + (share + c.MANURE_DPM * manure)
            rpm = (rpm + to_rpm) + ((plant - share) + c.MANURE_RPM * manure)
            bio = (bio + to_bio) + values[S_BIO + s] * lost
            hum = (hum + to_hum) + (values[S_HUM + s] * lost + c.MANURE_HUM * manure)
            values[V_DPM + s] = dpm
            values[V_RPM + s] = rpm
            values[V_BIO + s] = bio
            values[V_HUM + s] = hum
            respired = values[S_CO2 + s] * lost
            values[S_TOTAL + s] += respired
            work[LOST + o + s] = respired
            work[DPM + o + s] = dpm
            work[RPM + o + s] = rpm
            work[BIO + o + s] = bio
            work[HUM + o + s] = hum
            work[SOC + o + s] = (dpm + rpm) + (bio + (hum + values[V_IOM + s]))


@compiled_sum
def _sum(work, row, months, lanes):
    wide()
    total = 0.0
    for m in range(months):
        o = row + m * BLOCK
        for s in range(lanes):
            total += work[o + s]
    return total


@compiled
def _load(source, stride, first, sites, values, row):
    """One value a site (stride 0: the same for all) into a row of `values`; spare lanes repeat the last site."""
    for s in range(sites):
        values[row + s] = source[(first + s) * stride]
    for s in range(sites, BLOCK):
        values[row + s] = values[row + sites - 1]


@compiled
def _settle(values, driest):
    """Soil terms of a block from clay and depth, and the check of what was loaded."""
    wide()
    for s in range(BLOCK):
        clay, depth, deficit = values[S_CLAY + s], values[S_DEPTH + s], values[S_DEFICIT + s]
        span = clay * (100.0 - clay)
        wrong = (abs(span) - span) + (abs(depth) - depth) + (abs(deficit) + deficit)
        wrong += 0.0 if depth > 0.0 else 1.0
        dpm, rpm, bio = values[V_DPM + s], values[V_RPM + s], values[V_BIO + s]
        hum, iom = values[V_HUM + s], values[V_IOM + s]
        wrong += (abs(dpm) - dpm) + (abs(rpm) - rpm) + (abs(bio) - bio) + (abs(hum) - hum) + (abs(iom) - iom)
        values[S_CHECK + s] = wrong
        values[S_TOTAL + s] = 0.0
        deepest = -(20.0 + 1.3 * clay - 0.01 * (clay * clay)) * depth * (1.0 / c.REFERENCE_DEPTH)
        values[S_MAX + s] = deepest
        values[S_FIFTEEN + s] = deepest
        values[S_ONE + s] = c.ONE_BAR * deepest
        values[S_BARE + s] = c.BARE * deepest
        values[S_SLOPE + s] = (1.0 - driest) / (deepest - c.ONE_BAR * deepest)
        decline = _exp16(-0.0786 / 16.0 * clay + 0.25) * E_MINUS_8
        x = 1.67 * (1.85 + 1.60 * decline)
        total = 1.0 / (x + 1.0)
        values[S_BIO + s] = c.TO_BIO * total
        values[S_HUM + s] = c.TO_HUM * total
        values[S_CO2 + s] = x * total


@compiled
def _other_soil(values, first, sites, soil, driest):
    """Farina's options: the four deficits come from outside, soil (4, sites): greatest, 1 bar, 15 bar, bare."""
    for s in range(sites):
        i = first + s if soil.shape[1] > 1 else 0
        values[S_MAX + s] = soil[0, i]
        values[S_ONE + s] = soil[1, i]
        values[S_FIFTEEN + s] = soil[2, i]
        values[S_BARE + s] = soil[3, i]
        values[S_SLOPE + s] = (1.0 - driest) / (soil[2, i] - soil[1, i])


@compiled
def _begin(values, first, sites, pools, by_pools, deficit, by_deficit, clay, by_clay, depth, by_depth, soil, driest):
    for p in range(5):
        _load(pools[p:], by_pools, first, sites, values, V_DPM + p * BLOCK)
    _load(deficit, by_deficit, first, sites, values, S_DEFICIT)
    _load(clay, by_clay, first, sites, values, S_CLAY)
    _load(depth, by_depth, first, sites, values, S_DEPTH)
    _settle(values, driest)
    if soil.shape[0]:
        _other_soil(values, first, sites, soil, driest)


@compiled
def _share(ratio, strides, first, sites, month, months, lanes, work):
    """Ratio DPM / RPM to the share of DPM; a bad ratio becomes NaN, which the checks see."""
    wide()
    rows = months if strides[1] else 1
    _fill(ratio, strides, first, sites, month, rows, lanes, work, SPLIT)
    for k in range(rows * BLOCK):
        r = work[SPLIT + k]
        work[SPLIT + k] = r / (1.0 + r) if r >= 0.0 else np.nan
    for k in range(rows * BLOCK, ROW):
        work[SPLIT + k] = work[SPLIT + k - BLOCK]


@compiled
def _sound(values, sites, wrong):
    total = wrong
    for s in range(sites):
        total += values[S_CHECK + s] + 0.0 * (values[V_DPM + s] + values[S_BIO + s])
    return total == 0.0


@compiled
def _store_pools(work, values, first, sites, month, months, target, width):
    for s in range(sites):
        for m in range(months):
            k = m * BLOCK + s
            j = ((first + s) * width + month + m) * 5
            target[j] = work[DPM + k]
            target[j + 1] = work[RPM + k]
            target[j + 2] = work[BIO + k]
            target[j + 3] = work[HUM + k]
            target[j + 4] = values[V_IOM + s]


@compiled
def _finish(values, first, sites, last):
    """last (sites, 7): five pools, deficit, respired in all."""
    for s in range(sites):
        for p in range(5):
            last[first + s, p] = values[V_DPM + p * BLOCK + s]
        last[first + s, 5] = values[S_DEFICIT + s]
        last[first + s, 6] = values[S_TOTAL + s]


@compiled
def _unchanged(values, before):
    same = True
    for s in range(BLOCK):
        same = same and values[S_DEFICIT + s] == before[s]
        before[s] = values[S_DEFICIT + s]
    return same


@compiled
def simulate(
    begin, end, months, repeat, keep, factor, driest,
    tmean, by_tmean, rain, by_rain, evaporation, by_evaporation, covered, by_covered,
    plant, by_plant, manure, by_manure, ratio, by_ratio,
    initial, by_initial, deficit, by_deficit, clay, by_clay, depth, by_depth, soil,
    soc, pools, respired, deficits, last,
):  # fmt: skip
    """Sites begin..end; the months of the drivers `repeat` times over.

    Each driver is flat with its (site, month) steps. Where a short year repeats and the deficit has become periodic,
    the decay terms are kept and only the pools advance. Returns the first site of the first block with a refused
    entry, or -1.
    """
    work = np.zeros(ROWS)
    values = np.zeros(VALUES)
    before = np.zeros(BLOCK)
    line = 64 // tmean.itemsize
    lanes = 8 if end - begin <= 8 else BLOCK
    width = months * repeat
    for first in range(begin, end, BLOCK):
        sites = min(BLOCK, end - first)
        _begin(
            values, first, sites, initial, by_initial, deficit, by_deficit, clay, by_clay, depth, by_depth, soil, driest
        )
        wrong = 0.0
        periodic = False
        month = 0
        while month < width:
            here = month % months
            count = min(CHUNK, months - here)
            if not periodic:
                _fill(tmean, by_tmean, first, sites, here, count, lanes, work, TMEAN)
                _fill(rain, by_rain, first, sites, here, count, lanes, work, RAIN)
                _fill(evaporation, by_evaporation, first, sites, here, count, lanes, work, EVAP)
                _fill(covered, by_covered, first, sites, here, count, lanes, work, COVER)
                _fill(plant, by_plant, first, sites, here, count, lanes, work, PLANT)
                _fill(manure, by_manure, first, sites, here, count, lanes, work, MANURE)
                if month == 0 or by_ratio[1]:
                    _share(ratio, by_ratio, first, sites, here, count, lanes, work)
                part = BLOCK // count + 1
                ahead = (first, sites, month + CHUNK, min(CHUNK, months - month - CHUNK), part, line)
                if month + CHUNK >= months:
                    ahead = (first + BLOCK, min(BLOCK, end - first - BLOCK), 0, min(CHUNK, months), part, line)
                _temperature(count, lanes, work, factor, tmean, by_tmean, ahead)
                _deficit(count, lanes, work, values, rain, by_rain, ahead)
                _moisture(count, lanes, work, values, driest, evaporation, by_evaporation, ahead)
                _decay(count, lanes, work, plant, by_plant, ahead)
                wrong += _sum(work, EVAP, count, lanes)
                periodic = repeat > 1 and months <= CHUNK and _unchanged(values, before) and month > 0
            if keep == KEEP_SOC:
                _pools(count, lanes, work, values)
            else:
                _pools_in_full(count, lanes, work, values)
            if keep != KEEP_LAST:
                _drain(work, SOC, first, sites, month, count, soc, width)
            if keep == KEEP_POOLS:
                _drain(work, RAIN, first, sites, month, count, deficits, width)
                _drain(work, LOST, first, sites, month, count, respired, width)
                _store_pools(work, values, first, sites, month, count, pools, width)
            month += count
        if not _sound(values, sites, wrong):
            return first
        _finish(values, first, sites, last)
    return -1
