"""Tables as people send them: any usual encoding, delimiter and decimal mark."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
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
_FORMULA = re.compile(r'^="([^"]*)"$')  # how a spreadsheet is told to keep "007"
_REMARK = re.compile(r"\s*#(?!\s*[;,\t|])")
_UNIT = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_THREES = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}$")
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
        self.summary = summary
        self.source, self.cells = source, sorted(cells, key=lambda cell: (cell.row, cell.column))
        lines = [summary] if summary else []
        if cells:
            lines.append(f"{len(cells)} bad cell{'s' if len(cells) > 1 else ''}:")
        super().__init__("\n".join([f"{source}: {' '.join(lines)}", *(f"  {cell}" for cell in self.cells)]))

    def __reduce__(self) -> tuple[type[BadFile], tuple[str, list[BadCell], str]]:
        return BadFile, (self.source, self.cells, self.summary)


class Row(NamedTuple):
    """Cells by position, with the line they stand on."""

    number: int
    cells: list[str]


@dataclass
class RawTable:
    """Headings and rows of text, what had to be assumed to read them, and rows with more cells than headings."""

    source: str
    headings: list[str]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    heading_row: int = 1
    too_long: list[BadCell] = field(default_factory=list)


class Number(NamedTuple):
    """A parsed cell: `limit` marks a value below a detection limit, which is then the value."""

    value: float
    limit: bool = False


def decode(data: bytes) -> tuple[str, str]:
    """Text and the encoding it was read in."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16"), "utf-16"
    if len(pair := data[:2]) == 2 and 0 in pair and any(pair):
        return data.decode("utf-16-le" if pair[0] else "utf-16-be", errors="replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def read_table(
    data: bytes,
    source: str,
    columns_in: Callable[[list[str]], int] = len,
    known: Callable[[str], bool] = bool,
) -> RawTable:
    """Headings and rows; blank lines, lines that start with # and what stands above or below are passed over.

    The headings are the first line in which `columns_in` finds columns, else the first of all; where more columns are
    found in it together with its neighbour, as where cells were merged, both. `known` tells what is a heading.

    Raises
    ------
    BadFile
        Nothing to read; a heading twice.
    """
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadFile(source, [], "is a spreadsheet workbook; save it as CSV first")
    text, encoding = decode(data)
    lines = text.splitlines()
    declared = re.match(r"sep=(.)\s*$", lines[0], re.IGNORECASE) if lines else None
    kept = _logical(lines[1:] if declared else lines, 2 if declared else 1)
    if not kept:
        raise BadFile(source, [], "is empty; it needs a line of headings and at least one row")
    mark = declared.group(1) if declared else ""
    begin, delimiter, headings = _headings(kept, mark, columns_in, known)
    parsed = _cells(kept[begin.start :], delimiter)
    rows = [row for row in parsed[begin.stop - begin.start :] if any(cell for cell in row.cells)]
    table = RawTable(source, headings, rows, heading_row=parsed[0].number)
    if begin.start:
        above = "; ".join(line.strip(f"{delimiter} ") for _, line in kept[: begin.start])
        table.notes.append(f"passed over above the headings: {above}")
    _without_remarks(table)
    _check_shape(table)
    if encoding != "utf-8":
        table.notes.append(f"read as {encoding}")
    return table


def _logical(lines: list[str], first: int) -> list[tuple[int, str]]:
    """Lines with their numbers; a line that ends inside quotes is joined to those below, up to the closing quote."""
    kept, at = [], 0
    while at < len(lines):
        line, used = lines[at], 1
        if line.strip() and not _REMARK.match(line):
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


def _headings(
    kept: list[tuple[int, str]],
    declared: str,
    columns_in: Callable[[list[str]], int],
    known: Callable[[str], bool],
) -> tuple[range, str, list[str]]:
    """Positions of the lines of headings, what separates cells, and the headings."""
    top = range(min(PREAMBLE, len(kept)))
    single = next((at for at in top if columns_in(_split(kept[at], declared))), None)
    places = [range(at, at + 2) for at in top[:-1] if single is None or single - 1 <= at <= single]
    if single is not None:
        places.insert(0, range(single, single + 1))
    best, most, headings = range(1), 0, _split(kept[0], declared)
    for place in places:
        lines = [_split(kept[at], declared) for at in place]
        found = lines[0] if len(lines) == 1 else _merged(lines[0], lines[1], known)
        columns = columns_in(found) if len(lines) == 1 or not any(map(parse_number, lines[1])) else 0
        if columns > most:
            best, most, headings = place, columns, found
    return best, declared or _delimiter(kept[best.stop - 1][1]), headings


def _split(line: tuple[int, str], declared: str) -> list[str]:
    return _cells([line], declared or _delimiter(line[1]))[0].cells


def _merged(above: list[str], below: list[str], known: Callable[[str], bool]) -> list[str]:
    """One heading for each column of two lines, where a cell above may stand for those to its right too."""
    headings, group = [], ""
    above = [*above, *[""] * (len(below) - len(above))]
    for own, under in zip(above, [*below, *[""] * (len(above) - len(below))], strict=True):
        group = own or group
        name, unit = _UNIT.sub("", group), "".join(_UNIT.findall(group))
        both = (f"{name} {under}", f"{under} {name}")
        readings = (f"{under} {unit}", *(f"{text} {unit}" for text in both), under, *both, own)
        headings.append(next((text.strip() for text in readings if known(text.strip())), f"{own} {under}".strip()))
    return headings


def _without_remarks(table: RawTable) -> None:
    """Take out what stands below the table: rows of one cell without a number, or remarks after an empty line."""
    below: list[Row] = []
    while len(table.rows) > 1:
        gap = max(
            (i for i in range(1, len(table.rows)) if table.rows[i].number > table.rows[i - 1].number + 1), default=0
        )
        last = table.rows[gap:] if gap else []
        if not last or not all(_is_remark(row, len(table.headings)) for row in last):
            last = table.rows[-1:]
            if len(_filled(last[0])) > 1 or parse_number(_filled(last[0])[0]):
                break
        del table.rows[-len(last) :]
        below = [*last, *below]
    if below:
        table.notes.append(f"passed over below the table: {'; '.join(' '.join(_filled(row)) for row in below)}")


def _filled(row: Row) -> list[str]:
    return [cell for cell in row.cells if cell]


def _is_remark(row: Row, width: int) -> bool:
    filled = _filled(row)
    return len(filled) <= 2 < width or not any(parse_number(cell) for cell in filled)


def _delimiter(heading: str) -> str:
    outside = re.sub(r'"[^"]*"', "", heading)
    return max(DELIMITERS, key=lambda mark: (outside.count(mark), -DELIMITERS.index(mark)))


def _cells(lines: list[tuple[int, str]], delimiter: str) -> list[Row]:
    return [
        Row(number, [_FORMULA.sub(r"\1", cell.strip()) for cell in next(csv.reader([line], delimiter=delimiter))])
        for number, line in lines
    ]


def _check_shape(table: RawTable) -> None:
    while table.headings and not table.headings[-1]:
        table.headings.pop()
    width, bad = len(table.headings), []
    for row in table.rows:
        extra = [cell for cell in row.cells[width:] if cell]
        if extra:
            rule = f"allowed: {width} cells a row"
            table.too_long.append(BadCell(row.number, "(beyond the last heading)", extra[0], rule))
        row.cells[:] = (row.cells + [""] * width)[:width]
    seen: set[str] = set()
    for heading in table.headings:
        if heading and heading.casefold() in seen:
            bad.append(BadCell(table.heading_row, heading, heading, "this heading stands twice"))
        seen.add(heading.casefold())
    if bad:
        raise BadFile(table.source, bad + table.too_long)
    if not table.rows:
        raise BadFile(table.source, [], "has headings but no rows")


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.strip().casefold() in MISSING


def decimal_mark(cells: Iterable[str]) -> str:
    """The decimal mark that all cells agree on, "" where none shows it or they differ; ``1,234`` shows none."""
    marks = set()
    for cell in cells:
        text = _SPACES.sub("", cell).lstrip("<≤=")
        last = max(",.", key=text.rfind)
        if last in text and text.count(last) == 1 and not _THREES.match(text) and _NUMBER.match(_plain(text, last)):
            marks.add(last)
    return marks.pop() if len(marks) == 1 else ""


def _plain(text: str, mark: str) -> str:
    """A number with a decimal point and no mark between thousands."""
    return text.replace("," if mark == "." else ".", "").replace(mark, ".")


def parse_number(cell: str, mark: str = "") -> Number | None:
    """A number with point or comma as decimal mark and spaces between thousands; None where it is none.

    With both marks the last one is the decimal mark. Where the file's decimal `mark` is known, the other one before
    three figures stands between thousands. ``<0.5`` is a value below the detection limit 0.5.
    """
    text = _SPACES.sub("", cell)
    limit = text.startswith(("<", "≤"))
    text = text.lstrip("<≤=")
    if "," in text and "." in text:
        text = _plain(text, max(",.", key=text.rfind))
    elif (threes := _THREES.match(text)) and mark and threes[1] != mark:
        text = _plain(text, mark)
    elif text.count(",") == 1:
        text = text.replace(",", ".")
    return Number(float(text), limit) if _NUMBER.match(text) else None
