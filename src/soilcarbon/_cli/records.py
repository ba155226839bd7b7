"""From raw cells to checked values: every bad cell of a file is found in one pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from soilcarbon._cli.columns import Column, fold, fold_unit, recognise
from soilcarbon._cli.table import BadCell, BadFile, RawTable, Row, decimal_mark, is_missing, parse_number, read_table

# How laboratories write "below the limit of detection" (of quantification) without its figure.
LIMITS = frozenset(
    {
        *("lod", "loq", "dl", "ld", "lq", "mdl", "ldd", "ldq", "bdl", "blq", "bld", "udl", "nwg", "bg", "lod_loq"),
        *("limit_of_detection", "detection_limit", "limite_de_detection", "limite_de_deteccion"),
    }
)
BELOW = {"half": 0.5, "zero": 0.0, "limit": 1.0}


@dataclass
class Record:
    """One row: its line, values by column name in the library's units, and the cells they came from."""

    number: int
    values: dict[str, Any]
    cells: dict[str, str] = field(default_factory=dict)


@dataclass
class Records:
    """Checked rows and everything that had to be assumed or left out to read them."""

    source: str
    rows: list[Record]
    headings: dict[str, str]
    notes: list[str] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    places: set[tuple[int, str]] = field(default_factory=set)
    shifted: frozenset[int] = frozenset()

    def refuse(self, row: Record, column: str, problem: str) -> None:
        """Mark a cell as bad."""
        self.note_bad(BadCell(row.number, self.headings.get(column, column), row.cells.get(column, ""), problem))

    def note_bad(self, cell: BadCell) -> None:
        """Keep a bad cell for the end; those of a row that is too long may stand in the wrong columns."""
        if cell.row not in self.shifted:
            self.bad.append(cell)
        self.places.add((cell.row, cell.column))

    def is_bad(self, row: Record, *columns: str) -> bool:
        """Whether one of these cells has been refused already."""
        return any((row.number, self.headings.get(column, column)) in self.places for column in columns)

    def finish(self) -> Records:
        """Raise where any cell is bad."""
        if self.bad:
            raise BadFile(self.source, self.bad)
        return self


def read_records(
    path: str, known: dict[str, Column], *, required: tuple[str, ...] = (), below: str = "half", units: dict[str, str]
) -> Records:
    """Read a file against the columns it may have.

    Headings that are not known are passed over with a note. `units` overrides the headings' units; it names a column or
    its heading. A measured value below its detection limit becomes that limit times `below` ("half", "zero", "limit"),
    or is bad ("refuse").
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise BadFile(path, [], f"cannot be read: {error.strerror or error}") from error
    raw = read_table(
        data,
        path,
        lambda cells: _columns_in(cells, known, required),
        lambda heading: recognise(heading, known) is not None,
    )
    columns = _columns(raw, known, _units_by_column(raw, known, units))
    missing = [name for name in required if not any(column.name == name for column, _, _ in columns.values())]
    if missing:
        wanted = "; ".join(" or ".join((name, *known[name].aliases[:3])) for name in missing)
        raise BadFile(path, [], f"has no column for {wanted}. Its headings: {', '.join(raw.headings)}")
    return _convert(raw, columns, below)


def _columns_in(cells: list[str], known: dict[str, Column], required: tuple[str, ...]) -> int:
    """How well a line names known columns and their units; 0 where it cannot be the headings."""
    hits = [hit for cell in cells if (hit := recognise(cell, known))]
    names = {column.name for column, _ in hits}
    with_units = sum(bool(unit) for _, unit in hits)
    return 2 * len(names) + with_units if names.issuperset(required) and len(names) > 1 else 0


def _columns(raw: RawTable, known: dict[str, Column], units: dict[str, str]) -> dict[int, tuple[Column, float, str]]:
    """Position -> (column, factor to the library's unit, heading)."""
    found: dict[int, tuple[Column, float, str]] = {}
    bad: list[BadCell] = []
    borrowing: list[int] = []
    second = _unit_row(raw, known)
    unknown, guessed = [], []
    for position, heading in enumerate(raw.headings):
        hit = recognise(heading, known)
        if hit is None:
            unknown.append(heading)
            continue
        column, unit = hit
        unit = fold_unit(units[column.name]) if column.name in units else unit or fold_unit(second.get(position, ""))
        rival = next((at for at, (other, _, _) in found.items() if other.name == column.name), None)
        if rival is not None and not column.numeric:
            worse = max(position, rival, key=lambda at: (column.rank(raw.headings[at]), at))
            unknown.append(raw.headings[worse])
            if worse == rival:
                del found[rival]
                found[position] = column, 1.0, heading
        elif rival is not None:
            bad.append(BadCell(raw.heading_row, heading, heading, f"a second column for {column.name}"))
        elif column.numeric and column.units and unit and unit not in column.units:
            bad.append(BadCell(raw.heading_row, heading, unit, f"unknown unit; allowed: {', '.join(column.units)}"))
        elif column.needs_unit and not unit:
            rule = (
                f"no unit; write it in the heading, such as {column.name} ({next(iter(column.units))}), or give --unit"
            )
            bad.append(BadCell(raw.heading_row, heading, heading, rule))
        else:
            if len(column.units) > 1 and not unit and not column.unit_of:
                guessed.append(f"{heading} in {next(iter(column.units))}")
            found[position] = column, column.units.get(unit, 1.0) if unit else 1.0, heading
            if not unit and column.unit_of:
                borrowing.append(position)
    if bad:
        raise BadFile(raw.source, bad)
    for position in borrowing:
        column, _, heading = found[position]
        lent = next((factor for other, factor, _ in found.values() if other.name == column.unit_of), 1.0)
        found[position] = column, lent, heading
    if unknown := [heading for heading in unknown if heading]:
        raw.notes.append(f"columns passed over: {', '.join(unknown)}")
    if guessed:
        raw.notes.append(f"no unit stated, read as: {', '.join(guessed)}")
    return found


def _units_by_column(raw: RawTable, known: dict[str, Column], units: dict[str, str]) -> dict[str, str]:
    found = {}
    for name, unit in units.items():
        hit = recognise(name, known)
        if hit is None:
            raise BadFile(raw.source, [], f"has no column {name!r} for a unit. Its headings: {', '.join(raw.headings)}")
        found[hit[0].name] = unit
    return found


def _unit_row(raw: RawTable, known: dict[str, Column]) -> dict[int, str]:
    """Units that stand in a row of their own below the headings; the row is taken out."""
    first = raw.rows[0].cells
    units = {unit for column in known.values() for unit in column.units}
    filled = {i: cell.strip("()[]") for i, cell in enumerate(first) if cell and cell != "-"}
    if not filled or len(raw.rows) < 2 or any(fold_unit(cell) not in units for cell in filled.values()):
        return {}
    raw.rows.pop(0)
    return filled


def _convert(raw: RawTable, columns: dict[int, tuple[Column, float, str]], below: str) -> Records:
    made = Records(raw.source, [], {column.name: heading for column, _, heading in columns.values()}, raw.notes)
    made.bad, made.shifted = list(raw.too_long), frozenset(cell.row for cell in raw.too_long)
    limits, marks = [], set()
    numeric = [position for position, (column, _, _) in columns.items() if column.numeric]
    mark = decimal_mark(row.cells[position] for row in raw.rows for position in numeric)
    for row in raw.rows:
        record = Record(row.number, {})
        for position, (column, factor, heading) in columns.items():
            cell = record.cells[column.name] = row.cells[position]
            if is_missing(cell):
                record.values[column.name] = None
            elif not column.numeric:
                record.values[column.name] = cell
            else:
                value, problem, limited = _value(_stated(cell, factor, row, columns, mark), column, factor, below, mark)
                marks |= {sign for sign in ",." if sign in cell and not mark}
                record.values[column.name] = value
                if problem:
                    made.note_bad(BadCell(row.number, heading, cell, problem))
                elif limited:
                    limits.append(f"row {row.number} {heading}")
        made.rows.append(record)
    if limits:
        made.notes.append(f"below the detection limit, taken as {below} of it: {'; '.join(limits)}")
    if marks == {",", "."}:
        made.notes.append("both comma and point stand in numbers: each was read as the decimal mark of its cell")
    return made


def _names_limit(cell: str) -> bool:
    return fold(cell.lstrip("<≤ ")) in LIMITS


def _stated(cell: str, factor: float, row: Row, columns: dict[int, tuple[Column, float, str]], mark: str) -> str:
    """``< LOD`` with the limit that the row states, in the unit of the cell; any other cell as it is."""
    if _names_limit(cell):
        for position, (column, of_limit, _) in columns.items():
            limit = parse_number(row.cells[position], mark) if column.name == "detection_limit" else None
            if limit:
                return f"<{limit.value * of_limit / factor!r}"
    return cell


def _value(cell: str, column: Column, factor: float, below: str, mark: str) -> tuple[float | None, str, bool]:
    number = parse_number(cell, mark)
    if number is None and _names_limit(cell):
        return (
            None,
            "below a limit that the file does not state; write it as <0.5, or give a column detection_limit",
            False,
        )
    if number is None:
        return None, "not a number", False
    value = number.value * factor
    if number.limit and not column.measured:
        return None, "a detection limit is not a value here", False
    if number.limit and below == "refuse":
        return None, "below the detection limit (choose --below-detection)", False
    if number.limit:
        value *= BELOW[below]
    low_fails = column.low is not None and (value <= column.low if column.low_open else value < column.low)
    if low_fails or (column.high is not None and value > column.high):
        return value, f"allowed: {column.rule(factor)}", False
    return value, "", number.limit
