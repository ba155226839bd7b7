"""An id for every request, one line, two numbers; nothing secret in them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from prometheus_client import REGISTRY

from humus.kit.observability.middleware import observe

FORGED = {"HTTP_X_REQUEST_ID": "chosen-by-the-client"}


@pytest.fixture
def handler() -> object:
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(structlog.contextvars.get_contextvars()["request_id"])

    return observe(answer)


def test_answer_carries_the_id_that_logs_have(handler: object, rf: RequestFactory) -> None:
    response = handler(rf.get("/x/"))  # type: ignore[operator]
    assert response.headers["X-Request-ID"] == response.content.decode()
    assert len(response.content) == 16
    assert "request_id" not in structlog.contextvars.get_contextvars()


def test_id_of_the_client_is_believed_only_behind_a_proxy(
    handler: object, rf: RequestFactory, settings: SimpleNamespace
) -> None:
    settings.BEHIND_PROXY = False
    assert handler(rf.get("/x/", **FORGED)).content != b"chosen-by-the-client"  # type: ignore[operator]
    settings.BEHIND_PROXY = True
    assert handler(rf.get("/x/", **FORGED)).content == b"chosen-by-the-client"  # type: ignore[operator]


@pytest.mark.parametrize("evil", ["short", "x" * 65, "line\nbreak-12", "Ünicode-id-12", '"}{"event":"x"'])
def test_malformed_id_is_replaced(handler: object, rf: RequestFactory, settings: SimpleNamespace, evil: str) -> None:
    settings.BEHIND_PROXY = True
    response = handler(rf.get("/x/", HTTP_X_REQUEST_ID=evil))  # type: ignore[operator]
    assert response.content.decode() != evil


@pytest.mark.django_db
def test_unknown_path_and_its_secrets_stay_out_of_the_numbers(client: Client) -> None:
    labels = {"method": "GET", "route": "none", "status": "404"}
    before = REGISTRY.get_sample_value("humus_answers_total", labels) or 0
    assert client.get("/no-such-place/token-123456/").status_code == 404
    assert REGISTRY.get_sample_value("humus_answers_total", labels) == before + 1
    seen = {sample.labels.get("route") for family in REGISTRY.collect() for sample in family.samples}
    assert not [route for route in seen if route and "123456" in route]
