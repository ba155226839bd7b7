"""The day stands before the month in every language."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

AT = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "3 November 2026", "3 November 2026, 14:05 UTC"),
        ("fr", "3 novembre 2026", "3 novembre 2026 à 14:05 UTC"),
        ("es", "3 de noviembre de 2026", "3 de noviembre de 2026, 14:05 UTC"),
        ("ar", "3 نوفمبر 2026", "3 نوفمبر 2026، 14:05 UTC"),
    ],
)
def test_days_and_moments_are_written_day_month_year(language: str, day: str, moment: str) -> None:
    template = Template('{% load humus %}{{ at|date:"DATE_FORMAT" }}|{% moment at %}')
    with translation.override(language):
        shown, stamp = template.render(Context({"at": AT})).split("|")
    assert shown == day
    assert stamp == f'<time datetime="2026-11-03T14:05:00+00:00" data-local="moment">{moment}</time>'


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", "3 Aug 2026"), ("fr", "3 août 2026"), ("es", "3 ago 2026"), ("ar", "3 أغسطس 2026")],
)
def test_a_short_day_names_its_month_as_the_language_does(language: str, day: str) -> None:
    template = Template("{% load humus %}{{ at|short_date }}|{{ nothing|short_date }}")
    with translation.override(language):
        assert template.render(Context({"at": AT.replace(month=8), "nothing": None})) == f"{day}|"


@pytest.mark.parametrize(
    ("language", "known", "day"),
    [
        ("en", "2022-02-18", "18 February 2022"),
        ("fr", "2022-02", "février 2022"),
        ("es", "2022", "2022"),
        ("en", "spring", "spring"),
        ("en", "", ""),
    ],
)
def test_of_a_day_as_much_is_written_as_is_known(language: str, known: str, day: str) -> None:
    with translation.override(language):
        assert Template("{% load humus %}{{ known|known_day }}").render(Context({"known": known})) == day


def test_the_name_of_the_initiative_never_breaks() -> None:
    template = Template("{% load humus %}{{ words|unbroken }}")
    assert template.render(Context({"words": "l’Initiative 4 pour 1000 de 2015"})) == (
        "l’Initiative 4\u00a0pour\u00a01000 de 2015"
    )


@pytest.mark.parametrize(
    ("language", "names"), [("en", "Awa, Marc, Li"), ("fr", "Awa, Marc, Li"), ("ar", "Awa، Marc، Li")]
)
def test_a_list_has_the_comma_of_the_language(language: str, names: str) -> None:
    template = Template('{% load humus %}{{ names|listed }}|{{ names.0|comma:"<b>" }}')
    with translation.override(language):
        shown = template.render(Context({"names": ["Awa", "Marc", "Li"]}))
    assert shown == f"{names}|{names[:5]}&lt;b&gt;"
