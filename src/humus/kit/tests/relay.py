"""A line between browser and platform that can be cut, or go on without carrying anything."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


class Relay:
    def __init__(self, port: int) -> None:
        self.target, self.ends, self.silent = port, set[socket.socket](), False
        self.port = 0
        self.mend()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def mend(self) -> None:
        self.silent = False
        self.door = socket.create_server(("127.0.0.1", self.port), reuse_port=True)
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._let_in, args=(self.door,), daemon=True).start()

    def cut(self) -> None:
        """Nobody listens any more, and what was open is closed."""
        with contextlib.suppress(OSError):
            self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        for end in list(self.ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _let_in(self, door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _address = door.accept()
                there = socket.create_connection(("127.0.0.1", self.target))
                self.ends |= {here, there}
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if self.silent:
                    continue
                other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
            self.ends.discard(end)


@contextlib.contextmanager
def relay(port: int) -> Iterator[Relay]:
    line = Relay(port)
    yield line
    line.cut()
