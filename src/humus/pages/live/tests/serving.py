"""The real live process on a free port, beside the test's database."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from humus.kit import processes
from humus.kit.ops import table


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_url() -> str:
    given = settings.DATABASES["default"]
    name = connection.settings_dict["NAME"]
    return os.environ["DATABASE_URL"].replace("/humus?", f"/{name}?") if given else ""


@contextmanager
def live_process(port: int = 0, **more: str) -> Iterator[str]:
    """Answers its address. It ends with the block, and with us if we are killed."""
    port = port or free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "humus.settings",
        "HUMUS_SECRET_KEY": settings.SECRET_KEY,
        "HUMUS_SITE_URL": settings.SITE_URL,
        "HUMUS_POOL": "3",
        **more,
    }
    command = table.live_command("127.0.0.1", port)
    process = subprocess.Popen(command, env=environment, preexec_fn=processes.die_with_parent(9))  # type: ignore[arg-type]
    try:
        _await_answer(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            asked.request("GET", "/live/healthz")
            if asked.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the live process does not answer on {port}")
