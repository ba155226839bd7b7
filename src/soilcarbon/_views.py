"""Arrays as the kernels take them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


class _Lent:
    """The memory of an array, offered as writable; holds the array, so that the memory lives."""

    def __init__(self, values: NDArray[Any]) -> None:
        interface = dict(values.__array_interface__)
        interface["data"] = (interface["data"][0], False)
        self.values, self.__array_interface__ = values, interface


def lent(values: NDArray[Any]) -> NDArray[Any]:
    """`values` for a kernel that only reads them: one that is read-only by a view that is not.

    Numba takes read-only for a type of its own and would compile the kernel again for every mix of the two, seconds
    each. Columns of pandas, memory maps and what `np.broadcast_to` gives are read-only.
    """
    return values if values.flags.writeable else np.asarray(_Lent(values))
