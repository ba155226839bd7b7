"""A push service on loopback, and a browser's half of the sealing, opened by the steps of RFC 8291 and RFC 8188."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def wide(words: str) -> bytes:
    return base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))


def slim(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def point(key: Any) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)  # type: ignore[no-any-return]


class Device:
    """What a browser keeps for itself, and what it tells the site."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint, self.key, self.secret = endpoint, ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"

    @property
    def told(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "p256dh": slim(point(self.key.public_key())), "auth": slim(self.secret)}

    def opened(self, body: bytes) -> dict[str, Any]:
        salt, length = body[:16], body[20]
        theirs, cipher = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        info = b"WebPush: info\0" + point(self.key.public_key()) + theirs
        input_key = HKDF(SHA256(), 32, salt=self.secret, info=info).derive(shared)
        key = HKDF(SHA256(), 16, salt=salt, info=b"Content-Encoding: aes128gcm\0").derive(input_key)
        nonce = HKDF(SHA256(), 12, salt=salt, info=b"Content-Encoding: nonce\0").derive(input_key)
        text = AESGCM(key).decrypt(nonce, cipher, None)
        return json.loads(text.rstrip(b"\0").removesuffix(b"\2"))  # type: ignore[no-any-return]


def claims(authorization: str, public: str) -> dict[str, Any]:
    """Of a signed request (RFC 8292); raises where the signature is not of this key."""
    given = dict(part.strip().split("=", 1) for part in authorization.removeprefix("vapid ").split(","))
    assert given["k"] == public
    head, body, signature = given["t"].split(".")
    r, s = wide(signature)[:32], wide(signature)[32:]
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), wide(public))
    signed = utils.encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
    key.verify(signed, f"{head}.{body}".encode(), ec.ECDSA(SHA256()))
    return json.loads(wide(body))  # type: ignore[no-any-return]


class Service:
    """Answers ``status``, after ``slow`` seconds; keeps what came."""

    def __init__(self) -> None:
        self.status, self.slow, self.headers = 201, 0.0, dict[str, str]()
        self.hurry = threading.Event()
        self.came: list[tuple[str, dict[str, str], bytes]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.came.append((self.path, dict(self.headers), body))
                service.hurry.wait(service.slow)
                self.send_response(service.status)
                for name, value in service.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def device(self, name: str = "one") -> Device:
        return Device(f"{self.url}/send/{name}")


@contextmanager
def push_service() -> Iterator[Service]:
    service = Service()
    thread = threading.Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield service
    service.hurry.set()
    service.server.shutdown()
    service.server.server_close()
