from collections.abc import Callable
from contextlib import AbstractContextManager
from re import findall

import pytest

from humus.search.asking import parse, question
from humus.search.tests.making import term


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "without", "fields"),
    [
        ("soil carbon", ("soil", "carbon"), (), (), {}),
        ('"soil carbon" -market', (), ("soil carbon",), ("market",), {}),
        ("«carbone du sol» stock", ("stock",), ("carbone du sol",), (), {}),
        ('-"carbon market" soil', ("soil",), (), ("carbon market",), {}),
        ("label:peat kind:event soil", ("soil",), (), (), {"label": "peat", "kind": "event"}),
        ("étiquette:tourbe langue:fr", (), (), (), {"label": "tourbe", "language": "fr"}),
        ('auteur:"Mona Member" sols', ("sols",), (), (), {"author": "Mona Member"}),
        ('título:turba titre:"couverts végétaux"', (), (), (), {"title": "couverts végétaux"}),
        ("العنوان:خث", (), (), (), {"title": "خث"}),
        ("después:2024-05 suelo", ("suelo",), (), (), {"after": "2024-05"}),
        ("after:lunch soil", ("after lunch", "soil"), (), (), {}),
        ("http://example.org", ("http //example.org",), (), (), {}),
        ('" - : -- "', (), (), (), {}),
    ],
)
def test_typed_words_are_read_apart(
    typed: str, words: tuple[str, ...], phrases: tuple[str, ...], without: tuple[str, ...], fields: dict[str, str]
) -> None:
    asked = parse(typed)
    assert (asked.words, asked.phrases, asked.without, asked.fields) == (words, phrases, without, fields)


def test_only_so_many_words_are_read() -> None:
    assert len(parse("word " * 500).words) == 24


def test_words_are_understood_once_and_a_new_term_at_once(
    db: None, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    term(en=["soil"], fr=["sol"])
    with django_assert_num_queries(2):
        first = question(parse("soil wombat"))
    assert "'sol'" in first.everything
    with django_assert_num_queries(0):
        assert question(parse("soil wombat")) == first
    with django_assert_num_queries(1):
        question(parse("soil burrow"))
    term(en=["wombat"], fr=["phascolome"])
    assert "'phascolom'" in question(parse("soil wombat")).everything


def test_index_is_asked_for_no_less_than_what_is_found(db: None) -> None:
    """A word that one language leaves out of its texts is asked of none."""
    term(en=["peat"], es=["turba"])
    both = question(parse("burrows turba")).loosely.split(" & ")
    assert [set(findall(r"'(\w+)'", each)) for each in both] == [{"burrow", "burrows"}, {"turb", "turba", "peat"}]
    assert question(parse("burrows the")).loosely == "('burrow') | ('burrows')"
    assert question(parse("wombat -burrow")).loosely == question(parse("wombat")).loosely
    assert question(parse("the")).loosely == question(parse("the")).weighed
