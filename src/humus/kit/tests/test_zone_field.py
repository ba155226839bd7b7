"""Time zones are named in the reader's language; what is kept is the zone's own name."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
from django import forms
from django.utils import translation

from humus.kit import zone_field

JANUARY, JULY = datetime(2027, 1, 15, tzinfo=UTC), datetime(2027, 7, 15, tzinfo=UTC)


class Form(forms.Form):
    zone = zone_field.ZoneField(required=False, empty=True)


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "America/Bogota", "Bogota (Colombia) · UTC−05:00"),
        ("fr", "Africa/Cairo", "Le Caire (Égypte) · UTC+0"),
        ("es", "Europe/London", "Londres (Reino Unido) · UTC"),
        ("ar", "Asia/Kathmandu", "كاتماندو (نيبال) · UTC+05:45"),
        ("fr", "Asia/Singapore", "Singapour · UTC+08:00"),
        ("fr", "Africa/Porto-Novo", "Porto-Novo (Bénin) · UTC+01:00"),
    ],
)
def test_zone_is_named_in_the_language_of_its_reader(language: str, zone: str, words: str) -> None:
    with translation.override(language):
        assert dict(zone_field.zone_choices())[zone].startswith(words)


def test_zone_under_an_older_name_is_named_as_the_place_it_is() -> None:
    with translation.override("fr"):
        assert zone_field.zone_name("Asia/Calcutta") == zone_field.zone_name("Asia/Kolkata")
        assert zone_field.zone_name("Asia/Calcutta") == "Calcutta (Inde) · UTC+05:30"


def test_offset_is_that_of_the_moment() -> None:
    assert [zone_field.offset("Europe/Paris", at) for at in (JANUARY, JULY)] == ["UTC+01:00", "UTC+02:00"]
    assert zone_field.offset("America/St_Johns", JANUARY) == "UTC−03:30"
    assert zone_field.offset("UTC", JULY) == "UTC"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_place_is_there_once_in_the_order_of_the_alphabet(language: str) -> None:
    with translation.override(language):
        choices = zone_field.zone_choices()
    assert len(choices) > 400
    assert {zone for zone, _words in choices} <= available_timezones()
    assert len({words for _zone, words in choices}) == len(choices)
    if language == "fr":
        names = [words for _zone, words in choices]
        following = [name.split(" (")[0] for name in names if name.startswith(("Édimbourg", "Dublin", "Edmonton"))]
        assert following == ["Dublin", "Edmonton"]


@pytest.mark.parametrize("zone", ["", "UTC", "Europe/Paris", "Asia/Calcutta", "America/Buenos_Aires"])
def test_value_stays_as_it_was_under_an_older_name_too(zone: str) -> None:
    form = Form({"zone": zone})
    assert form.is_valid()
    assert form.cleaned_data["zone"] == zone
    assert f'<option value="{zone}" selected>' in str(form)


@pytest.mark.parametrize("zone", ["Mars/Base", "Etc/GMT+5", "<script>", "Europe"])
def test_what_is_no_place_is_refused(zone: str) -> None:
    form = Form({"zone": zone})
    assert not form.is_valid()
    assert f'value="{zone}" selected' not in str(form)


def test_forms_share_nothing_of_what_one_was_given() -> None:
    assert 'value="Asia/Calcutta"' in str(Form({"zone": "Asia/Calcutta"}))
    assert 'value="Asia/Calcutta"' not in str(Form({"zone": "UTC"}))
