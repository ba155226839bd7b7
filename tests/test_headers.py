"""Headers that keep a browser on our side, on every answer there is, errors too."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from humus.kit.observability.probes import PROBES
from humus.pages import domain
from tests.abuse.conftest import publish
from tests.access import matrix
from tests.access.samples import states_of
from tests.access.world import World, build

SignIn = Callable[..., Client]
OURS = {
    "default-src": {"'self'"},
    "style-src": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
NONCE = re.compile(r"'nonce-[A-Za-z0-9+/=]{16,}'")


def policy(answer: Any) -> dict[str, set[str]]:
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";") if part.strip()]
    return {part[0]: set(part[1:]) for part in parts}


def faults(answer: Any) -> list[str]:
    """What this answer lacks."""
    if "Content-Security-Policy" not in answer.headers:
        return ["no policy"]
    rules, found = policy(answer), []
    words = " ".join(sorted(word for part in rules.values() for word in part))
    if "unsafe" in words or "*" in words or "http:" in words:
        found.append(f"loose policy {words}")
    if rules["default-src"] != {"'none'"}:
        found += [f"{name} is {rules.get(name)}" for name, wanted in OURS.items() if rules.get(name) != wanted]
        scripts = {word for word in rules.get("script-src", set()) if not NONCE.fullmatch(word)}
        found += [] if scripts == {"'self'"} else [f"scripts from {scripts}"]
    elif rules.get("frame-ancestors") != {"'none'"}:
        found.append("may be framed")
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("may be sniffed")
    kind = answer.headers.get("Content-Type", "")
    if answer.content_ and kind.startswith("text/") and "charset=" not in kind:
        found.append(f"no charset in {kind}")
    return found


def read(answer: Any) -> Any:
    answer.content_ = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


@pytest.fixture
def filled(db: None) -> World:
    return build()


@pytest.mark.parametrize("role", ["anonymous", "administrator"])
def test_every_address_answers_with_its_headers(filled: World, role: str) -> None:
    bad = []
    with patch("humus.kit.observability.probes.connection.close"):
        for endpoint in matrix.endpoints():
            for state in states_of(endpoint.route):
                url = matrix.address(filled, endpoint, state)
                answer = read(filled.clients[role].get(str(url)))
                bad += [f"{url} {answer.status_code}: {fault}" for fault in faults(answer)]
                if url not in PROBES and answer.headers.get("Referrer-Policy") != "same-origin":
                    bad.append(f"{url}: referrer")
    assert bad == []


def trouble(client: Client, status: int, leader: Client) -> Any:
    """An answer of this status, each from the place where it really arises."""
    if status == 400:
        return client.get("/", HTTP_HOST="evil.example")
    if status == 403:
        return Client(enforce_csrf_checks=True).post("/preferences/theme/")
    if status == 404:
        return client.get("/nothing/here/")
    if status == 405:
        return client.put("/spaces/")
    if status == 413:
        form = "application/x-www-form-urlencoded"
        return leader.post("/me/profile/", "name=" + "x" * 5_000_000, content_type=form)
    if status == 429:
        guess = {"login": "somebody@example.org", "password": "wrong"}
        return [client.post("/account/login/", guess) for _ in range(7)][-1]
    error = OperationalError("gone") if status == 503 else RuntimeError("a fault of ours")
    with patch("humus.portal.home.show", side_effect=error), patch("django.db.connection.close"):
        return client.get("/")


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500, 503])
def test_every_trouble_answers_with_its_headers(cast: SimpleNamespace, sign_in: SignIn, status: int) -> None:
    client = Client(raise_request_exception=False)
    answer = read(trouble(client, status, sign_in(cast.leader)))
    assert answer.status_code == status
    assert faults(answer) == []
    assert b"Traceback" not in answer.content_
    assert b"SQL" not in answer.content_


@pytest.mark.parametrize(
    ("name", "body", "inline"),
    [
        ("page.html", b"<script>alert(1)</script>", False),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', False),
        ("script.js", b"alert(1)", False),
        ("style.css", b"body{}", False),
        ("data.xml", b"<?xml version='1.0'?><a/>", False),
        ("words.txt", b"<script>alert(1)</script>", False),
        ("page.xhtml", b"<html xmlns='http://www.w3.org/1999/xhtml'/>", False),
        ("flash.swf", b"FWS", False),
        ("no-ending", b"<html>", False),
        ("paper.pdf", b"%PDF-1.7\n%%EOF", True),
    ],
)
def test_uploaded_file_never_runs_here(
    cast: SimpleNamespace, sign_in: SignIn, name: str, body: bytes, inline: bool
) -> None:
    publish(cast.leader, cast.force, "Front")
    page = publish(cast.leader, cast.force, "Peat")
    sent = SimpleUploadedFile(name, body, content_type="text/html")
    file = domain.upload(actor=cast.leader, page=page, uploaded=sent)
    answer = read(sign_in(cast.member).get(f"/files/{file.key}/"))
    assert answer.content_ == body
    assert answer["Content-Disposition"].startswith("inline" if inline else "attachment")
    assert answer["Content-Type"] == ("application/pdf" if inline else "application/octet-stream")
    assert (answer["X-Content-Type-Options"], answer["Cross-Origin-Resource-Policy"]) == ("nosniff", "same-origin")
    assert "sandbox" in policy(answer)
    assert policy(answer)["default-src"] == {"'none'"}
    assert "script-src" not in policy(answer)


def test_folder_of_files_has_no_address_of_its_own(settings: Any, client: Client, db: None) -> None:
    assert settings.MEDIA_URL in ("", "/")
    for address in ("/media/x", "/files/../secret.key", "/static/../secret.key", "/data/secret.key", "/.git/config"):
        assert client.get(address).status_code == 404


ASKED = """
import json, django
from django.conf import settings
cookie = [f"{one}_COOKIE_{part}" for one in ("SESSION", "CSRF") for part in ("NAME", "SECURE", "SAMESITE")]
names = [*cookie, "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_PATH", "SESSION_COOKIE_DOMAIN", "DEBUG"]
names += ["SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.mark.parametrize("https", [True, False])
def test_cookies_and_transport_of_a_site_on_https(tmp_path: Path, https: bool) -> None:
    where = "https://humus.example" if https else "http://127.0.0.1:8000"
    given = {"HUMUS_SITE_URL": where, "HUMUS_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "humus.settings"}
    output = subprocess.run(
        [sys.executable, "-c", ASKED], env=os.environ | given, capture_output=True, check=True, text=True
    )
    found = json.loads(output.stdout)
    assert (found["SESSION_COOKIE_NAME"] == "__Host-session", found["CSRF_COOKIE_NAME"] == "__Host-csrf") == (
        https,
        https,
    )
    assert (found["SESSION_COOKIE_SECURE"], found["CSRF_COOKIE_SECURE"]) == (https, https)
    assert (found["SECURE_HSTS_SECONDS"] >= 31_536_000, found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]) == (https, https)
    assert (found["SESSION_COOKIE_HTTPONLY"], found["DEBUG"]) == (True, False)
    assert {found["SESSION_COOKIE_SAMESITE"], found["CSRF_COOKIE_SAMESITE"]} == {"Lax"}
    assert (found["SESSION_COOKIE_PATH"], found["SESSION_COOKIE_DOMAIN"]) == ("/", None)


def test_transport_is_promised_on_every_answer_over_https(settings: Any, client: Client, db: None) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    for address in ("/", "/nothing/"):
        answer = Client().get(address, secure=True)
        assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in client.get("/")
