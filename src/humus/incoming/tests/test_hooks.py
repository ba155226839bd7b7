"""A provider posts mails and reports: with its proof they go the way of the letterbox, without it nothing happens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from humus.discussions.models import Comment
from humus.incoming import handling, taking
from humus.incoming.hooks import providers
from humus.incoming.models import IncomingMail
from humus.incoming.tests.writing import DOMAIN, written
from humus.kit import answering, env
from humus.notifications.models import OutgoingMail, ReturnedAddress

MONA = "mona.member@example.org"
SECRET = "provider:a-long-password-of-ours"
KEY = "the-key-that-signs"
PROOF = f"Basic {base64.b64encode(SECRET.encode()).decode()}"


@pytest.fixture
def postmark(settings: SimpleNamespace) -> None:
    settings.MAIL_HOOKS, settings.MAIL_HOOKS_SECRET = "postmark", SECRET


def posted(body: Any, kind: str = "inbound", *, provider: str = "postmark", proof: str = PROOF) -> Any:
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    headers = {"authorization": proof} if proof else {}
    path = f"/mail-hooks/{provider}/{kind}/"
    return Client(enforce_csrf_checks=True).post(path, data, content_type="application/json", headers=headers)


def told(message: EmailMessage, *, to: str | None = None) -> dict[str, Any]:
    """A mail as the provider describes it."""
    envelope = {"Name": "Return-Path", "Value": f"<{message['From']}>"}
    return {"Headers": [envelope], "RawEmail": message.as_string(), "OriginalRecipient": to or str(message["To"])}


def test_answer_that_a_provider_posts_becomes_a_comment(postmark: None, cast: SimpleNamespace, way: str) -> None:
    mail = written(MONA, way, "Two metres.\n")
    assert [posted(told(mail)).status_code for _time in range(2)] == [200, 200], "told twice, kept once"
    handling.handle_due()
    assert list(Comment.objects.filter(author=cast.member).values_list("plain", flat=True)) == ["Two metres."]
    assert IncomingMail.objects.get().state == "done"


def of_sparkpost(mail: EmailMessage, way: str) -> tuple[Any, dict[str, str]]:
    content = {"email_rfc822": base64.b64encode(mail.as_bytes()).decode(), "email_rfc822_is_base64": True}
    told = {"content": content, "msg_from": MONA, "rcpt_to": way, "protocol": "smtp"}
    return [{"msys": {}}, {"msys": {"relay_message": told}}], {"authorization": PROOF}


def of_mailjet(mail: EmailMessage, way: str) -> tuple[Any, dict[str, str]]:
    told = {"Headers": {name: [value] for name, value in mail.items()}, "Parts": []}
    return told | {"Sender": MONA, "Recipient": way, "Text-part": mail.get_content()}, {"authorization": PROOF}


def of_mailersend(mail: EmailMessage, way: str) -> tuple[Any, dict[str, str]]:
    data = {"raw": mail.as_string(), "sender": {"email": MONA}, "recipients": {"rcptTo": [{"email": way}]}}
    body = json.dumps({"type": "inbound.message", "data": data})
    return body, {"signature": hmac.new(KEY.encode(), body.encode(), hashlib.sha256).hexdigest()}


PRIVATE = rsa.generate_private_key(65537, 2048)


def of_postal(mail: EmailMessage, way: str) -> tuple[Any, dict[str, str]]:
    told = {"message": base64.b64encode(mail.as_bytes()).decode(), "base64": True, "mail_from": MONA, "rcpt_to": way}
    body = json.dumps(told)
    signature = PRIVATE.sign(body.encode(), padding.PKCS1v15(), hashes.SHA1())
    return body, {"x-postal-signature": base64.b64encode(signature).decode()}


def of_sendgrid(mail: EmailMessage, way: str) -> tuple[Any, dict[str, str]]:
    return {"email": mail.as_string(), "envelope": json.dumps({"from": MONA, "to": [way]})}, {"authorization": PROOF}


POSTAL_KEY = "".join(
    PRIVATE.public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    .decode()
    .splitlines()[1:-1]
)


@pytest.mark.filterwarnings("ignore:django-anymail has dropped official support for SendGrid")
@pytest.mark.parametrize(
    ("provider", "post", "secret", "key"),
    [
        ("sparkpost", of_sparkpost, SECRET, ""),
        ("mailjet", of_mailjet, SECRET, ""),
        ("sendgrid", of_sendgrid, SECRET, ""),
        ("mailersend", of_mailersend, "", KEY),
        ("postal", of_postal, "", POSTAL_KEY),
    ],
)
def test_every_provider_tells_an_answer_in_its_own_way_and_proves_itself(
    settings: SimpleNamespace, cast: SimpleNamespace, way: str, provider: str, post: Any, secret: str, key: str
) -> None:
    settings.MAIL_HOOKS, settings.MAIL_HOOKS_SECRET, settings.MAIL_HOOKS_KEY = provider, secret, key
    body, proof = post(written(MONA, way, "Two metres.\n"), way)
    as_form = {} if provider == "sendgrid" else {"content_type": "application/json"}
    sent = body if provider == "sendgrid" or isinstance(body, str) else json.dumps(body)
    client, path = Client(enforce_csrf_checks=True), f"/mail-hooks/{provider}/inbound/"
    wrong = {name: value[:-4] + "AAAA" for name, value in proof.items()}
    assert client.post(path, sent, headers=wrong, **as_form).status_code == 401
    assert not IncomingMail.objects.exists()
    assert client.post(path, sent, headers=proof, **as_form).status_code == 200
    handling.handle_due()
    assert [one.plain for one in Comment.objects.filter(author=cast.member)] == ["Two metres."]
    assert IncomingMail.objects.get().envelope_from == MONA


@pytest.mark.parametrize("proof", ["", "Basic cHJvdmlkZXI6d3Jvbmc=", PROOF[:-1], f"Bearer {SECRET}"])
@pytest.mark.parametrize("kind", ["inbound", "tracking"])
def test_without_the_secret_nothing_is_read(postmark: None, way: str, proof: str, kind: str) -> None:
    answer = posted(told(written(MONA, way, "Two metres.\n")), kind, proof=proof)
    assert (answer.status_code, answer.content) == (401, b"")
    assert not IncomingMail.objects.exists()


@pytest.mark.parametrize(
    ("named", "called"), [("", "postmark"), ("mailgun", "postmark"), ("postmark", "amazon_ses"), ("postmark", "base")]
)
def test_provider_that_is_not_set_up_finds_nothing(
    settings: SimpleNamespace, way: str, named: str, called: str
) -> None:
    settings.MAIL_HOOKS, settings.MAIL_HOOKS_SECRET = named, SECRET if named else ""
    assert posted(told(written(MONA, way, "Two metres.\n")), provider=called).status_code == 404
    assert posted({}, "events", provider=named or "postmark").status_code == 404
    assert not IncomingMail.objects.exists()


@pytest.mark.parametrize(("key", "status", "kept"), [(KEY, 200, 1), ("another-key", 401, 0)])
def test_signature_of_a_form_is_checked(settings: SimpleNamespace, way: str, key: str, status: int, kept: int) -> None:
    settings.MAIL_HOOKS, settings.MAIL_HOOKS_KEY = "mailgun", KEY
    signature = hmac.new(key.encode(), b"1700000000token", hashlib.sha256).hexdigest()
    form = {"timestamp": "1700000000", "token": "token", "signature": signature, "sender": MONA, "recipient": way}
    form["body-mime"] = written(MONA, way, "Two metres.\n").as_string()
    answer = Client(enforce_csrf_checks=True).post("/mail-hooks/mailgun/inbound/", form)
    assert answer.status_code == status
    assert IncomingMail.objects.filter(envelope_from=MONA).count() == kept


def attached(kept: IncomingMail) -> bytes:
    (file,) = message_from_bytes(bytes(kept.message), policy=policy.default).iter_attachments()
    return file.get_content()


def test_form_may_hold_a_mail_larger_than_forms_are_elsewhere_and_its_files(
    settings: SimpleNamespace, way: str
) -> None:
    settings.MAIL_HOOKS, settings.MAIL_HOOKS_SECRET = "mailgun", SECRET
    settings.MAIL_HOOKS_KEY = KEY
    mail = written(MONA, way, "See the file.\n")
    mail.add_attachment(b"x" * 5_000_000, maintype="application", subtype="octet-stream", filename="data.bin")
    signature = hmac.new(KEY.encode(), b"1700000000token", hashlib.sha256).hexdigest()
    form = {"timestamp": "1700000000", "token": "token", "signature": signature, "sender": MONA, "recipient": way}
    client, address = Client(enforce_csrf_checks=True), "/mail-hooks/mailgun/inbound/"
    whole = client.post(address, form | {"body-mime": mail.as_string()}, headers={"authorization": PROOF})
    assert whole.status_code == 200
    headers = json.dumps([[name, value] for name, value in mail.items() if name != "Message-ID"])
    file = SimpleUploadedFile("sol\u00e9.bin", b"\x00\xff\r\n" * 1000, "application/octet-stream")
    parts = {
        "message-headers": headers,
        "body-plain": "See the file, \u00e9.\n",
        "attachment-count": "1",
        "attachment-1": file,
    }
    assert client.post(address, form | parts, headers={"authorization": PROOF}).status_code == 200
    first, second = IncomingMail.objects.order_by("pk")
    assert len(attached(first)) == 5_000_000
    assert attached(second) == b"\x00\xff\r\n" * 1000
    settings.MAIL_IN_LIMIT = 1_000_000
    assert (
        client.post(address, form | {"body-mime": mail.as_string()}, headers={"authorization": PROOF}).status_code
        == 413
    )


def test_word_of_a_mail_server_that_came_with_the_mail_is_not_believed(
    postmark: None, settings: SimpleNamespace, cast: SimpleNamespace
) -> None:
    settings.MAIL_AUTHSERV = "mx.ours"
    claims = {"Authentication_Results": "mx.ours; dmarc=pass header.from=example.org"}
    space = f"{cast.force.slug}@{DOMAIN}"
    posted(told(written("lena.leader@example.org", space, "I am Lena.\n", **claims)))
    handling.handle_due()
    assert IncomingMail.objects.get().state == "asked", "the person is asked by mail whether they wrote it"


def test_mail_for_another_domain_is_let_go_and_a_guessed_address_answered(
    postmark: None, cast: SimpleNamespace, mailoutbox: list[Any]
) -> None:
    mail = written(MONA, f"{answering.PREFIX}guessed@{DOMAIN}", "Hello.\n")
    assert posted(told(mail, to="someone@elsewhere.example")).status_code == 200
    assert not IncomingMail.objects.exists()
    posted(told(mail))
    handling.handle_due()
    assert IncomingMail.objects.get().state == "refused"
    assert [one.to for one in mailoutbox] == [[MONA]]


def test_large_mail_is_taken_and_a_larger_one_refused_before_it_is_read(
    postmark: None, settings: SimpleNamespace, way: str
) -> None:
    mail = written(MONA, way, "See the file.\n")
    mail.add_attachment(b"x" * 5_000_000, maintype="application", subtype="octet-stream", filename="data.bin")
    assert posted(told(mail)).status_code == 200
    assert IncomingMail.objects.count() == 1
    settings.MAIL_IN_LIMIT = 1_000_000
    assert posted(told(mail)).status_code == 413


@pytest.mark.parametrize("body", ["{}}", "[]", "nothing", '{"Headers": 5}', '{"RawEmail": 7}', "[" * 50_000])
def test_what_cannot_be_read_is_said_to_be_so(postmark: None, body: str, db: None) -> None:
    assert posted(body).status_code == 400
    assert not IncomingMail.objects.exists()


def test_sender_of_very_much_comes_again_later(postmark: None, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST", 1)
    answers = [posted(told(written(MONA, way, f"Number {number}.\n"))) for number in range(2)]
    assert [one.status_code for one in answers] == [200, 429]
    assert answers[1]["Retry-After"] == "600"


def bounce(kind: str, words: str, **more: Any) -> dict[str, Any]:
    names = {"SpamComplaint": "SpamComplaint"}
    record = {"RecordType": names.get(kind, "Bounce"), "Type": kind, "Email": MONA, "Details": words, "TypeCode": 1}
    return record | {"BouncedAt": "2026-11-29T10:00:00Z", "MessageID": "a-name-of-theirs"} | more


@pytest.mark.parametrize(
    ("event", "marked"),
    [
        (bounce("HardBounce", "smtp;550 5.1.1 no such user mona.member@example.org"), ("returned", True)),
        (bounce("BadEmailAddress", "is not an address"), ("returned", True)),
        (bounce("SoftBounce", "smtp;552 5.2.2 mailbox full"), ("returned", False)),
        (bounce("SpamComplaint", ""), ("complaint", True)),
        (bounce("Transient", "later"), None),
    ],
)
def test_report_marks_the_address_of_a_mail_of_ours(
    postmark: None, cast: SimpleNamespace, event: dict[str, Any], marked: tuple[str, bool] | None
) -> None:
    posted(event, "tracking")
    assert not ReturnedAddress.objects.exists(), "we have never written there"
    OutgoingMail.objects.create(key="one", recipient=MONA, sender="site@example.org", message=b"Subject: x\r\n\r\n")
    assert posted(event, "tracking").status_code == 200
    found = ReturnedAddress.objects.first()
    assert (found and (found.kind, found.lasting)) == marked
    assert not found or "@" not in found.said


def test_report_that_names_a_mail_marks_that_one(postmark: None, cast: SimpleNamespace) -> None:
    for name in ("first", "second"):
        raw = f"Message-ID: <{name}.of.ours@humus>\r\n\r\n".encode()
        OutgoingMail.objects.create(key=name, recipient=MONA, sender="site@example.org", message=raw)
    posted(bounce("HardBounce", "550 5.1.1 nobody", MessageID="first.of.ours@humus"), "tracking")
    assert list(OutgoingMail.objects.exclude(refused_at=None).values_list("key", flat=True)) == ["first"]


@pytest.mark.parametrize("provider", env.MAIL_PROVIDERS)
def test_start_is_refused_without_proof_and_every_provider_can_be_read(
    settings: SimpleNamespace, provider: str
) -> None:
    with pytest.raises(env.SettingError, match="HUMUS_MAIL_HOOKS"):
        env.check_mail_hooks(provider, "", "")
    with pytest.raises(env.SettingError, match="at least 16"):
        env.check_mail_hooks(provider, "provider:short", KEY)
    env.check_mail_hooks(provider, SECRET, KEY)
    settings.MAIL_HOOKS, settings.MAIL_HOOKS_SECRET, settings.MAIL_HOOKS_KEY = provider, SECRET, KEY
    assert env.MAIL_PROVIDERS[provider] == bool(providers.KNOWN[provider][1])
    for kind in providers.KINDS:
        assert re.search("WebhookView", type(providers.reader(provider, kind)).__name__)
