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
