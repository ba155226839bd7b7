"""What a grid run computes: the variables a model reads and writes for one block of cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Model:
    """site: one value a cell, the first sets the shape; series: (cell, time); shared: tables read through `region`."""

    site: tuple[str, ...]
    series: tuple[str, ...]
    run: Callable[..., Block]
    optional: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    monthly_output: bool = False
    outputs: tuple[str, ...] = ()


def _gsocseq(block: Block, **options: Any) -> Block:
    from soilcarbon import rothc

    found = rothc.gsocseq(**block, dtype=np.float32, **options)
    result = {name: getattr(found, name) for name in _GSOCSEQ if hasattr(found, name)}
    for scenario in ("ssm1", "ssm2", "ssm3"):
        result[f"relative_rate_{scenario}"] = found.relative_rate(scenario)
    for of in ("soc_0", "bau", "ssm"):
        result[f"uncertainty_{of}"] = found.uncertainty(of)
    return result


def _rothc(block: Block, **options: Any) -> Block:
    from soilcarbon import rothc

    pools = np.stack([block.pop(name) for name in _POOLS], axis=-1)
    found = rothc.simulate(pools, **block, keep="soc", dtype=np.float32, **options)
    assert found.soc is not None
    return {"soc": found.soc}


_POOLS = ("dpm", "rpm", "bio", "hum", "iom")
_GSOCSEQ = (
    "carbon_input_equilibrium", "carbon_input", "soc_0", "bau", "ssm1", "ssm2", "ssm3",
    "soc_0_min", "bau_min", "ssm_min", "soc_0_max", "bau_max", "ssm_max",
)  # fmt: skip
_DERIVED = tuple(f"relative_rate_ssm{i}" for i in (1, 2, 3)) + tuple(
    f"uncertainty_{w}" for w in ("soc_0", "bau", "ssm")
)

MODELS = {
    "gsocseq": Model(
        site=("soc", "clay", "land_use"),
        series=("cover", "tmean_spin_up", "rain_spin_up", "pet_spin_up", "tmean", "rain", "pet"),
        optional=("npp_spin_up",),
        shared=("tmean_anomaly", "rain_anomaly", "pet_anomaly"),
        run=_gsocseq,
        outputs=_GSOCSEQ + _DERIVED,
    ),
    "rothc": Model(
        site=("clay", "depth", "dpm_rpm", *_POOLS),
        series=("tmean", "rain", "evaporation", "covered", "plant_carbon", "manure_carbon"),
        run=_rothc,
        monthly_output=True,
        outputs=("soc",),
    ),
}
