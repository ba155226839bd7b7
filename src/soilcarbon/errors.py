"""The one error that every function of the library raises for an input it cannot accept."""

from __future__ import annotations

__all__ = ["SoilCarbonError"]


class SoilCarbonError(ValueError):
    """An input is refused. The message names the argument, the first bad index and the allowed range.

    Attributes
    ----------
    argument:
        Name of the refused argument, or None where the refusal concerns several.
    index:
        First bad index (a tuple, one entry a dimension), or None where the argument as a whole is refused.
    """

    def __init__(self, message: str, *, argument: str | None = None, index: tuple[int, ...] | None = None) -> None:
        super().__init__(message)
        self.argument = argument
        self.index = index
