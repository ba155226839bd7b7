"""Answers: as text for people, as JSON for programs, and what went wrong."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from soilcarbon.inference import Estimate

OK, REFUSED, USAGE, ABSENT = 0, 1, 2, 3


class CommandError(Exception):
    """The command cannot go on; `code` is its exit code."""

    def __init__(self, message: str, code: int = REFUSED) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Answer:
    """What a subcommand found: `data` for JSON, `lines` for people, `notes` on how the input was read, a chart."""

    data: dict[str, Any]
    lines: list[str]
    notes: list[str] = field(default_factory=list)
    chart: Any = None


def plain(value: Any) -> Any:
    """Arrays, tuples and estimates as JSON knows them; what is not finite becomes null."""
    if isinstance(value, Estimate):
        low, high = value.interval
        return {
            "value": plain(value.value),
            "standard_error": plain(value.standard_error),
            "degrees_of_freedom": plain(value.degrees_of_freedom),
            "level": value.level,
            "interval": [plain(low), plain(high)],
            "probability_positive": plain(value.probability_positive),
            "method": value.method,
        }
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def show(answer: Answer, as_json: bool) -> None:
    """Write an answer to standard output; notes go along in JSON, and to standard error otherwise."""
    if as_json:
        print(json.dumps({**plain(answer.data), "notes": answer.notes}, indent=2, ensure_ascii=False, allow_nan=False))
        return
    print("\n".join(answer.lines))
    for note in answer.notes:
        print(f"note: {note}", file=sys.stderr)


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    """Aligned columns of text, numbers to four figures."""
    cells = [list(headings), *([_text(value) for value in row] for row in rows)]
    widths = [max(len(row[j]) for row in cells) for j in range(len(headings))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "-"
    return f"{value:.4g}" if isinstance(value, float | np.floating) else str(value)


def estimate_line(name: str, estimate: Estimate, unit: str) -> str:
    """One estimate in a sentence."""
    low, high = estimate.interval
    return (
        f"{name}: {estimate.value:.3g} {unit} ({estimate.level:.0%} interval {low:.3g} to {high:.3g}; standard error "
        f"{estimate.standard_error:.3g}, {estimate.degrees_of_freedom:.3g} degrees of freedom; {estimate.method})"
    )
