"""Wrong letters, begun words, and what narrows."""

from types import SimpleNamespace

import pytest

from humus.pages import domain
from humus.search import finding
from humus.search.finding.spelling import nearest
from humus.search.learning import learn_words
from humus.search.models import Word
from humus.search.tests.making import publish, titles


@pytest.fixture
def pages(cast: SimpleNamespace) -> SimpleNamespace:
    made = SimpleNamespace(
        front=publish(cast, cast.public, "Front", "Welcome."),
        trees=publish(cast, cast.public, "Trees on farms", "Agroforestry brings trees back to cropland."),
        hidden=publish(cast, cast.force, "Closed", "The ministry counts wombats."),
    )
    learn_words()
    return made


@pytest.mark.parametrize("typed", ["agroforesrty", "agrofrestry", "argoforestry"])
def test_wrong_letters_are_forgiven_and_said(cast: SimpleNamespace, pages: SimpleNamespace, typed: str) -> None:
    found = finding.search(cast.stranger, typed)
    assert [entry.title for entry in found.entries] == ["Trees on farms"]
    assert found.instead == "agroforestry"


def test_word_only_begun_finds_too(cast: SimpleNamespace, pages: SimpleNamespace) -> None:
    assert titles(cast.stranger, "trees agrofor") == ["Trees on farms"]


def test_correction_tells_nothing_of_what_one_may_not_see(cast: SimpleNamespace, pages: SimpleNamespace) -> None:
    unseen = finding.search(cast.stranger, "wombast")
    assert (unseen.entries, unseen.instead) == ([], "")
    assert finding.search(cast.member, "wombast").instead == "wombats"


def test_known_and_short_words_are_left_alone(cast: SimpleNamespace, pages: SimpleNamespace) -> None:
    assert (nearest("trees"), nearest("tre"), nearest("xyzzyq")) == ("", "", "")


@pytest.mark.parametrize("typed", ["tress", "trces", "rtees", "treees"])
def test_one_wrong_letter_of_a_short_word_is_forgiven(pages: SimpleNamespace, typed: str) -> None:
    assert nearest(typed) == "trees"


def test_words_are_learned_once(cast: SimpleNamespace, pages: SimpleNamespace) -> None:
    before = Word.objects.count()
    publish(cast, cast.public, "Cork", "Cork oaks.")
    learn_words()
    assert set(Word.objects.values_list("word", flat=True)) >= {"agroforestry", "cork", "oaks"}
    assert Word.objects.count() == before + 2


def test_search_narrows_by_label_author_and_time(cast: SimpleNamespace, pages: SimpleNamespace) -> None:
    domain.add_label(actor=cast.secretary, page=pages.trees, name="farms")
    assert titles(cast.stranger, "trees label:farms") == ["Trees on farms"]
    assert titles(cast.stranger, "trees label:peat") == []
    assert titles(cast.stranger, 'trees author:"sara"') == ["Trees on farms"]
    assert titles(cast.stranger, "trees author:mona") == []
    assert titles(cast.stranger, "trees before:2001") == []
    assert titles(cast.stranger, "trees after:2001-02-03") == ["Trees on farms"]
    assert titles(cast.stranger, "label:farms") == ["Trees on farms"]


def test_day_that_no_calendar_has_narrows_nothing(cast: SimpleNamespace, pages: SimpleNamespace) -> None:
    assert titles(cast.stranger, "trees after:2024-13") == ["Trees on farms"]


def test_facets_count_labels_authors_and_years(cast: SimpleNamespace, pages: SimpleNamespace) -> None:
    domain.add_label(actor=cast.secretary, page=pages.trees, name="farms")
    facets = finding.search(cast.stranger, "trees").facets
    assert facets["label"] == [("farms", 1)]
    assert facets["author"] == [("Sara Secretary", 1)]
    assert [count for _year, count in facets["after"]] == [1]


def test_where_no_text_holds_all_words_those_with_some_are_shown_and_it_is_said(
    cast: SimpleNamespace, pages: SimpleNamespace
) -> None:
    found = finding.search(cast.stranger, "trees wombats")
    assert ([entry.title for entry in found.entries], found.some_only) == (["Trees on farms"], True)
    assert not finding.search(cast.stranger, "trees cropland").some_only
