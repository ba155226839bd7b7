"""DKIM: what leaves bears a signature that another program finds good, and a bad key keeps mails waiting."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from types import SimpleNamespace

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.mail import EmailMessage
from django.test import Client

from humus.notifications import delivery, signing
from humus.notifications.models import MailServer, OutgoingMail
from humus.notifications.tests.post import PostOffice

pytestmark = pytest.mark.django_db(transaction=True)
Use = Callable[..., MailServer]


def keep(folder: Path, private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    path = folder / "dkim.pem"
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return str(path)


@pytest.fixture
def signing_on(settings: SimpleNamespace, tmp_path: Path) -> None:
    settings.DKIM_KEY = keep(tmp_path, rsa.generate_private_key(65537, 1024))
    settings.DKIM_SELECTOR = "s1"


def record(name: bytes, timeout: int = 5) -> bytes:
    key = signing.key()
    assert key is not None
    assert name == b"s1._domainkey.example.org."
    return key.record.encode()


@pytest.mark.usefixtures("signing_on")
def test_mail_leaves_with_a_good_signature(office: PostOffice, use: Use) -> None:
    use(office)
    EmailMessage(
        "Été à Dakar", "Éléments\n.\nFrom here\n", to=["a@example.org"], headers={"List-Unsubscribe": "<x>"}
    ).send()
    assert delivery.deliver_due() == 1
    raw = office.got[0].content
    assert isinstance(raw, bytes)
    assert dkim.verify(raw, dnsfunc=record)
    assert raw.isascii()
    text = message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert text.splitlines() == ["Éléments", ".", "From here"]
    assert b"list-unsubscribe" in raw.partition(b"bh=")[0].lower()
    assert not dkim.verify(raw.replace(b"From here", b"To there"), dnsfunc=record)
    assert not dkim.verify(b"Subject: Another\r\n" + raw, dnsfunc=record)


def test_without_a_key_nothing_is_signed(office: PostOffice, use: Use) -> None:
    use(office)
    EmailMessage("Hello", "Words", to=["a@example.org"]).send()
    delivery.deliver_due()
    assert "DKIM" not in office.text()


def test_bad_key_keeps_mails_waiting_and_is_said_on_the_screen(
    settings: SimpleNamespace,
    tmp_path: Path,
    office: PostOffice,
    use: Use,
    cast: SimpleNamespace,
    sign_in: Callable[..., Client],
) -> None:
    settings.DKIM_KEY = keep(tmp_path, ec.generate_private_key(ec.SECP256R1()))
    use(office)
    EmailMessage("Hello", "Words", to=["a@example.org"]).send()
    assert delivery.deliver_due() == 0
    mail = OutgoingMail.objects.get()
    assert mail.state == "retrying"
    assert "RSA" in mail.last_error
    assert "RSA" in sign_in(cast.administrator).get("/secretariat/mail-server/").content.decode()


@pytest.mark.usefixtures("signing_on")
def test_screen_names_the_record_to_publish(
    office: PostOffice, use: Use, cast: SimpleNamespace, sign_in: Callable[..., Client]
) -> None:
    use(office)
    page = sign_in(cast.administrator).get("/secretariat/mail-server/").content.decode()
    assert "s1._domainkey.example.org" in page
    assert "v=DKIM1; k=rsa; p=MI" in page
