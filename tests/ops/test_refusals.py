"""Starts that must not happen, each with its reason; and the twin that is fine."""

from __future__ import annotations

from pathlib import Path

import pytest

from humus.kit.ops.errors import OpsError
from humus.kit.ops.place import Place
from humus.kit.ops.serve import refuse_publicity
from humus.kit.ops.table import CONNECTIONS, Size, budget, table
from tests.ops.installation import humus


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_demonstration_refuses_a_database_of_somebody(tmp_path: Path) -> None:
    refused = humus(tmp_path, "demo", DATABASE_URL="postgresql://somebody@example.org/real")
    assert refused.returncode == 1
    assert "Unset DATABASE_URL" in refused.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "example.org", ""])
def test_demonstration_refuses_to_be_public(tmp_path: Path, host: str) -> None:
    with pytest.raises(OpsError, match="this machine only"):
        refuse_publicity(Place(tmp_path, demo=True), Size(host=host))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_demonstration_listens_on_this_machine(tmp_path: Path, host: str) -> None:
    refuse_publicity(Place(tmp_path, demo=True), Size(host=host))


@pytest.mark.parametrize("demo", [True, False])
def test_invented_and_real_community_never_share_a_folder(tmp_path: Path, demo: bool) -> None:
    home = tmp_path / "data"
    Place(home, demo=demo).make()
    Place(home, demo=demo).make()
    with pytest.raises(OpsError, match="Choose another folder"):
        Place(home, demo=not demo).make()


def test_commands_that_look_after_an_installation_take_the_invented_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Place(tmp_path / "data", demo=True).make()
    monkeypatch.setenv("HUMUS_HOME", str(tmp_path / "data"))
    assert Place.found().demo
    Place.found().make()
    assert not Place(tmp_path / "other").demo


def test_half_restored_place_is_not_served(tmp_path: Path) -> None:
    place = Place(tmp_path / "data")
    place.make()
    place.unfinished.touch()
    refused = humus(place.home, "run")
    assert refused.returncode == 1
    assert "did not finish" in refused.stderr


def test_wrong_setting_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    refused = humus(tmp_path, "run", PORT="eighty")
    assert refused.returncode == 1
    assert refused.stderr == "setting PORT: 'eighty' is not a whole number\n"


def test_usual_sizes_stay_in_the_connection_budget() -> None:
    assert budget(table(Size())) == 23
    assert budget(table(Size(web=2, threads=4, workers=2))) == 40
    assert budget(table(Size(web=2, threads=4, workers=2))) <= CONNECTIONS
    assert budget(table(Size(web=8, threads=8))) > CONNECTIONS


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = humus(tmp_path / "file" / "data", "run")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"humus: {tmp_path / 'file' / 'data'}: Not a directory. ")
    assert "HUMUS_HOME" in refused.stderr
