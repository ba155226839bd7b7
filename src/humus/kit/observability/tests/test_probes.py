"""Probes answer machines; numbers are nobody else's business."""

from __future__ import annotations

from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from humus.kit.observability import metrics

TOKEN = {"HTTP_AUTHORIZATION": "Bearer a-token"}


def test_process_answers_without_a_database(client: Client) -> None:
    answer = client.get("/healthz", HTTP_HOST="any.host.example")
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"ok\n", "no-store")


@pytest.mark.django_db
def test_ready_once_the_database_is_migrated(client: Client) -> None:
    assert client.get("/readyz").content == b"ready\n"


@pytest.mark.django_db
def test_not_ready_without_a_database(client: Client) -> None:
    with patch("humus.kit.observability.probes.connection.cursor", side_effect=OperationalError("gone")):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content, answer.headers["Retry-After"]) == (503, b"not ready\n", "2")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_take_no_other_method(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("where", "proxy", "headers", "status"),
    [
        ("127.0.0.1", False, {}, 200),
        ("::1", False, {}, 200),
        ("192.0.2.1", False, {}, 404),
        ("127.0.0.1", True, {}, 404),
        ("127.0.0.1", False, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ("127.0.0.1", False, {"HTTP_FORWARDED": "for=127.0.0.1"}, 404),
        ("192.0.2.1", True, TOKEN, 200),
        ("192.0.2.1", False, {"HTTP_AUTHORIZATION": "Bearer another"}, 404),
        ("192.0.2.1", False, {"HTTP_AUTHORIZATION": "Basic a-token"}, 404),
        ("192.0.2.1", False, {"HTTP_X_REAL_IP": "127.0.0.1"}, 404),
    ],
)
def test_who_reads_the_numbers(
    client: Client, settings: SimpleNamespace, where: str, proxy: bool, headers: dict[str, str], status: int
) -> None:
    settings.BEHIND_PROXY, settings.METRICS_TOKEN = proxy, "a-token"
    assert client.get("/metrics", REMOTE_ADDR=where, **headers).status_code == status


@pytest.mark.django_db
def test_without_a_token_set_none_is_right(client: Client, settings: SimpleNamespace) -> None:
    settings.METRICS_TOKEN = ""
    answer = client.get("/metrics", REMOTE_ADDR="192.0.2.1", HTTP_AUTHORIZATION="Bearer ")
    assert answer.status_code == 404
    assert b"humus_" not in answer.content


@pytest.mark.django_db
def test_gauges_are_asked_at_the_moment_and_left_out_where_they_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> float:
        raise OperationalError("gone")

    monkeypatch.setattr(metrics, "GAUGES", {"well": ("words", lambda: 3.0), "broken": ("words", broken)})
    said = metrics.text().decode()
    assert "well 3.0" in said
    assert "broken" not in said
