"""DKIM: our name under a mail, where a key is configured, so that other servers know that it is ours."""

from __future__ import annotations

import base64
import quopri
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from django.conf import settings
from django.utils.translation import gettext as _

FEWEST_BITS = 1024
# Signed twice, so that nobody adds a second one of these on the way.
NAMED = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "reply-to",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
]


class BadKey(Exception):
    """The key that is configured cannot be used; the words say why."""


class CannotSign(Exception):
    """This mail cannot be signed; the words say why."""


@dataclass(frozen=True)
class Key:
    pem: bytes
    selector: str
    public: str

    def name(self, domain: str) -> str:
        """Where in the DNS of the domain the record belongs."""
        return f"{self.selector}._domainkey.{domain}"

    @property
    def record(self) -> str:
        return f"v=DKIM1; k=rsa; p={self.public}"


def key() -> Key | None:
    """The key that is configured; None without one. Raises BadKey."""
    return _read(settings.DKIM_KEY, settings.DKIM_SELECTOR) if settings.DKIM_KEY else None


@cache
def _read(path: str, selector: str) -> Key:
    try:
        pem = Path(path).read_bytes()
        private = load_pem_private_key(pem, None)
    except (OSError, ValueError, TypeError) as error:
        raise BadKey(_("The DKIM key cannot be read: %s") % error) from error
    if not isinstance(private, RSAPrivateKey) or private.key_size < FEWEST_BITS:
        raise BadKey(_("The DKIM key must be an RSA key of at least %(bits)d bits.") % {"bits": FEWEST_BITS})
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Key(pem, selector, base64.b64encode(public).decode())


def signed(raw: bytes, sender: str) -> bytes:
    """The mail with our signature on top; as it is without a key. ``sender`` is the address in From.

    Raises BadKey, CannotSign.
    """
    found = key()
    domain = sender.rpartition("@")[2]
    if found is None or not domain:
        return raw
    # With what it needs of the DNS it takes 4 MB, which only a server that signs should spend.
    import dkim

    raw = in_ascii(raw)
    present = {line.partition(b":")[0].strip().lower() for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n")}
    names = [name.encode() for name in NAMED if name.encode() in present] + [b"from", b"subject"]
    try:
        head = dkim.sign(
            raw,
            found.selector.encode(),
            domain.encode("idna"),
            found.pem,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=names,
        )
    except dkim.DKIMException as error:
        raise CannotSign(_("The mail cannot be signed: %s") % error) from error
    return bytes(head) + raw


def in_ascii(raw: bytes) -> bytes:
    """The same mail in seven bits, since a relay that must turn eight into seven would break the signature."""
    if raw.isascii():
        return raw
    message = message_from_bytes(raw, policy=policy.SMTP)
    for part in message.walk():
        if str(part.get("content-transfer-encoding", "")).lower() == "8bit" and not part.is_multipart():
            words = bytes(part.get_payload(decode=True) or b"").replace(b"\r\n", b"\n")
            part.set_payload(quopri.encodestring(words).decode("ascii"))
            part.replace_header("Content-Transfer-Encoding", "quoted-printable")
    return message.as_bytes()
