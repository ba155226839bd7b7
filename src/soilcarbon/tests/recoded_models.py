"""The models once more, in scalars, from the equations alone: nothing of the library is used here."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import Any

# DPM, RPM, BIO, HUM
RATES = (10.0, 0.3, 0.66, 0.02)


def amg_rate(
    t: float, p: float, pet: float, clay: float, lime: float, ph: float | None, cn: float | None, version: int
) -> float:
    """Yearly rate of AMG's active pool; clay in %, lime in g/kg."""
    k0, a, c = {1: (0.165, 0.00272, 0.00167), 2: (0.290, 0.002519, 0.00150)}[version]
    heat = 25 / (1 + 24 * exp(0.12 * 15) * exp(-0.12 * t)) if t > 0 else 0.0
    water = 1 / (1 + 0.03 * exp(-5.247 * (p - pet) / 1000))
    rate = k0 * heat * water * exp(-a * 10 * clay) / (1 + c * lime)
    if version == 2 and ph is not None and cn is not None:
        rate *= exp(-0.112 * (ph - 8.5) ** 2) * (0.8 * exp(-0.060 * (cn - 11) ** 2) + 0.2)
    return rate


def amg_run(soc: float, inputs: Sequence[tuple[float, float]], rate: float, years: int, stable: float) -> list[float]:
    """SOC at each year's end; inputs are (carbon, share that becomes humus)."""
    kept, active, found = stable * soc, (1 - stable) * soc, []
    for _ in range(years):
        active = active + sum(m * h for m, h in inputs) - rate * active
        found.append(kept + active)
    return found


def temperature(t: float) -> float:
    """RothC's temperature factor."""
    return 47.91 / (1 + exp(106.06 / (t + 18.27))) if t >= -5 else 0.0


def standard_limits(clay: float, depth: float) -> dict[str, float]:
    """Deficits of RothC 26.3 in mm: the greatest, at 1 bar, at 15 bar, and the limit of bare soil."""
    greatest = -(20 + 1.3 * clay - 0.01 * clay**2) * depth / 23
    return {"scale": greatest, "one": 0.444 * greatest, "fifteen": greatest, "bare": 0.556 * greatest}


def van_genuchten_limits(
    clay: float, silt: float, density: float, carbon: float, depth: float, *, dry: bool, wilting: bool
) -> dict[str, float]:
    """Deficits of version 2 from the water contents of Wosten et al. (1999) for topsoil."""
    c, s, d, om = clay, silt, density, 1.72 * carbon
    wet = 0.7919 + 0.001691 * c - 0.29619 * d - 0.000001491 * s * s + 0.0000821 * om * om + 0.02427 / c + 0.01113 / s
    wet += 0.01472 * log(s) - 0.0000733 * om * c - 0.000619 * d * c - 0.001183 * d * om - 0.0001664 * s
    alpha = -14.96 + 0.03135 * c + 0.0351 * s + 0.646 * om + 15.29 * d - 0.192 - 4.671 * d * d - 0.000781 * c * c
    alpha += -0.00687 * om * om + 0.0449 / om + 0.0663 * log(s) + 0.1482 * log(om) - 0.04546 * d * s
    alpha += -0.4852 * d * om + 0.00673 * c
    n = -25.23 - 0.02195 * c + 0.0074 * s - 0.1940 * om + 45.5 * d - 7.24 * d * d + 0.0003658 * c * c
    n += 0.002885 * om * om - 12.81 / d - 0.1524 / s - 0.01958 / om - 0.2876 * log(s) - 0.0709 * log(om)
    n += -44.6 * log(d) - 0.02264 * d * c + 0.0896 * d * om + 0.00718 * c
    n = exp(n) + 1

    def deficit(mbar: float) -> float:
        def content(h: float) -> float:
            return 0.01 + (wet - 0.01) / (1 + (exp(alpha) * h) ** n) ** (1 - 1 / n)

        return 10 * (content(mbar) - content(50)) * depth

    one, fifteen = deficit(1000), deficit(15_000)
    bare = fifteen if wilting else fifteen - 0.6388 / 0.8 * (fifteen - one)
    return {"scale": deficit(1_000_000) if dry else fifteen, "one": one, "fifteen": fifteen, "bare": bare}


def next_deficit(s: float, balance: float, covered: bool, limits: dict[str, float]) -> float:
    """The deficit after a month of this balance of water, mm."""
    if covered:
        return max(limits["scale"], min(0.0, s + balance))
    return max(min(limits["bare"], s), min(0.0, s + balance))


def moisture(s: float, limits: dict[str, float], least: float) -> float:
    """RothC's moisture factor."""
    if s > limits["one"]:
        return 1.0
    if s <= limits["fifteen"]:
        return least
    return least + (1 - least) * (limits["fifteen"] - s) / (limits["fifteen"] - limits["one"])


def month(
    pools: list[float], ages: list[float], a: float, clay: float, fresh: Sequence[float], modern: float
) -> tuple[list[float], list[float]]:
    """Five pools and their radiocarbon ages a month later; fresh carbon comes as DPM, RPM, BIO, HUM."""
    x = 1.67 * (1.85 + 1.60 * exp(-0.0786 * clay))
    decay = log(2) / 5568
    carbon, activity = [0.0] * 4, [0.0] * 4
    for j, k in enumerate(RATES):
        young = exp(-decay * ages[j])
        left = pools[j] * exp(-k * a / 12)
        lost = pools[j] - left
        for into, amount in ((j, left), (2, 0.46 / (x + 1) * lost), (3, 0.54 / (x + 1) * lost)):
            carbon[into] += amount
            activity[into] += amount * young
    for j in range(4):
        carbon[j] += fresh[j]
        activity[j] = activity[j] * exp(-decay / 12) + fresh[j] * modern / 100
    older = [log(c / s) / decay if c > 0 and s > 0 else 0.0 for c, s in zip(carbon, activity, strict=True)]
    return [*carbon, pools[4]], [*older, ages[4]]


def delta(pools: Sequence[float], ages: Sequence[float]) -> float:
    """Delta 14C of all carbon, per mille."""
    decay = log(2) / 5568
    active = sum(c * exp(-decay * age) for c, age in zip(pools, ages, strict=True))
    return 1000 * (exp(-log(sum(pools) / active) / decay / 8035) - 1)


def entering(plant: float, manure: float, ratio: float) -> list[float]:
    """Plant and manure carbon as DPM, RPM, BIO, HUM."""
    share = ratio / (1 + ratio)
    return [plant * share + 0.49 * manure, plant * (1 - share) + 0.49 * manure, 0.0, 0.02 * manure]


def rothc(pools: Sequence[float], d: dict[str, Any], limits: dict[str, float], least: float = 0.2) -> dict[str, Any]:
    """One site over months of `d`: lists of tmean, rain, evaporation (already as PET), covered, carbon and modern."""
    state, ages, s = list(pools), list(d["ages"]), 0.0
    found: dict[str, Any] = {"pools": [], "deficit": [], "ages": [], "delta": [], "rate": []}
    for m in range(len(d["tmean"])):
        s = next_deficit(s, d["rain"][m] - d["evaporation"][m], d["covered"][m], limits)
        a = temperature(d["tmean"][m]) * moisture(s, limits, least) * (0.6 if d["covered"][m] else 1.0)
        fresh = entering(d["plant"][m], d["manure"][m], d["ratio"])
        state, ages = month(state, ages, a, d["clay"], fresh, d["modern"][m])
        for name, value in (("pools", state), ("deficit", s), ("ages", ages), ("rate", a)):
            found[name].append(value)
        found["delta"].append(delta(state, ages))
    return found


def miami(rain: float, t: float) -> float:
    """Net primary production, t C/ha a year."""
    return min(3000 * (1 - exp(-0.000664 * rain)), 3000 / (1 + exp(1.315 - 0.119 * t))) / 100 * 0.5


def gsocseq(cell: dict[str, Any], *, mean_input: bool) -> dict[str, float]:
    """FAO's protocol for one cell: climate as lists of (tmean, rain, pet) a month."""
    out: dict[str, float] = {}
    runs = {"": (1, 1, 1, 1), "_min": (0.8, 0.9, 1.02, 0.95), "_max": (1.2, 1.1, 0.98, 1.05)}
    for suffix, (by_soc, by_clay, by_t, by_p) in runs.items():
        clay, soc = min(cell["clay"] * by_clay, 100.0), cell["soc"] * by_soc
        limits = standard_limits(clay, 30.0)
        cover = cell["cover"]

        def year(
            s: float, climate: list[Any], limits: dict[str, float] = limits, cover: list[float] = cover
        ) -> tuple[float, list[float]]:
            rates = []
            for m, (t, p, e) in enumerate(climate):
                s = next_deficit(s, p - e, cover[m] <= 0.8, limits)
                rates.append(temperature(t) * moisture(s, limits, 0.2) * cover[m] * cell["paddy"])
            return s, rates

        def settled(s: float, climate: list[Any], year: Any = year) -> tuple[float, list[float]]:
            for _ in range(500):
                s, rates = year(s, climate)
            return s, rates

        def step(pools: list[float], rates: list[float], carbon: float, clay: float = clay) -> list[float]:
            for a in rates:
                pools, _ = month(pools, [0.0] * 5, a, clay, entering(carbon / 12, 0.0, cell["ratio"]), 100.0)
            return pools

        s, rates = settled(0.0, cell["spin_up"])
        pools, c_eq = _at_rest(soc, clay, sum(rates) / 12, cell["ratio"])
        npp_0 = miami(by_p * sum(p for _, p, _ in cell["spin_up"]), by_t * sum(t for t, _, _ in cell["spin_up"]) / 12)
        inputs = []
        for climate in cell["years"]:
            rain, heat = sum(p for _, p, _ in climate), sum(t for t, _, _ in climate) / 12
            inputs.append(c_eq / npp_0 * miami(by_p * rain, by_t * heat))
            s, rates = year(s, [(t * by_t, p * by_p, e) for t, p, e in climate])
            pools = step(pools, rates, inputs[-1])
        count = len(cell["years"])
        mean = [tuple(sum(y[m][v] for y in cell["years"]) / count for v in range(3)) for m in range(12)]
        _, rates = settled(s, [(t * by_t, p * by_p, e) for t, p, e in mean])
        carbon = sum(inputs) / count if mean_input else inputs[-1]
        middle = {"": 1.10, "_min": 0.95, "_max": 1.25}[suffix]
        scenarios = {"bau": 1.0, "ssm1": 1.05, "ssm2": 1.10, "ssm3": 1.20} if not suffix else {"bau": 1, "ssm": middle}
        out[f"soc_0{suffix}"] = sum(pools)
        for name, factor in scenarios.items():
            then = pools
            for _ in range(20):
                then = step(then, rates, carbon * factor)
            out[f"{name}{suffix}"] = sum(then)
        if not suffix:
            out |= {"carbon_input_equilibrium": c_eq, "carbon_input": carbon}
    return out


def _at_rest(soc: float, clay: float, a: float, ratio: float) -> tuple[list[float], float]:
    """Pools and input of the continuous model, by the two balances of BIO and HUM and a search for the input."""
    x = 1.67 * (1.85 + 1.60 * exp(-0.0786 * clay))
    into_bio, into_hum = 0.46 / (1 + x), 0.54 / (1 + x)
    iom, share = 0.049 * soc**1.139, ratio / (1 + ratio)

    def pools(carbon: float) -> list[float]:
        # At rest all that decays is D = carbon + BIO and HUM decayed; BIO and HUM each lose what they gain of D.
        decayed = carbon / (1 - into_bio - into_hum)
        parts = [share * carbon, (1 - share) * carbon, into_bio * decayed, into_hum * decayed]
        return [part / (k * a) for part, k in zip(parts, RATES, strict=True)]

    carbon = (soc - iom) / sum(pools(1.0))
    return [*pools(carbon), iom], carbon
