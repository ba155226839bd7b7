from pathlib import Path

import pytest

from humus.kit.pytest_postgres import needs_database

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ([], True),
        (["-q", "-x"], True),
        (["src"], True),
        (["src/humus"], True),
        (["src/soilcarbon"], False),
        (["-q", "src/soilcarbon/__init__.py::test_one"], False),
        (["src/soilcarbon", "src/humus/kit"], True),
    ],
)
def test_only_a_run_of_the_science_library_goes_without_a_database(arguments: list[str], needed: bool) -> None:
    assert needs_database(arguments, ROOT) is needed
