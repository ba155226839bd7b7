"""GSOCseq in plain NumPy on RothC's plain twin: what the compiled protocol is tested against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from soilcarbon import _constants as c
from soilcarbon import _equilibrium as balance
from soilcarbon import _rothc_twin as twin
from soilcarbon._gsocseq import FORWARD_YEARS, INCREASE, LAND, RUNS

Array = NDArray[np.float64]


def miami(rain: Array, tmean: Array) -> Array:
    """Net primary production in t C/ha a year from yearly rain (mm) and mean temperature (degC)."""
    wet = 3000.0 * (1.0 - np.exp(-0.000664 * rain))
    warm = 3000.0 / (1.0 + np.exp(1.315 - 0.119 * tmean))
    return np.minimum(wet, warm) / 100.0 * 0.5


def _advance(pools: Array, rates: Array, carbon: Array, ratio: Array, given: twin.Shares) -> Array:
    nothing = np.zeros_like(carbon)
    for m in range(rates.shape[1]):
        pools, _ = twin.decompose(pools, rates[:, m], given)
        pools = pools + twin.inputs(carbon / 12.0, nothing, ratio)
    return pools


def _rates(tmean: Array, deficits: Array, cover: Array, paddy: Array, ground: twin.Soil) -> Array:
    moist = twin.moisture_factor(deficits, ground.columns())
    return twin.temperature_factor(tmean) * moist * cover * paddy[:, None]


def protocol(
    soc: Array,
    clay: Array,
    land_use: Array,
    cover: Array,
    spin_up: tuple[Array, Array, Array],
    warm_up: tuple[Array, Array, Array],
    *,
    depth: float = 30.0,
    mean_input: bool = False,
) -> list[dict[str, Array]]:
    """One dictionary a run (mean, minimum, maximum): equilibrium, input, soc_0, bau and ssm (a list)."""
    ratio = np.array([LAND[int(code)][0] for code in land_use])
    paddy = np.array([LAND[int(code)][2] for code in land_use])
    vegetated = cover <= 0.8
    found = []
    for by_soc, by_clay, by_t, by_r, shift in RUNS:
        fines = np.minimum(clay * by_clay, 100.0)
        ground, given = twin.soil(fines, np.full_like(fines, depth)), twin.shares(fines)
        deficits = balance.periodic_deficit(spin_up[1] - spin_up[2], vegetated, ground, np.zeros_like(fines))
        rate = _rates(spin_up[0], deficits, cover, paddy, ground).mean(axis=1)
        stock = soc * by_soc
        inert = c.FALLOON_FACTOR * stock**c.FALLOON_POWER
        unit = balance.continuous(fines, ratio)
        each = (stock - inert) / unit.sum(axis=1)
        pools = np.concatenate([unit * each[:, None], inert[:, None]], axis=1)
        begun = each * rate
        grown_0 = miami(spin_up[1].sum(axis=1) * by_r, spin_up[0].mean(axis=1) * by_t)
        now, inputs = deficits[:, -1], []
        for year in range(warm_up[0].shape[1] // 12):
            t, r, e = (values[:, 12 * year : 12 * year + 12] for values in warm_up)
            inputs.append(begun / grown_0 * miami(r.sum(axis=1) * by_r, t.mean(axis=1) * by_t))
            months = []
            for m in range(12):
                now = twin.next_deficit(now, r[:, m] * by_r - e[:, m], vegetated[:, m], ground)
                months.append(now)
            rates = _rates(t * by_t, np.stack(months, axis=1), cover, paddy, ground)
            pools = _advance(pools, rates, inputs[-1], ratio, given)
        t, r, e = (values.reshape(values.shape[0], -1, 12).mean(axis=1) for values in warm_up)
        deficits = balance.periodic_deficit(r * by_r - e, vegetated, ground, now)
        rates = _rates(t * by_t, deficits, cover, paddy, ground)
        carbon = np.mean(inputs, axis=0) if mean_input else inputs[-1]

        def forward(
            factor: float,
            pools: Array = pools,
            rates: Array = rates,
            carbon: Array = carbon,
            given: twin.Shares = given,
        ) -> Array:
            for _ in range(FORWARD_YEARS):
                pools = _advance(pools, rates, carbon * factor, ratio, given)
            total: Array = pools.sum(axis=1)
            return total

        scenarios = INCREASE if shift == 0.0 else (INCREASE[1] + shift,)
        found.append({"equilibrium": begun, "input": carbon, "soc_0": pools.sum(axis=1), "bau": forward(1.0)})
        for i, factor in enumerate(scenarios):
            found[-1][f"ssm{i + 1}" if shift == 0.0 else "ssm"] = forward(factor)
    return found
