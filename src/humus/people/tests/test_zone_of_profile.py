"""The time zone of a profile: named in the reader's language, kept by the zone's own name."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture
def mona(cast: SimpleNamespace, sign_in: Any) -> Any:
    cast.member.time_zone = "Asia/Calcutta"
    cast.member.save()
    client = sign_in(cast.member)
    client.cookies["language"] = "fr"
    return client


def test_zone_is_shown_in_the_language_of_the_reader_and_an_older_name_stays(mona: Any, cast: SimpleNamespace) -> None:
    shown = mona.get("/me/profile/").content.decode()
    assert '<option value="Asia/Calcutta" selected>Calcutta (Inde) · UTC+05:30</option>' in shown
    assert '<option value="Africa/Cairo">Le Caire (Égypte) · UTC' in shown
    assert mona.post("/me/profile/", {"name": "Mona Member", "time_zone": "Asia/Calcutta"}).status_code == 302
    cast.member.refresh_from_db()
    assert cast.member.time_zone == "Asia/Calcutta"


def test_what_is_no_zone_is_refused_and_what_was_typed_stays(mona: Any, cast: SimpleNamespace) -> None:
    answer = mona.post("/me/profile/", {"name": "Mona M.", "time_zone": "Mars/Base"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["time_zone"]
    assert 'value="Mona M."' in answer.content.decode()
    cast.member.refresh_from_db()
    assert cast.member.time_zone == "Asia/Calcutta"
