"""Deeds around spaces."""

from humus.spaces.domain.joining import answer, change_role, check_role, end, from_partner, grant, join, withdraw
from humus.spaces.domain.keeping import appoint, archive, change, open_space, unarchive

__all__ = [
    "answer",
    "appoint",
    "archive",
    "change",
    "change_role",
    "check_role",
    "end",
    "from_partner",
    "grant",
    "join",
    "open_space",
    "unarchive",
    "withdraw",
]
