"""The difference of two texts as changes that can be taken or left one by one."""

from .finding import Unit, find, take, with_ids_of
from .meeting import clashes

__all__ = ["Unit", "clashes", "find", "take", "with_ids_of"]
