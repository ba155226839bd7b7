"""How far the clocks of a zone are from UTC is told by the platform's own table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
WINTER, SUMMER = (int(datetime(2030, month, 15, 12, tzinfo=UTC).timestamp()) for month in (1, 7))


@pytest.mark.parametrize(
    ("zone", "told"),
    [("Europe/Paris", [60, 120]), ("Asia/Kathmandu", [345, 345]), ("America/St_Johns", [-210, -150]), ("UTC", [0, 0])],
)
def test_minutes_from_utc_by_the_moment(zone: str, told: list[int]) -> None:
    answer = Client().get(reverse("clocks"), {"zone": zone, "at": f"{WINTER},{SUMMER}"})
    assert list(answer.json()["offsets"].values()) == told


def test_zone_is_called_as_its_people_call_it_in_the_readers_language() -> None:
    for language, name in (("en", "Bogota, Colombia"), ("fr", "Bogota, Colombie"), ("es", "Bogotá, Colombia")):
        asked = {"zone": "America/Bogota", "at": ""}
        assert Client(headers={"accept-language": language}).get(reverse("clocks"), asked).json()["place"] == name


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"zone": "Europe/Nowhere", "at": str(WINTER)},
        {"zone": "../../etc/passwd", "at": str(WINTER)},
        {"zone": "Europe/Paris", "at": "soon,-5,99999999999,²"},
    ],
)
def test_what_is_not_known_is_left_out(asked: dict[str, str]) -> None:
    answer = Client().get(reverse("clocks"), asked)
    assert (answer.status_code, answer.json().get("offsets")) == (
        200,
        None if asked.get("zone") != "Europe/Paris" else {},
    )
