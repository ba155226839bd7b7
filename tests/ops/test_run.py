"""`humus run` from an empty folder to an address, through stops, crashes and a second start."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from humus.kit.postgres import leftovers
from tests.ops.installation import Running, free_port, humus


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepared once by a first start, which is itself a test."""
    home = tmp_path_factory.mktemp("run") / "data"
    with Running(home) as running:
        assert running.get("/readyz")[0] == 200
        assert running.link is not None
    return home


def gone(running: Running, postmaster: int) -> bool:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if not running.processes() and not leftovers.serves(postmaster, running.home / "postgres"):
            return True
        time.sleep(0.05)
    return False


def postmaster_of(running: Running) -> int:
    pid = leftovers.postmaster(running.home / "postgres")
    assert pid is not None
    assert leftovers.serves(pid, running.home / "postgres")
    return pid


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_the_database_too(home: Path, how: signal.Signals) -> None:
    with Running(home) as running:
        postmaster = postmaster_of(running)
        assert running.stop(how) == 0
        assert gone(running, postmaster)


def test_a_killed_supervisor_leaves_nothing_that_the_next_start_cannot_take_over(home: Path) -> None:
    with Running(home) as first:
        postmaster = postmaster_of(first)
        first.kill()
    with Running(home) as second:
        assert second.get("/readyz")[0] == 200
        assert postmaster_of(second) != postmaster
    assert gone(second, postmaster)


@pytest.fixture(scope="class")
def running(home: Path) -> Iterator[Running]:
    with Running(home) as running:
        yield running


class TestOneInstallation:
    """Looked at without being disturbed."""

    def test_a_second_start_is_refused_and_names_the_first(self, running: Running) -> None:
        refused = humus(running.home, "run", PORT=str(free_port()))
        assert refused.returncode == 1
        assert refused.stderr == (
            f"humus: Humus already runs with {running.home}: process {running.process.pid}. "
            f"Stop it with: kill {running.process.pid}\n"
        )

    def test_a_taken_port_is_named(self, running: Running, tmp_path: Path) -> None:
        refused = humus(tmp_path / "other", "run", PORT=str(running.port))
        assert refused.returncode == 1
        assert f"Cannot listen on 127.0.0.1:{running.port}" in refused.stderr

    def test_a_stranger_where_localhost_leads_is_named(self, tmp_path: Path) -> None:
        with socket.socket(socket.AF_INET6) as stranger:
            try:
                stranger.bind(("::1", 0))
            except OSError:
                pytest.skip("NOT TESTED HERE: this machine has no IPv6")
            stranger.listen()
            port = stranger.getsockname()[1]
            refused = humus(tmp_path / "other", "run", PORT=str(port))
        assert refused.returncode == 1
        assert f"Another program listens on [::1]:{port}" in refused.stderr

    def test_every_answer_carries_an_id_that_its_log_line_has_too(self, running: Running) -> None:
        _status, headers, _body = running.get("/no-such-page/")
        name = headers["x-request-id"]
        running.await_words(name)
        line = next(json.loads(line) for line in running.said.splitlines() if name in line)
        assert (line["event"], line["status"], line["method"], line["request_id"]) == ("request", 404, "GET", name)

    def test_numbers_are_for_this_machine_only(self, running: Running) -> None:
        running.get("/")
        status, _headers, body = running.get("/metrics")
        assert status == 200
        assert b"humus_answers_total{" in body
        assert running.get("/metrics", **{"X-Forwarded-For": "192.0.2.1"})[0] == 404

    def test_data_folder_and_key_are_closed_to_others(self, running: Running) -> None:
        assert running.home.stat().st_mode & 0o777 == 0o700
        assert (running.home / "secret.key").stat().st_mode & 0o777 == 0o600

    def test_doctor_finds_it_well(self, running: Running) -> None:
        examined = humus(running.home, "doctor", PORT=str(running.port))
        assert "BAD" not in examined.stdout
        assert examined.returncode == 0


def test_processes_that_are_killed_come_back(home: Path) -> None:
    with Running(home) as running:
        running.await_words("Launching a worker")
        for pid in running.processes():
            os.kill(pid, signal.SIGKILL)
        running.await_words("web ended (SIGKILL); starting it again")
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                if running.get("/readyz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        assert running.get("/readyz")[0] == 200


def test_a_killed_database_comes_back_and_pages_say_so_meanwhile(home: Path) -> None:
    with Running(home) as running:
        assert running.get("/")[0] == 200
        os.kill(postmaster_of(running), signal.SIGKILL)
        seen = set()
        end = time.monotonic() + 30
        while time.monotonic() < end:
            status, headers, _body = running.get("/")
            seen.add(status)
            if status == 503:
                assert int(headers["retry-after"]) > 0
            elif status == 200 and "starting it again" in running.said:
                break
            time.sleep(0.02)
        assert seen <= {200, 503}
        assert running.get("/")[0] == 200
