"""Compiled RothC: eight sites advance side by side, eight months at a time.

A tile of eight sites and eight months is read straight from the drivers, two columns at once, so that nothing is
transposed in memory beforehand. A first pass turns weather into what a month does to the pools (deficit, rate, decay,
inputs), a second runs the pools; both live in a few kilobytes that never leave the first-level cache. Rates and decay
do not depend on the month before: they are worked out for four months at once, so that the processor has something to
do while each sum waits for the last. Decay is kept as p = exp(-k a / 12) - 1: the smallest rate by a polynomial, the
others as its 15th, 33rd and 500th power, which shares one exponential among four pools at an error of a few 1e-16.
Checking rides along as least and greatest entries met. `_rothc_twin` says the same in plain NumPy.
"""

from __future__ import annotations

import math

import numpy as np

from soilcarbon import _constants as c
from soilcarbon._compile import compiled, inlined
from soilcarbon._lanes import (
    WIDE,
    WIDTH,
    address,
    ask_ahead,
    at_least,
    at_most,
    byte_set,
    choose,
    eight_bytes,
    inverse,
    lanes,
    load,
    load_wide,
    put_transposed,
    store,
    two_columns,
    widen,
)

TILE = 8
LONGEST_YEAR = 24

# What each month does, and the deficit after it: LONGEST_YEAR rows of WIDTH each.
P_DPM, P_RPM, P_BIO, P_HUM, IN_DPM, IN_RPM, MANURE, WATER = (LONGEST_YEAR * WIDTH * i for i in range(8))
_AFTER = 8 * LONGEST_YEAR * WIDTH
# A tile on its way and its results, TILE rows of WIDTH each.
BALANCE, HEAT, SHADE, SPLIT, SOC, DPM, RPM, BIO, HUM, LOST, DEFICIT = (_AFTER + TILE * WIDTH * i for i in range(11))
SITE = DEFICIT + TILE * WIDTH
# One value a site.
(
    V_DPM, V_RPM, V_BIO, V_HUM, V_IOM, S_DEFICIT, S_CLAY, S_DEPTH, S_SPLIT, S_MAX, S_BARE, S_BASE, S_SLOPE, S_BIO,
    S_HUM, S_CO2, S_TOTAL, S_BEFORE, S_LEAST, S_COLDEST, S_WARMEST, S_BALANCE,
) = (SITE + WIDTH * i for i in range(22))  # fmt: skip
SIZE = SITE + 22 * WIDTH
# Copies of a driver's tile where it cannot be read in place, TILE * WIDTH entries each.
AT_TMEAN, AT_RAIN, AT_EVAPORATION, AT_PLANT, AT_MANURE, AT_RATIO = (TILE * WIDTH * i for i in range(6))
SPARE = 6 * TILE * WIDTH

_E = [math.exp(0.25) / math.factorial(i) for i in range(12)]
E0, E1, E2, E3, E4, E5, E6, E7, E8, E9, E10, E11 = _E
E_MINUS_8 = math.exp(-8.0)
SLOWEST = -c.K_HUM / 12.0 * c.TEMPERATURE_A

KEEP_LAST, KEEP_SOC, KEEP_POOLS = 0, 1, 2


@inlined
def room_at_a_line(size):
    """Zeros that begin with a cache line, so that no vector lies across two."""
    room = np.zeros(size + WIDTH)
    skip = -(address(room, 0) // 8) % WIDTH
    return room[skip : skip + size]


@inlined
def _exp16(z):
    """exp(16 z + 4) for |z| <= 0.25: a Taylor polynomial, then four squarings (relative error about 2e-15)."""
    z2 = z * z
    z4 = z2 * z2
    low = (E0 + z * E1) + z2 * (E2 + z * E3)
    middle = (E4 + z * E5) + z2 * (E6 + z * E7)
    high = (E8 + z * E9) + z2 * (E10 + z * E11)
    p = low + z4 * (middle + z4 * high)
    p = p * p
    p = p * p
    p = p * p
    return p * p


@inlined
def next_deficit(before, balance, covered, greatest, bare):
    after = at_most(before + balance, 0.0)
    return at_least(after, choose(covered, greatest, at_most(before, bare)))


@inlined
def put_rates(work, k, count, driest):
    """Rows of decay of a tile from its rows of temperature, deficit and shade (cover factor times SLOWEST).

    The rows of temperature hold -k a / 12 of HUM afterwards.
    """
    base, slope = widen(load(work, S_BASE)), widen(load(work, S_SLOPE))
    for i in range(0, count * WIDTH, WIDE):
        tmean = load_wide(work, HEAT + i)
        heat = 1.0 + _exp16((c.TEMPERATURE_B / 16.0) * inverse(at_least(tmean, c.COLD) + c.TEMPERATURE_C) - 0.25)
        moist = at_most(at_least(base - load_wide(work, k + WATER + i) * slope, driest), 1.0)
        rate = (moist * load_wide(work, SHADE + i)) * inverse(heat)
        rate = choose(tmean < c.COLD, 0.0, rate)
        store(work, HEAT + i, rate)
        put_decay(work, k + i, rate)


@inlined
def put_water(work, k, count):
    """Rows of the deficit after each month from its rows of rain less evaporation and of shade."""
    water, greatest, bare = load(work, S_DEFICIT), load(work, S_MAX), load(work, S_BARE)
    for i in range(0, count * WIDTH, WIDTH):
        covered = load(work, SHADE + i) > 0.8 * SLOWEST
        water = next_deficit(water, load(work, BALANCE + i), covered, greatest, bare)
        store(work, k + WATER + i, water)
    store(work, S_DEFICIT, water)


@inlined
def put_decay(work, k, x):
    """Rows of exp(r x) - 1 for r = 1, 15, 33 and of exp(500 x) from x = -k a / 12 of HUM."""
    p = 1.0 / 120.0 + x * (1.0 / 720.0)
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
    store(work, k + P_DPM, q10 * q5 * (1.0 + p5))
    store(work, k + P_RPM, p15)
    store(work, k + P_BIO, p33)
    store(work, k + P_HUM, p1)


@inlined
def _steps(source):
    """From one site to the next and from one month to the next; 0 where one serves all."""
    return (source.shape[1] if source.shape[0] > 1 else 0), (1 if source.shape[1] > 1 else 0)


@inlined
def _place(source, steps, first, sites, month, count, spare, row):
    """Where a driver's tile lies: address and bytes from site to site. Copied where it is short or broadcasts."""
    by_site, by_month = steps
    size = source.itemsize
    if by_month and count == TILE and (sites == WIDTH or sites == 1 or by_site == 0):
        return address(source, first * by_site + month), (by_site if sites == WIDTH else 0) * size
    if by_month or month == 0:
        for s in range(WIDTH):
            site = first + min(s, sites - 1) if by_site else 0
            for m in range(TILE):
                spare[row + s * TILE + m] = source[site, month + min(m, count - 1) if by_month else 0]
    return address(spare, row), TILE * size


@inlined
def _put_month(work, k, m, tmean, balance, covered, plant, manure, split):
    here = m * WIDTH
    store(work, HEAT + here, tmean)
    store(work, BALANCE + here, balance)
    store(work, SHADE + here, choose(covered, lanes(SLOWEST * c.COVERED_FACTOR), lanes(SLOWEST)))
    share = plant * split
    store(work, k + IN_DPM + here, share + c.MANURE_DPM * manure)
    store(work, k + IN_RPM + here, (plant - share) + c.MANURE_RPM * manure)
    store(work, k + MANURE + here, manure)


@inlined
def _read(
    work, k, count, kind, at_tmean, at_rain, at_evaporation, at_cover, at_plant, at_manure, by_split, factor,
):  # fmt: skip
    """Rows of a tile from its drivers, each (address, step); `kind` is an array of their type."""
    under = eight_bytes(at_cover[0], at_cover[1])
    balances, least = load(work, S_BALANCE), load(work, S_LEAST)
    coldest, warmest = load(work, S_COLDEST), load(work, S_WARMEST)
    size = kind.itemsize
    for m in range(0, count, 2):
        t0, t1 = two_columns(kind, at_tmean[0] + m * size, at_tmean[1])
        r0, r1 = two_columns(kind, at_rain[0] + m * size, at_rain[1])
        e0, e1 = two_columns(kind, at_evaporation[0] + m * size, at_evaporation[1])
        p0, p1 = two_columns(kind, at_plant[0] + m * size, at_plant[1])
        m0, m1 = two_columns(kind, at_manure[0] + m * size, at_manure[1])
        s0, s1 = load(work, S_SPLIT), load(work, S_SPLIT)
        if by_split:
            s0, s1 = load(work, SPLIT + m * WIDTH), load(work, SPLIT + m * WIDTH + WIDTH)
        b0, b1 = r0 - factor * e0, r1 - factor * e1
        _put_month(work, k, m, t0, b0, byte_set(under, m), p0, m0, s0)
        _put_month(work, k, m + 1, t1, b1, byte_set(under, m + 1), p1, m1, s1)
        balances = balances + (b0 + b1)
        least = at_most(at_most(at_most(least, at_most(r0, r1)), at_most(p0, p1)), at_most(m0, m1))
        coldest, warmest = at_most(coldest, at_most(t0, t1)), at_least(warmest, at_least(t0, t1))
    store(work, S_BALANCE, balances)
    store(work, S_LEAST, least)
    store(work, S_COLDEST, coldest)
    store(work, S_WARMEST, warmest)


@inlined
def turn(work, k, count, row):
    """Second pass: the pools over `count` months; SOC of each into rows from `row`."""
    dpm, rpm, bio, hum = load(work, V_DPM), load(work, V_RPM), load(work, V_BIO), load(work, V_HUM)
    iom, to_bio, to_hum = load(work, V_IOM), load(work, S_BIO), load(work, S_HUM)
    for _ in range(count):
        left = dpm * load(work, k + P_DPM)
        less_rpm = rpm * load(work, k + P_RPM)
        less_bio = bio * load(work, k + P_BIO)
        less_hum = hum * load(work, k + P_HUM)
        lost = ((dpm - left) - less_rpm) - (less_bio + less_hum)
        dpm = left + load(work, k + IN_DPM)
        rpm = (rpm + less_rpm) + load(work, k + IN_RPM)
        bio = (bio + less_bio) + to_bio * lost
        hum = (hum + less_hum) + (to_hum * lost + c.MANURE_HUM * load(work, k + MANURE))
        store(work, row, (dpm + rpm) + (bio + (hum + iom)))
        k += WIDTH
        row += WIDTH
    store(work, V_DPM, dpm)
    store(work, V_RPM, rpm)
    store(work, V_BIO, bio)
    store(work, V_HUM, hum)


@compiled
def _turn_in_full(work, k, count, row):
    """As `turn`, month by month, remembering every pool, the deficit and what was respired."""
    for _ in range(count):
        before = load(work, V_DPM), load(work, V_RPM), load(work, V_BIO), load(work, V_HUM)
        turn(work, k, 1, row + SOC)
        lost = (before[0] - before[0] * load(work, k + P_DPM)) - before[1] * load(work, k + P_RPM)
        lost = lost - (before[2] * load(work, k + P_BIO) + before[3] * load(work, k + P_HUM))
        respired = load(work, S_CO2) * lost
        store(work, S_TOTAL, load(work, S_TOTAL) + respired)
        store(work, row + LOST, respired)
        store(work, row + DPM, load(work, V_DPM))
        store(work, row + RPM, load(work, V_RPM))
        store(work, row + BIO, load(work, V_BIO))
        store(work, row + HUM, load(work, V_HUM))
        store(work, row + DEFICIT, load(work, k + WATER))
        k += WIDTH
        row += WIDTH


@compiled
def _drain(work, row, first, sites, month, count, target, width):
    """A tile's rows into the flat (sites, width) target, `count` months that begin with `month`."""
    if sites == WIDTH and count == TILE:
        put_transposed(work, row, target, first * width + month, width)
        return
    for s in range(sites):
        for m in range(count):
            target[(first + s) * width + month + m] = work[row + m * WIDTH + s]


@compiled
def _drain_pools(work, first, sites, month, count, target, width):
    for s in range(sites):
        for m in range(count):
            j = ((first + s) * width + month + m) * 5
            here = m * WIDTH + s
            target[j] = work[DPM + here]
            target[j + 1] = work[RPM + here]
            target[j + 2] = work[BIO + here]
            target[j + 3] = work[HUM + here]
            target[j + 4] = work[V_IOM + s]


@compiled
def put_column(source, first, sites, work, row):
    """One value a site, or one for all; spare lanes repeat the last site."""
    if source.size > 1 and sites == WIDTH:
        store(work, row, load(source, first))
        return
    for s in range(WIDTH):
        work[row + s] = source[first + min(s, sites - 1) if source.size > 1 else 0]


@inlined
def _put_pools(pools, first, sites, work):
    stride = pools.shape[1] if pools.shape[0] > 1 else 0
    if stride and sites == WIDTH:
        place = address(pools, first * stride)
        dpm, rpm = two_columns(pools, place, 8 * stride)
        bio, hum = two_columns(pools, place + 16, 8 * stride)
        _, iom = two_columns(pools, place + 24, 8 * stride)
        store(work, V_DPM, dpm)
        store(work, V_RPM, rpm)
        store(work, V_BIO, bio)
        store(work, V_HUM, hum)
        store(work, V_IOM, iom)
        return
    for p in range(5):
        for s in range(WIDTH):
            work[V_DPM + p * WIDTH + s] = pools[first + min(s, sites - 1) if stride else 0, p]


@compiled
def settle(work, driest):
    """Soil terms from clay and depth."""
    clay, depth = load(work, S_CLAY), load(work, S_DEPTH)
    deepest = (20.0 + 1.3 * clay - 0.01 * (clay * clay)) * depth * (-1.0 / c.REFERENCE_DEPTH)
    slope = (1.0 - driest) / (deepest - c.ONE_BAR * deepest)
    store(work, S_MAX, deepest)
    store(work, S_BARE, c.BARE * deepest)
    store(work, S_BASE, driest + deepest * slope)
    store(work, S_SLOPE, slope)
    x = 1.67 * (1.85 + (1.60 * E_MINUS_8) * _exp16(0.25 - (0.0786 / 16.0) * clay))
    total = 1.0 / (x + 1.0)
    store(work, S_BIO, c.TO_BIO * total)
    store(work, S_HUM, c.TO_HUM * total)
    store(work, S_CO2, x * total)
    store(work, S_TOTAL, lanes(0.0))


@compiled
def _other_soil(work, first, sites, soil, driest):
    """Farina's options: the four deficits come from outside, soil (4, sites): greatest, 1 bar, 15 bar, bare."""
    for s in range(WIDTH):
        i = first + min(s, sites - 1) if soil.shape[1] > 1 else 0
        slope = (1.0 - driest) / (soil[2, i] - soil[1, i])
        work[S_MAX + s] = soil[0, i]
        work[S_BARE + s] = soil[3, i]
        work[S_BASE + s] = driest + soil[2, i] * slope
        work[S_SLOPE + s] = slope


@inlined
def _begin(work, first, sites, pools, deficit, clay, depth, soil, driest):
    """Loads and settles a group of sites; the extremes that `_sound` looks at begin with what is loaded."""
    _put_pools(pools, first, sites, work)
    put_column(deficit, first, sites, work, S_DEFICIT)
    put_column(clay, first, sites, work, S_CLAY)
    put_column(depth, first, sites, work, S_DEPTH)
    settle(work, driest)
    if soil.shape[0]:
        _other_soil(work, first, sites, soil, driest)
    water, fines, deep = load(work, S_DEFICIT), load(work, S_CLAY), load(work, S_DEPTH)
    dpm, rpm, bio = load(work, V_DPM), load(work, V_RPM), load(work, V_BIO)
    hum, iom = load(work, V_HUM), load(work, V_IOM)
    least = at_most(at_most(at_most(at_most(dpm, rpm), bio), hum), iom)
    store(work, S_LEAST, at_most(at_most(at_most(least, fines), 100.0 - fines), 0.0 - water))
    deep = choose(deep > 0.0, deep, np.nan)
    store(work, S_BALANCE, (water + deep) + (fines + (((dpm + rpm) + (bio + hum)) + iom)))
    store(work, S_COLDEST, lanes(0.0))
    store(work, S_WARMEST, lanes(0.0))
    store(work, S_BEFORE, water)


@inlined
def _share(r):
    """Ratio DPM / RPM to the share of DPM; a bad ratio becomes NaN, which the checks see."""
    return choose(r < 0.0, np.nan, r / (1.0 + r))


@inlined
def _shares(ratio, steps, first, sites, month, count, spare, work):
    if steps[1]:
        place, step = _place(ratio, steps, first, sites, month, count, spare, AT_RATIO)
        for m in range(0, TILE, 2):
            one, two = two_columns(ratio, place + m * ratio.itemsize, step)
            store(work, SPLIT + m * WIDTH, _share(one))
            store(work, SPLIT + m * WIDTH + WIDTH, _share(two))
    elif month == 0:
        for s in range(WIDTH):
            work[S_SPLIT + s] = ratio[first + min(s, sites - 1) if steps[0] else 0, 0]
        store(work, S_SPLIT, _share(load(work, S_SPLIT)))


@inlined
def _sound(work):
    """Whether nothing out of range was met and every result is finite."""
    least, coldest, warmest = load(work, S_LEAST), load(work, S_COLDEST), load(work, S_WARMEST)
    total = (load(work, V_DPM) + load(work, V_RPM)) + (load(work, V_BIO) + load(work, V_HUM))
    total = (total + load(work, V_IOM)) + (load(work, S_TOTAL) + load(work, S_BALANCE))
    total = total + (least + load(work, S_DEFICIT))
    total = choose(least < 0.0, np.nan, total)
    total = choose(coldest < -80.0, np.nan, total)
    store(work, S_LEAST, choose(warmest > 60.0, np.nan, total))
    sound = True
    for s in range(WIDTH):
        sound = sound and abs(work[S_LEAST + s]) < np.inf
    return sound


@inlined
def _finish(work, first, sites, last):
    """last (sites, 7): five pools, deficit, respired in all."""
    for s in range(sites):
        for p in range(5):
            last[first + s, p] = work[V_DPM + p * WIDTH + s]
        last[first + s, 5] = work[S_DEFICIT + s]
        last[first + s, 6] = work[S_TOTAL + s]


@compiled
def _unchanged(work):
    same = True
    for s in range(WIDTH):
        same = same and work[S_DEFICIT + s] == work[S_BEFORE + s]
        work[S_BEFORE + s] = work[S_DEFICIT + s]
    return same


@compiled
def simulate(
    begin, end, months, repeat, keep, factor, driest,
    tmean, rain, evaporation, covered, plant, manure, ratio, initial, deficit, clay, depth, soil,
    soc, pools, respired, deficits, last,
):  # fmt: skip
    """Sites begin..end; the months of the drivers `repeat` times over.

    Drivers are (sites or 1, months or more or 1). Where a short year repeats and the deficit has become periodic, what
    a month does is kept and only the pools advance. Returns the first site of the first group with a refused entry, or
    -1.
    """
    by_tmean, by_rain, by_evaporation, by_covered = _steps(tmean), _steps(rain), _steps(evaporation), _steps(covered)
    by_plant, by_manure, by_ratio = _steps(plant), _steps(manure), _steps(ratio)
    every_soc, every_deficit, every_respired = soc.ravel(), deficits.ravel(), respired.ravel()
    work = room_at_a_line(SIZE)
    spare, spare_cover = np.zeros(SPARE, dtype=tmean.dtype), np.zeros(TILE * WIDTH, dtype=np.bool_)
    width = months * repeat
    kept = repeat > 1 and months <= LONGEST_YEAR
    # Drivers are asked for ahead, a few between two steps: the next sites' where rows are short, else later months.
    short, beyond = months <= 2 * LONGEST_YEAR, 2 * TILE * tmean.itemsize
    for first in range(begin, end, WIDTH):
        sites = min(WIDTH, end - first)
        _begin(work, first, sites, initial, deficit, clay, depth, soil, driest)
        periodic = False
        month = 0
        filled = 0
        while month < width:
            here = month % months
            count = min(TILE, months - here)
            k = here * WIDTH if kept else 0
            if not periodic:
                t = _place(tmean, by_tmean, first, sites, here, count, spare, AT_TMEAN)
                r = _place(rain, by_rain, first, sites, here, count, spare, AT_RAIN)
                e = _place(evaporation, by_evaporation, first, sites, here, count, spare, AT_EVAPORATION)
                p = _place(plant, by_plant, first, sites, here, count, spare, AT_PLANT)
                d = _place(manure, by_manure, first, sites, here, count, spare, AT_MANURE)
                under = _place(covered, by_covered, first, sites, here, count, spare_cover, 0)
                _shares(ratio, by_ratio, first, sites, here, count, spare, work)
                ask_ahead(t[0] + (WIDTH * t[1] if short else beyond), t[1])
                _read(work, k, count, tmean, t, r, e, under, p, d, by_ratio[1], factor)
                ask_ahead(r[0] + (WIDTH * r[1] if short else beyond), r[1])
                put_water(work, k, count)
                ask_ahead(e[0] + (WIDTH * e[1] if short else beyond), e[1])
                ask_ahead(p[0] + (WIDTH * p[1] if short else beyond), p[1])
                put_rates(work, k, count, driest)
                ask_ahead(d[0] + (WIDTH * d[1] if short else beyond), d[1])
                if keep != KEEP_LAST:
                    ask_ahead(address(soc, first * width + month + WIDTH * width), width * soc.itemsize)
                if month == 0:
                    ask_ahead(under[0] + WIDTH * under[1], under[1])
                if kept and here + count == months:
                    periodic = _unchanged(work) and month >= months
            done = 0
            while done < count:
                some = min(count - done, TILE - filled)
                if keep == KEEP_SOC:
                    turn(work, k + done * WIDTH, some, SOC + filled * WIDTH)
                else:
                    _turn_in_full(work, k + done * WIDTH, some, filled * WIDTH)
                done += some
                filled += some
                if filled == TILE or month + done == width:
                    since = month + done - filled
                    if keep != KEEP_LAST:
                        _drain(work, SOC, first, sites, since, filled, every_soc, width)
                    if keep == KEEP_POOLS:
                        _drain(work, DEFICIT, first, sites, since, filled, every_deficit, width)
                        _drain(work, LOST, first, sites, since, filled, every_respired, width)
                        _drain_pools(work, first, sites, since, filled, pools.ravel(), width)
                    filled = 0
            month += count
        if not _sound(work):
            return first
        if keep != KEEP_SOC:
            _finish(work, first, sites, last)
    return -1
