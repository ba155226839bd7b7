"""Taking one's data along, and being forgotten."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.mail import send_mail
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.organisations.models import Application, ApplicationNote, Colleague
from humus.people import domain, erasure
from humus.people.models import Person
from humus.spaces.models import JoinRequest, Membership, Space

SignIn = Callable[[Any], Client]
TEXT_FIELDS = ("name", "biography", "time_zone")


def with_canaries(person: Person) -> list[str]:
    """Plant a word in every field that speaks of the person; answer all words."""
    words = []
    for field in Person._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField) and field.name in TEXT_FIELDS:
            setattr(person, field.name, f"CANARY-{field.name}")
            words.append(f"CANARY-{field.name}")
    person.expertise, person.languages = ["CANARY-expertise"], ["cn-lang"]
    person.country, person.orcid, person.shown = "KE", "0000-0002-1825-0097", ["photo"]
    person.listed_at = timezone.now()
    person.photo.save("x.jpg", ContentFile(b"CANARY-PHOTO"))
    person.email = "canary-address@example.org"
    person.save()
    EmailAddress.objects.create(user=person, email="canary-second@example.org", verified=True)
    UserSession.objects.create(user=person, ip="192.0.2.77", session_key="s" * 32, user_agent="CANARY-AGENT")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "CANARY-SECRET"})
    row = Colleague.objects.of(person).first()
    if row:
        row.position = "CANARY-position"
        row.save()
    application = Application.objects.create(
        applicant=person,
        name="CANARY-application",
        signatory="CANARY-signatory",
        declaration=ContentFile(b"CANARY-PDF", "d.pdf"),
    )
    ApplicationNote.objects.create(application=application, author=person, kind="answer", text="CANARY-answer")
    Membership.objects.filter(person=person).update(ended_reason="CANARY-ended")
    space = Space.objects.get(slug="climate-soil")
    JoinRequest.objects.create(space=space, person=person, role="member", statement="CANARY-statement")
    send_mail("CANARY-subject", "CANARY-mail", None, [person.email])
    happened("space.join_answered", actor=person, person=person, data={"reason": "CANARY-logged"})
    more = ("ended", "statement", "logged", "expertise", "position", "application", "signatory", "answer", "AGENT")
    found = ["canary-address@example.org", "canary-second@example.org", "0000-0002-1825-0097", "192.0.2.77", "cn-lang"]
    return words + found + [f"CANARY-{word}" for word in more]


@pytest.fixture
def canaries(cast: SimpleNamespace, settings: Any) -> list[str]:
    settings.EMAIL_BACKEND = "humus.notifications.backend.OutboxBackend"
    return with_canaries(cast.leader)


def confirm(client: Client, person: Person) -> None:
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def test_export_holds_every_word_about_me_and_my_files(
    cast: SimpleNamespace, sign_in: SignIn, canaries: list[str]
) -> None:
    answer = sign_in(cast.leader).post("/me/data/export/")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    text = archive.read("data.json").decode()
    assert [word for word in canaries if word not in text] == []
    assert json.loads(text)["person"] == cast.leader.key
    bodies = [archive.read(name) for name in archive.namelist()]
    assert b"CANARY-PHOTO" in bodies
    assert b"CANARY-PDF" in bodies


def test_export_holds_no_key_and_nothing_of_others(cast: SimpleNamespace, sign_in: SignIn, canaries: list[str]) -> None:
    text = zipfile.ZipFile(io.BytesIO(sign_in(cast.leader).post("/me/data/export/").content)).read("data.json").decode()
    assert "CANARY-SECRET" not in text
    assert "ssssssss" not in text
    assert cast.member.email not in text
    other = (
        zipfile.ZipFile(io.BytesIO(sign_in(cast.member).post("/me/data/export/").content)).read("data.json").decode()
    )
    assert [word for word in canaries if word in other] == []


def test_visitor_exports_nothing(client: Client, db: None) -> None:
    assert client.post("/me/data/export/")["Location"].startswith("/account/login/")
    assert client.get("/me/data/export/").status_code == 405


def test_erasing_asks_who_it_is_and_for_the_address(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    assert client.post("/me/erase/", {"word": cast.member.email})["Location"].startswith("/account/confirm-by-code/")
    assert Person.objects.get(pk=cast.member.pk).erased_at is None
    confirm(client, cast.member)
    assert client.post("/me/erase/", {"word": "someone@else.org"}).status_code == 422
    assert Person.objects.get(pk=cast.member.pk).erased_at is None
    assert client.post("/me/erase/", {"word": cast.member.email})["Location"] == "/"
    assert Person.objects.get(pk=cast.member.pk).erased_at is not None
    assert client.get("/me/").status_code == 302


def database() -> str:
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        texts = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            texts.append(cursor.fetchone()[0] or "")
    return "\n".join(texts)


def test_nothing_about_an_erased_person_is_left_in_any_table_or_folder(
    cast: SimpleNamespace, canaries: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    path = cast.leader.photo.path
    domain.edit_profile(actor=cast.leader, person=cast.leader, fields={"biography": "CANARY-bio2"})
    assert "CANARY-bio2" in database()
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(actor=cast.leader, person=cast.leader)
    left = database()
    assert [word for word in [*canaries, "CANARY", "canary"] if word in left] == []
    assert not Path(path).exists()
    assert str(Person.objects.get(pk=cast.leader.pk)) == "Former member"
    assert not Colleague.objects.confirmed().of(cast.leader).exists()


def test_sessions_of_an_erased_person_are_gone(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    key = client.session.session_key or ""
    UserSession.objects.create(user=cast.member, ip="192.0.2.1", session_key=key, user_agent="x")
    assert client.get("/me/").status_code == 200
    erasure.erase(actor=cast.member, person=cast.member)
    assert client.get("/me/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()
    assert (
        not Session.objects.filter(session_key=client.session.session_key).exists()
        or client.get("/me/").status_code == 302
    )


def test_last_administrator_cannot_be_erased(cast: SimpleNamespace) -> None:
    with pytest.raises(DeedError):
        erasure.erase(actor=cast.administrator, person=cast.administrator)
    assert Person.objects.get(pk=cast.administrator.pk).is_administrator


def test_nobody_erases_another(cast: SimpleNamespace) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        erasure.erase(actor=cast.administrator, person=cast.member)
