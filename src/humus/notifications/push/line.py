"""The way to a push service: known services only, at public addresses only, and never along a redirect."""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
from email.utils import parseaddr
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from humus.kit import numbers
from humus.notifications.models import PushDevice
from humus.notifications.push.keys import private_key, unpacked

SECONDS = 6.0
# How long a service keeps words for a device that is off, in seconds.
KEPT = 86_400


class NoLine(OSError):
    """The service was not reached: refused, too slow, or at an address we do not go to."""


class Answer(NamedTuple):
    status: int
    wait: int


def known(endpoint: str) -> bool:
    """Whether it is the address of a push service we send to; says nothing of where its name leads."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if _loopback(parts):
        return True
    host = (parts.hostname or "").lower()
    plain = parts.scheme == "https" and port in (None, 443) and "@" not in parts.netloc and endpoint.isascii()
    return plain and any(host == one or (one[0] == "." and host.endswith(one)) for one in settings.PUSH_SERVICES)


def _loopback(parts: SplitResult) -> bool:
    return settings.PUSH_LOOPBACK and parts.scheme == "http" and parts.hostname == "127.0.0.1"


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class PublicConnection(http.client.HTTPConnection):
    """TLS to the very address that was looked at, so that a name cannot lead elsewhere a moment later."""

    def connect(self) -> None:
        found = socket.getaddrinfo(self.host, 443, type=socket.SOCK_STREAM)
        addresses = [str(one[4][0]) for one in found]
        if not addresses or not all(ipaddress.ip_address(one).is_global for one in addresses):
            raise NoLine(f"{self.host} is at no public address")
        raw = socket.create_connection((addresses[0], 443), self.timeout)
        try:
            self.sock = _trust().wrap_socket(raw, server_hostname=self.host)
        except OSError:
            raw.close()
            raise


def send(device: PushDevice, words: dict[str, Any], topic: str) -> Answer:
    """Seal the words and hand them to the service. Raises ``NoLine``, and ValueError for keys that fit nothing."""
    parts = urlsplit(device.endpoint)
    if not known(device.endpoint):
        raise NoLine(f"{parts.hostname} is no known push service")
    headers = {"TTL": str(KEPT), "Urgency": "normal", "Topic": topic, "Content-Encoding": "aes128gcm"}
    headers |= _signed(parts)
    kind = http.client.HTTPConnection if _loopback(parts) else PublicConnection
    line = kind(parts.netloc, timeout=SECONDS)
    try:
        line.request("POST", parts._replace(scheme="", netloc="").geturl(), sealed(device, words), headers)
        answer = line.getresponse()
        return Answer(answer.status, _wait(answer.headers.get("Retry-After", "")))
    except (OSError, http.client.HTTPException) as error:
        raise NoLine(f"{parts.hostname}: {error}") from error
    finally:
        line.close()


def sealed(device: PushDevice, words: dict[str, Any]) -> bytes:
    """For this browser alone to open (RFC 8291)."""
    import http_ece
    from cryptography.hazmat.primitives.asymmetric import ec

    once = ec.generate_private_key(ec.SECP256R1())
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    theirs, secret = unpacked(device.p256dh), unpacked(device.auth)
    return http_ece.encrypt(text, private_key=once, dh=theirs, auth_secret=secret)  # type: ignore[no-any-return]


def _signed(parts: SplitResult) -> dict[str, str]:
    from py_vapid import Vapid02

    site = urlsplit(settings.SITE_URL)
    whose = f"https://{site.hostname}" if settings.HTTPS else f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
    signer = Vapid02(private_key(settings.SECRET_KEY))
    return signer.sign({"sub": whose, "aud": f"{parts.scheme}://{parts.netloc}"})  # type: ignore[no-any-return]


def _wait(said: str) -> int:
    return min(numbers.small(said), KEPT)
