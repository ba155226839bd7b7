"""Expressions over a query that is already understood."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db.models import Case, F, FloatField, Func, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat

from humus.search.languages import PLAIN, STEMMERS

# Body, (unused), labels and names, title.
WEIGHTS = "{0.1, 0.2, 0.6, 1.0}"
START, STOP = "\x02", "\x03"


class Understood(SearchQuery):
    """The text of a query as the database itself wrote it; nothing is stemmed again."""

    def __init__(self, text: str) -> None:
        super().__init__(Value(text))
        self.text = text

    def as_sql(self, *_options: Any, **_more: Any) -> tuple[str, list[str | int]]:
        return "%s::tsquery", [self.text]


def rank(query: str) -> Func:
    """How well the words fit, longer texts a little less."""
    return Func(
        RawSQL("%s::real[]", [WEIGHTS]),
        F("vector"),
        RawSQL("%s::tsquery", [query], output_field=SearchQueryField()),
        Value(1),
        function="ts_rank",
        output_field=FloatField(),
    )


def passage(query: str) -> Func:
    """A passage that holds the words, marked, as the text's own language understands them."""
    options = f"StartSel={START}, StopSel={STOP}, MaxWords=34, MinWords=16, MaxFragments=1"
    return Func(
        _configuration(),
        Func(F("body"), Value(1), Value(20_000), function="substr", output_field=TextField()),
        RawSQL("%s::tsquery", [query], output_field=SearchQueryField()),
        Value(options),
        function="ts_headline",
        output_field=TextField(),
    )


def _configuration() -> Cast:
    stemmed = When(language__in=[*STEMMERS], then=Concat(Value("humus_"), F("language"), output_field=TextField()))
    return Cast(Case(stemmed, default=Value(PLAIN), output_field=TextField()), SearchConfigurationField())


class SearchConfigurationField(TextField):
    def db_type(self, connection: Any) -> str:
        return "regconfig"
