"""Secrets of the second factor are unreadable in the database, and rows from before are sealed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.apps import apps
from django.db import connection
from django.test import Client

from humus.kit import sealed
from humus.people.tests.test_leaving import confirm

SignIn = Callable[..., Client]

SECRET, SEED = "JBSWY3DPEHPK3PXP", "c0ffee" * 13
migration = import_module("humus.people.migrations.0003_seal_second_factors")


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(json_agg(data order by id), '[]') from mfa_authenticator")
        return json.dumps(cursor.fetchone()[0])


def code(secret: str) -> str:
    import time

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_new_secrets_are_sealed_and_work(cast: SimpleNamespace, rf: Any) -> None:
    secret = generate_totp_secret()
    app = TOTP.activate(cast.member, secret)
    recovery = RecoveryCodes.activate(cast.member)
    assert secret not in stored()
    assert stored().count("gAAAA") == 2
    codes = recovery.generate_codes()
    assert len(set(codes)) == 10
    assert RecoveryCodes(Authenticator.objects.get(pk=recovery.instance.pk)).generate_codes() == codes
    assert app.validate_code(code(secret))


def test_app_is_set_up_and_the_codes_lead_on(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    confirm(client, cast.member)
    session = client.session
    session["second_factor_next"] = "/secretariat/"
    session.save()
    page = client.get("/account/second-factor/totp/activate/").content.decode()
    secret = re.findall(r"<code>([A-Z2-7]{16,})</code>", page)[0]
    wrong = client.post("/account/second-factor/totp/activate/", {"code": "abcdef"}).content.decode()
    assert "error-summary" in wrong
    assert f"<code>{secret}</code>" in wrong
    done = client.post("/account/second-factor/totp/activate/", {"code": code(secret)}, follow=True)
    kept = done.content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code></li>", kept)) == 10
    assert "10 of 10 codes are left" in kept
    assert 'href="/me/second-factor/"' in kept


def test_rows_from_before_are_sealed_and_can_be_unsealed(cast: SimpleNamespace) -> None:
    Authenticator.objects.create(user=cast.member, type="totp", data={"secret": SECRET})
    kept = {"seed": SEED, "used_mask": 5, "migrated_codes": ["11112222", "33334444"]}
    Authenticator.objects.create(user=cast.member, type="recovery_codes", data=kept)
    Authenticator.objects.create(user=cast.member, type="webauthn", data={"name": "Key", "credential": {"id": "x"}})
    before = stored()
    migration.seal(apps, None)
    assert not [word for word in (SECRET, SEED, "11112222") if word in stored()]
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code(SECRET))
    recovery = Authenticator.objects.get(type="recovery_codes")
    assert RecoveryCodes(recovery).generate_codes() == ["11112222", "33334444"]
    assert recovery.data["used_mask"] == 5
    assert Authenticator.objects.get(type="webauthn").data["name"] == "Key"
    migration.unseal(apps, None)
    assert stored() == before


def test_another_key_opens_nothing_and_no_code_fits(cast: SimpleNamespace, settings: Any) -> None:
    TOTP.activate(cast.member, SECRET)
    settings.SECRET_KEY = "another"
    app = TOTP(Authenticator.objects.get(type="totp"))
    assert not app.validate_code(code(SECRET))
    assert not app.validate_code(code(""))
    settings.SECRET_KEY = "only-for-tests"
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code(SECRET))
    assert sealed.opened(Authenticator.objects.get(type="totp").data["secret"], "second factor") == SECRET
