"""From what a caller passes to what the kernels read: shapes, broadcasting and readable refusals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from soilcarbon import _checks as check
from soilcarbon import _constants as c
from soilcarbon import _farina
from soilcarbon import _rothc_twin as twin
from soilcarbon._views import lent
from soilcarbon.errors import SoilCarbonError

Array = NDArray[Any]
DOUBLE, BOOLEAN = np.dtype(np.float64), np.dtype(np.bool_)

# name: (low, high, unit, low is open)
RANGES: dict[str, tuple[float | None, float | None, str, bool]] = {
    "tmean": (*c.TMEAN_RANGE, "degC", False),
    "rain": (0.0, None, "mm a month", False),
    "evaporation": (None, None, "mm a month", False),
    "plant_carbon": (0.0, None, "t C/ha a month", False),
    "manure_carbon": (0.0, None, "t C/ha a month", False),
    "dpm_rpm": (0.0, None, "", False),
    "pools": (0.0, None, "t C/ha", False),
    "clay": (*c.CLAY_RANGE, "%", False),
    "depth": (0.0, None, "cm", True),
    "deficit": (None, 0.0, "mm", False),
    "iom": (0.0, None, "t C/ha", False),
    "soc": (0.0, None, "t C/ha", False),
    "modern": (0.0, None, "percent modern", False),
    "ages": (0.0, None, "years", False),
    "silt": (0.0, 100.0, "%", True),
    "bulk_density": (0.0, 2.65, "g/cm3", True),
    "organic_carbon": (0.0, 58.0, "%", True),
    "rate_modifier": (0.0, None, "", True),
}


def checked(name: str, value: ArrayLike, **rules: Any) -> Array:
    """`value` as float64 inside the range of its name."""
    low, high, unit, low_open = RANGES[name]
    return check.array(name, value, low=low, high=high, unit=unit, low_open=low_open, **rules)


def factor(evaporation_kind: str) -> float:
    return c.EVAPORATION[check.choice("evaporation_kind", evaporation_kind, c.EVAPORATION)]


def numbers(name: str, value: ArrayLike, dtype: DTypeLike) -> Array:
    """An array that the kernels read in place, its entries not yet looked at."""
    return in_place(check.numbers(name, value, dtype))


def as_read(shape: tuple[int, ...], dtype: DTypeLike, *values: Any) -> bool:
    """Whether the kernels read each of `values` as it is, and all have this shape and type."""
    for value in values:
        if type(value) is not np.ndarray or value.shape != shape or value.dtype is not dtype or not value.flags.carray:
            return False
    return True


def table(name: str, value: ArrayLike, dtype: DTypeLike, sites_first: bool = False) -> Array:
    """A monthly driver as the kernels read it."""
    if sites_first and dtype is DOUBLE and type(value) is np.ndarray and value.ndim == 1:
        return column(name, value).reshape(-1, 1)
    values = in_place(check.flags(name, value)) if dtype is BOOLEAN else numbers(name, value, dtype)
    return by_site_and_month(name, values, sites_first)


def in_place(values: Array) -> Array:
    """`values`, copied only where a row's entries do not lie side by side, as they do in some columns of a table."""
    if values.flags.c_contiguous:
        return lent(values)
    if values.ndim == 2 and values.strides[1] == values.itemsize:
        step, rest = divmod(values.strides[0], values.itemsize)
        if rest == 0 and step >= values.shape[1]:
            return lent(values)
    return np.ascontiguousarray(values)


def by_site_and_month(name: str, values: Array, sites_first: bool = False) -> Array:
    """Two axes (sites, months): a row broadcasts over sites; with `sites_first` a 1-D array is one value a site."""
    if values.ndim == 2:
        return values
    if values.ndim < 2:
        return values.reshape((-1, 1) if sites_first else (1, -1))
    raise SoilCarbonError(f"{name} has shape {values.shape}; allowed: (sites, months)", argument=name)


def by_site(name: str, values: Array) -> Array:
    if values.ndim > 1:
        if values.ndim == 2 and values.shape[1] == 1:
            return values[:, 0]
        raise SoilCarbonError(f"{name} has shape {values.shape}; allowed: (sites,)", argument=name)
    return values.reshape(-1)


def column(name: str, value: Any) -> Array:
    """One value a site, side by side."""
    if isinstance(value, float):
        return np.array((value,))
    if type(value) is np.ndarray and value.dtype is DOUBLE and value.ndim == 1 and value.flags.c_contiguous:
        return lent(value)
    return by_site(name, lent(np.ascontiguousarray(check.numbers(name, value))))


def by_pool(name: str, values: Array) -> Array:
    if values.ndim not in (1, 2) or values.shape[-1] != 5:
        raise SoilCarbonError(
            f"{name} has shape {values.shape}; allowed: (sites, 5) in the order DPM, RPM, BIO, HUM, IOM", argument=name
        )
    return values.reshape(-1, 5)


def common(lengths: dict[str, int], axis: str) -> int:
    """The one length that all agree on (1 broadcasts)."""
    found = 1
    for name, length in lengths.items():
        if length == 1:
            continue
        if found not in (1, length):
            raise SoilCarbonError(f"{name} has {length} {axis}; allowed: 1 or {found}", argument=name)
        found = length
    return found


@dataclass(slots=True)
class Drivers:
    """Monthly drivers (sites or 1, months or 1) and site values (sites or 1,), broadcast only in the reading."""

    tmean: Array
    rain: Array
    evaporation: Array
    covered: Array
    plant_carbon: Array
    manure_carbon: Array
    dpm_rpm: Array
    clay: Array
    depth: Array
    deficit: Array
    sites: int
    months: int

    MONTHLY = ("tmean", "rain", "evaporation", "covered", "plant_carbon", "manure_carbon", "dpm_rpm")
    SITE = ("clay", "depth", "deficit")

    def check(self) -> None:
        """Look at every entry; raises at the first that is refused."""
        for name in (*self.MONTHLY, *self.SITE):
            if name != "covered":
                checked(name, getattr(self, name))

    def full(self, name: str) -> Array:
        """One monthly driver, (sites, months)."""
        values: Array = np.broadcast_to(getattr(self, name), (self.sites, self.months))
        return values.astype(np.bool_) if name == "covered" else values.astype(np.float64, copy=False)

    def site(self, name: str) -> Array:
        return np.broadcast_to(getattr(self, name), (self.sites,)).astype(np.float64, copy=False)

    def balance(self, evaporation_factor: float) -> Array:
        return self.full("rain") - evaporation_factor * self.full("evaporation")

    def fresh(self) -> Array:
        """Carbon entering DPM, RPM, BIO, HUM, IOM: (sites, months, 5)."""
        return twin.inputs(self.full("plant_carbon"), self.full("manure_carbon"), self.full("dpm_rpm"))


def drivers(
    *,
    tmean: ArrayLike,
    rain: ArrayLike,
    evaporation: ArrayLike,
    covered: ArrayLike,
    clay: ArrayLike,
    depth: ArrayLike,
    plant_carbon: ArrayLike = 0.0,
    manure_carbon: ArrayLike = 0.0,
    dpm_rpm: ArrayLike = 1.44,
    deficit: ArrayLike = 0.0,
    dtype: DTypeLike = np.float64,
    sites: int = 1,
    months: int = 1,
) -> Drivers:
    """Shapes made common; entries are not looked at (`Drivers.check` or the kernel does)."""
    monthly = (
        table("tmean", tmean, dtype), table("rain", rain, dtype), table("evaporation", evaporation, dtype),
        table("covered", covered, BOOLEAN), table("plant_carbon", plant_carbon, dtype),
        table("manure_carbon", manure_carbon, dtype), table("dpm_rpm", dpm_rpm, dtype, sites_first=True),
    )  # fmt: skip
    single = column("clay", clay), column("depth", depth), column("deficit", deficit)
    height, width, fits = sites, months, True
    for values in (*monthly, *single):
        if (have := len(values)) not in (1, height):
            height, fits = have, fits and height == 1
    for values in monthly:
        if (have := values.shape[1]) not in (1, width):
            width, fits = have, fits and width == 1
    if not fits:
        names, arrays = (*Drivers.MONTHLY, *Drivers.SITE), (*monthly, *single)
        common({"pools": sites} | {name: len(values) for name, values in zip(names, arrays, strict=True)}, "sites")
        wide = zip(Drivers.MONTHLY, monthly, strict=True)
        common({"months": months} | {name: values.shape[1] for name, values in wide}, "months")
    return Drivers(*monthly, *single, height, width)


@dataclass(frozen=True, slots=True)
class Moisture:
    """The water options of version 2 (Farina et al. 2013)."""

    moisture: str = "standard"
    bare_deficit: str = "standard"
    minimum: float = c.DRIEST_FACTOR
    silt: ArrayLike | None = None
    bulk_density: ArrayLike | None = None
    organic_carbon: ArrayLike | None = None

    @property
    def standard(self) -> bool:
        return self.moisture == "standard" and self.bare_deficit == "standard"

    def check(self) -> None:
        check.choice("moisture", self.moisture, _farina.MOISTURE)
        check.choice("bare_deficit", self.bare_deficit, _farina.BARE)
        check.scalar("minimum_moisture", self.minimum, low=0.0, high=1.0)
        if self.moisture == "standard":
            return
        for name in ("silt", "bulk_density", "organic_carbon"):
            if getattr(self, name) is None:
                raise SoilCarbonError(f"{name} is missing; allowed: numbers where moisture={self.moisture!r}")
            checked(name, getattr(self, name))

    @staticmethod
    def _each(name: str, value: ArrayLike, sites: int) -> Array:
        values = by_site(name, checked(name, value))
        if values.shape[0] not in (1, sites):
            raise SoilCarbonError(f"{name} has {values.shape[0]} sites; allowed: 1 or {sites}", argument=name)
        return values

    def soil(self, clay: Array, depth: Array) -> twin.Soil:
        usual = twin.soil(clay, depth, self.minimum)
        if self.standard:
            return usual
        if self.moisture != "standard":
            checked("clay", np.where(clay > 1 / check.LARGEST, clay, np.nan))
        zero = np.zeros(1)
        silt, bulk_density, organic_carbon = (
            zero if value is None else self._each(name, value, clay.shape[0])
            for name, value in (
                ("silt", self.silt), ("bulk_density", self.bulk_density), ("organic_carbon", self.organic_carbon)
            )
        )  # fmt: skip
        found = _farina.soil(
            usual,
            moisture=self.moisture,
            bare=self.bare_deficit,
            driest=self.minimum,
            clay=clay,
            silt=silt,
            bulk_density=bulk_density,
            organic_carbon=organic_carbon,
            depth=depth,
        )
        finite = all(np.isfinite(row).all() for row in (found.greatest, found.one_bar, found.fifteen_bar, found.bare))
        if not finite or not (found.fifteen_bar < found.one_bar).all():
            raise SoilCarbonError(
                "silt, bulk_density and organic_carbon give no water curve that falls; allowed: a mineral soil's",
                argument="silt",
            )
        return found


USUAL = Moisture()


def moisture(
    moisture: str, bare_deficit: str, minimum: float,
    silt: ArrayLike | None, bulk_density: ArrayLike | None, organic_carbon: ArrayLike | None,
) -> Moisture:  # fmt: skip
    """The checked options; the very defaults pass at once, for small runs' sake."""
    usual = moisture is USUAL.moisture and bare_deficit is USUAL.bare_deficit and minimum is USUAL.minimum
    if usual and silt is None and bulk_density is None and organic_carbon is None:
        return USUAL
    water = Moisture(moisture, bare_deficit, minimum, silt, bulk_density, organic_carbon)
    water.check()
    return water
