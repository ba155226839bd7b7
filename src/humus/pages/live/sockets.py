"""The WebSocket of the server, with a short way for frames that many get.

uvicorn's own way wraps each frame anew for each receiver and wakes a task for it. With two hundred people in a room
that is most of the work, so a frame is wrapped once and given to all transports in the same turn of the loop.
"""

from __future__ import annotations

from typing import Any, ClassVar

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State

GIVE = "humus.give"


class Socket(WebSocketsSansIOProtocol):
    """Offers ``give`` to the application, as an extension of the connection's scope."""

    _frame: ClassVar[bytes] = b""
    _wrapped: ClassVar[bytes] = b""

    async def run_asgi(self) -> None:
        extensions: Any = self.scope["extensions"]
        extensions[GIVE] = self.give
        await super().run_asgi()

    def give(self, frame: bytes) -> bool:
        """Send now. False where the line is full or not open: then ``send`` waits, or says so."""
        if not self.writable.is_set() or self.disconnected or self.close_sent or self.conn.state is not State.OPEN:
            return False
        if frame is not Socket._frame:
            # No extension changes our frames: compression is off, and a server's frames are not masked.
            Socket._frame, Socket._wrapped = frame, Frame(Opcode.BINARY, frame).serialize(mask=False)
        self.transport.write(Socket._wrapped)
        return True
