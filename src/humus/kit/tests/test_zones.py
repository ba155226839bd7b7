"""Which table of time zones holds."""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import tzdata

from humus.kit import zones


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Path]:
    """A machine's own table; what held before the test holds again after it."""
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([str(tmp_path)])
    yield tmp_path
    zoneinfo.reset_tzpath(before)
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.parametrize("first", ["# version 2020a\n", "", "no table"])
def test_older_or_unknown_table_of_the_machine_is_left_aside(machine: Path, first: str) -> None:
    (machine / "tzdata.zi").write_text(first)
    assert zones.prefer_newest() == tzdata.IANA_VERSION
    assert zoneinfo.TZPATH == ()


def test_newer_table_of_the_machine_is_kept(machine: Path) -> None:
    (machine / "tzdata.zi").write_text("# version 2999z\n")
    assert zones.prefer_newest() == "2999z"
    assert (str(machine),) == zoneinfo.TZPATH


def test_morocco_has_no_summer_time_any_more() -> None:
    """As of the table 2026f; the table of many a machine still has it."""
    casablanca = zoneinfo.ZoneInfo("Africa/Casablanca")
    assert datetime(2027, 7, 1, tzinfo=UTC).astimezone(casablanca).utcoffset() == timedelta(0)
