"""Templates that are found once draw what Django's own tags draw."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Engine
from django.utils import translation

TEMPLATES = {
    "top": "<{% block a %}top a{% endblock %}|{% block b %}top b{% endblock %}|{% block c %}top c{% endblock %}>",
    "middle": '{% extends "top" %}{% block a %}mid {{ block.super }}{% block inner %}in{% endblock %}{% endblock %}',
    "child": '{% extends "middle" %}{% block a %}{{ block.super }}{% endblock %}{% block inner %}{{ n }}{% endblock %}',
    "sibling": '{% extends "middle" %}{% block c %}{% include part %}{% include "leaf" with n=7 only %}{% endblock %}',
    "named": "{% extends parent %}{% block c %}mine{% endblock %}",
    "leaf": "[leaf {{ n }}]",
    "other": "[other {{ n }}]",
}

WORDS = '{% trans "Edit" %} {% trans "100 % of <b>it</b>" %} {% trans "Edit"|upper %} {% trans told %}'


def engine(*builtins: str) -> Engine:
    loader = ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", TEMPLATES)])
    return Engine(loaders=[loader], builtins=["django.templatetags.i18n", *builtins])


STOCK, OURS = engine(), engine("humus.kit.templatetags.inheritance")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("child", {"n": 1}),
        ("child", {"n": 2}),
        ("sibling", {"part": "leaf", "n": 3}),
        ("sibling", {"part": "other", "n": 4}),
        ("named", {"parent": "top"}),
        ("named", {"parent": "middle"}),
        ("middle", {}),
    ],
)
def test_inheritance_draws_as_djangos(name: str, values: dict[str, Any]) -> None:
    expected = STOCK.get_template(name).render(Context(values))
    for _time in range(2):
        assert OURS.get_template(name).render(Context(values)) == expected


@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_of_a_template_are_translated_as_djangos(language: str) -> None:
    ours = Engine(libraries={"humus": "humus.kit.templatetags.humus"}, builtins=["django.templatetags.i18n"])
    with translation.override(language):
        expected = STOCK.from_string(WORDS).render(Context({"told": "Files & more"}))
        drawn = ours.from_string("{% load humus %}" + WORDS).render(Context({"told": "Files & more"}))
    assert drawn == expected
    assert ("Modifier" in drawn) is (language == "fr")
