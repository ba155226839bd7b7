"""`humus run`, `humus demo` and `humus serve`: from nothing to an address that answers."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace

from humus.kit import processes
from humus.kit.ops import stamp
from humus.kit.ops.errors import OpsError
from humus.kit.ops.place import Place
from humus.kit.ops.supervisor import Supervisor, say, stoppable
from humus.kit.ops.table import CONNECTIONS, Size, budget, table

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PATIENCE = 60.0


def run(place: Place, size: Size, *, prepare: bool = True) -> int:
    """Serve until told to stop. With `prepare`, migrations and the first community come before."""
    began = time.monotonic()
    size = with_live_port(size, free=prepare)
    programs = table(size)
    if budget(programs) > CONNECTIONS:
        raise OpsError(
            f"{budget(programs)} database connections for these processes; at most {CONNECTIONS} are planned."
        )
    with stoppable():
        place.make()
        if place.unfinished.exists():
            raise OpsError(f"A restore into {place.home} did not finish. Empty the folder and restore again.")
        with place.claimed():
            sweep(place)
            check_port(size)
            with place.database() as url:
                environment = child_environment(place, url, size)
                supervisor = Supervisor(place, programs, environment)
                try:
                    _serve(supervisor, environment, size, prepare, began)
                finally:
                    say("Stopping")
                    supervisor.stop()
    return 0


def _serve(supervisor: Supervisor, environment: Mapping[str, str], size: Size, prepare: bool, began: float) -> None:
    link = None
    changed = stamp.changed(supervisor.place.run, environment["DATABASE_URL"])
    if changed and not prepare:
        say("This release was not prepared here yet; pages may fail until `humus upgrade` has run.")
    if changed and prepare:
        link = first_link(environment, "all")
        stamp.keep(supervisor.place.run, environment["DATABASE_URL"], settled=link is None)
        supervisor.start()
    else:
        supervisor.start()
        if prepare and not stamp.settled(supervisor.place.run):
            link = first_link(environment, "link")
    if size.web:
        await_answer(supervisor, size)
    supervisor.start_rest()
    announce(size, environment, link, time.monotonic() - began)
    supervisor.watch()


def child_environment(place: Place, url: str, size: Size) -> dict[str, str]:
    numbers = place.run / "metrics"
    shutil.rmtree(numbers, ignore_errors=True)
    numbers.mkdir()
    ours = {
        "PORT": str(size.port),
        "HUMUS_LIVE_PORT": str(size.live_port),
        "HUMUS_POOL": str(size.pool),
        "PROMETHEUS_MULTIPROC_DIR": str(numbers),
        processes.MARK: str(place.home),
    }
    wishes = {"HUMUS_LOG": "plain" if sys.stderr.isatty() else "json"}
    return {**wishes, **place.environment(url), **ours}


def sweep(place: Place) -> None:
    """End what a supervisor that was killed has left behind."""
    if processes.marked(place.home):
        say("Ending processes that an earlier start has left behind")
        staying = processes.end(lambda: processes.marked(place.home), patience=5)
        if staying:
            raise OpsError(f"Processes {staying} of an earlier start do not end. Stop them and start again.")


def with_live_port(size: Size, *, free: bool) -> Size:
    """Writing together is served one port further, or with ``free`` on the next one that nobody uses."""
    if not size.live or size.live_port:
        return size
    offered = range(size.port + 1, min(size.port + (50 if free else 2), 65536))
    port = next((port for port in offered if not free or why_not(size.host, port) is None), size.port + 1)
    return replace(size, live_port=port)


def check_port(size: Size) -> None:
    for wanted, port, setting in (
        (size.web, size.port, "PORT"),
        (size.live, size.live_port, "HUMUS_LIVE_PORT"),
        (size.lmtp_port, size.lmtp_port, "HUMUS_LMTP_PORT"),
    ):
        host = size.lmtp_host if setting == "HUMUS_LMTP_PORT" else size.host
        problem = why_not(host, port) if wanted else None
        if problem:
            raise OpsError(f"Cannot listen on {host}:{port} ({problem}). Choose another port: {setting}=8001")
    if not size.web:
        return
    if size.host == "127.0.0.1" and reached("::1", size.port):
        raise OpsError(
            f"Another program listens on [::1]:{size.port}, where browsers look for localhost first. "
            "Choose another port: PORT=8001"
        )


def why_not(host: str, port: int) -> str | None:
    """Why nobody could listen there, or None."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror
    return None


def reached(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def first_link(environment: Mapping[str, str], what: str) -> str | None:
    command = [sys.executable, "-m", "humus.kit.ops.prepare", what]
    done = subprocess.run(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=processes.die_with_parent(signal.SIGTERM),
    )
    if done.returncode:
        raise OpsError("Preparing failed; what went wrong stands above.")
    link = json.loads(done.stdout.splitlines()[-1])["link"]
    return str(link) if link else None


def await_answer(supervisor: Supervisor, size: Size) -> None:
    until = time.monotonic() + PATIENCE
    while not answers(size):
        if time.monotonic() > until:
            raise OpsError(f"No answer on port {size.port} after {PATIENCE:.0f} s.")
        supervisor.look_early()
        time.sleep(0.05)


def answers(size: Size) -> bool:
    host = "127.0.0.1" if size.host == "0.0.0.0" else size.host  # noqa: S104
    connection = http.client.HTTPConnection(host, size.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(size: Size, environment: Mapping[str, str], link: str | None, seconds: float) -> None:
    address = environment.get("HUMUS_SITE_URL") or f"http://localhost:{size.port}"
    print(f"\n  Humus is at {address}   (ready in {seconds:.1f} s, process {os.getpid()})", flush=True)
    if link:
        print(f"  The first administrator signs up here, once:\n  {link}", flush=True)
    print("  Ctrl-C stops it, the database too.\n", flush=True)


def refuse_publicity(place: Place, size: Size) -> None:
    """The invented community lets anyone be anyone: it never leaves this machine."""
    if place.given:
        raise OpsError("The demonstration uses a database of its own. Unset DATABASE_URL.")
    if size.host not in LOOPBACK:
        raise OpsError(f"The demonstration listens on this machine only, not on {size.host}.")
