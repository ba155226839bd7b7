"""Tables as people send them: any usual encoding, delimiter and decimal mark."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from soilcarbon.errors import SoilCarbonError

MISSING = {
    "",
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "nd",
    "n.d.",
    "n.d",
    "-",
    "--",
    "–",
    "—",
    ".",
    "?",
    "missing",
    "#n/a",
}
DELIMITERS = (";", "\t", ",", "|")
# Laboratories put their name, the client and a date above the headings; nobody puts more.
PREAMBLE = 40
CELL_LINES = 10
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f']")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")


class BadCell(NamedTuple):
    """One refused cell.

    Attributes
    ----------
    row:
        Line of the file, from 1.
    column:
        Heading of the column.
    found:
        What stands there.
    problem:
        What is wrong with it, in words.
    """

    row: int
    column: str
    found: str
    problem: str

    def __str__(self) -> str:
        shown = repr(self.found) if self.found else "empty"
        return f"row {self.row}, column {self.column!r}: {shown}: {self.problem}"


class BadFile(SoilCarbonError):
    """A file is refused; `cells` names every bad cell found in it."""

    def __init__(self, source: str, cells: list[BadCell], summary: str = "") -> None:
        self.source, self.cells = source, sorted(cells, key=lambda cell: (cell.row, cell.column))
        lines = [summary] if summary else []
        if cells:
            lines.append(f"{len(cells)} bad cell{'s' if len(cells) > 1 else ''}:")
        super().__init__("\n".join([f"{source}: {' '.join(lines)}", *(f"  {cell}" for cell in self.cells)]))


class Row(NamedTuple):
    """Cells by position, with the line they stand on."""

    number: int
    cells: list[str]


@dataclass
class RawTable:
    """Headings and rows of text, and what had to be assumed to read them."""

    source: str
    headings: list[str]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    heading_row: int = 1


class Number(NamedTuple):
    """A parsed cell: `limit` marks a value below a detection limit, which is then the value."""

    value: float
    limit: bool = False


def decode(data: bytes) -> tuple[str, str]:
    """Text and the encoding it was read in."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def read_table(data: bytes, source: str, is_heading: Callable[[list[str]], bool] = bool) -> RawTable:
    """Headings and rows; blank lines, lines that start with # and what stands above the headings are passed over.

    The headings are the first line whose cells `is_heading` accepts, else the first line of all.

    Raises
    ------
    BadFile
        Nothing to read; a heading twice; rows with more cells than headings.
    """
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadFile(source, [], "is a spreadsheet workbook; save it as CSV first")
    text, encoding = decode(data)
    lines = text.splitlines()
    declared = re.match(r"sep=(.)\s*$", lines[0], re.IGNORECASE) if lines else None
    kept = _logical(lines[1:] if declared else lines, 2 if declared else 1)
    if not kept:
        raise BadFile(source, [], "is empty; it needs a line of headings and at least one row")
    begin, delimiter = _headings(kept, declared.group(1) if declared else "", is_heading)
    parsed = _cells(kept[begin:], delimiter)
    rows = [row for row in parsed[1:] if any(cell for cell in row.cells)]
    table = RawTable(source, parsed[0].cells, rows, heading_row=parsed[0].number)
    if begin:
        above = "; ".join(line.strip(f"{delimiter} ") for _, line in kept[:begin])
        table.notes.append(f"passed over above the headings: {above}")
    _check_shape(table)
    if encoding != "utf-8":
        table.notes.append(f"read as {encoding}")
    return table


def _logical(lines: list[str], first: int) -> list[tuple[int, str]]:
    """Lines with their numbers; a line that ends inside quotes is joined to those below, up to the closing quote."""
    kept, at = [], 0
    while at < len(lines):
        line, used = lines[at], 1
        if line.strip() and not line.lstrip().startswith("#"):
            for end in range(at + 1, min(at + CELL_LINES, len(lines)) if _inside_quotes(line) else 0):
                joined = " ".join(lines[at : end + 1])
                if not _inside_quotes(joined):
                    line, used = joined, end + 1 - at
                    break
            kept.append((first + at, line))
        at += used
    return kept


def _inside_quotes(line: str) -> bool:
    """Whether a line ends in a cell whose opening quote was not closed; a quote within a cell opens nothing."""
    without = re.sub(r'""', "", line)
    return bool(re.search(r'(?:^|[;,\t|])\s*"[^"]*$', re.sub(r'(^|[;,\t|])(\s*)"[^"]*"', r"\1\2", without)))


def _headings(kept: list[tuple[int, str]], declared: str, is_heading: Callable[[list[str]], bool]) -> tuple[int, str]:
    """Position of the line of headings, and what separates its cells."""
    for position, (number, line) in enumerate(kept[:PREAMBLE]):
        delimiter = declared or _delimiter(line)
        if is_heading(_cells([(number, line)], delimiter)[0].cells):
            return position, delimiter
    return 0, declared or _delimiter(kept[0][1])


def _delimiter(heading: str) -> str:
    outside = re.sub(r'"[^"]*"', "", heading)
    return max(DELIMITERS, key=lambda mark: (outside.count(mark), -DELIMITERS.index(mark)))


def _cells(lines: list[tuple[int, str]], delimiter: str) -> list[Row]:
    return [
        Row(number, [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]) for number, line in lines
    ]


def _check_shape(table: RawTable) -> None:
    while table.headings and not table.headings[-1]:
        table.headings.pop()
    width, bad = len(table.headings), []
    for row in table.rows:
        extra = [cell for cell in row.cells[width:] if cell]
        if extra:
            bad.append(BadCell(row.number, "(beyond the last heading)", extra[0], f"allowed: {width} cells a row"))
        row.cells[:] = (row.cells + [""] * width)[:width]
    seen: set[str] = set()
    for heading in table.headings:
        if heading.casefold() in seen:
            bad.append(BadCell(table.heading_row, heading, heading, "this heading stands twice"))
        seen.add(heading.casefold())
    if bad:
        raise BadFile(table.source, bad)
    if not table.rows:
        raise BadFile(table.source, [], "has headings but no rows")


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.strip().casefold() in MISSING


def parse_number(cell: str) -> Number | None:
    """A number with point or comma as decimal mark and spaces between thousands; None where it is none.

    With both marks the last one is the decimal mark. ``<0.5`` is a value below the detection limit 0.5.
    """
    text = _SPACES.sub("", cell)
    limit = text.startswith(("<", "≤"))
    text = text.lstrip("<≤=")
    if "," in text and "." in text:
        text = text.replace(".", "").replace(",", ".") if text.rfind(",") > text.rfind(".") else text.replace(",", "")
    elif text.count(",") == 1:
        text = text.replace(",", ".")
    return Number(float(text), limit) if _NUMBER.match(text) else None
