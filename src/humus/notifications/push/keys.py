"""The key by which push services know this site (VAPID, RFC 8292), derived from the site's secret key."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

from django.conf import settings

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@lru_cache(maxsize=2)
def private_key(secret: str) -> Any:
    """On P-256 (FIPS 186-5, A.2.1: 64 bits more than the order has, then the remainder)."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    long = HKDF(SHA256(), 40, salt=None, info=b"humus: web push").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(long, "big") % (ORDER - 1) + 1, ec.SECP256R1())


@lru_cache(maxsize=2)
def _public(secret: str) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    point = private_key(secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def unpacked(words: str) -> bytes:
    """The bytes behind base64url without padding; ValueError where it is none."""
    return base64.b64decode(words + "=" * (-len(words) % 4), altchars=b"-_", validate=True)


def public_key() -> str:
    """As browsers take it: base64url of the uncompressed point, without padding."""
    return _public(settings.SECRET_KEY)
