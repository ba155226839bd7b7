"""The same question across languages, through the glossary."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from humus.search import finding, glossary, indexing, saving
from humus.search.models import Concept, ConceptForm, Entry
from humus.search.tests.making import publish, term, titles


@pytest.fixture
def pages(cast: SimpleNamespace) -> None:
    term(en=["soil", "soils"], fr=["sol", "sols"], es=["suelo", "suelos"])
    term(en=["cover crop"], fr=["couvert végétal"], es=["cultivo de cobertura"])
    publish(cast, cast.public, "Front", "Welcome.")
    publish(cast, cast.public, "Living ground", "The soil holds water.")
    publish(cast, cast.public, "La terre vivante", "Les sols retiennent l’eau.", "fr")
    publish(cast, cast.public, "La tierra viva", "Los suelos guardan agua.", "es")
    publish(cast, cast.public, "Between two harvests", "A cover crop keeps the ground.")
    publish(cast, cast.public, "Entre deux récoltes", "Les couverts végétaux protègent la terre.", "fr")


@pytest.mark.parametrize("words", ["sols", "soil", "suelo", "SOLS"])
def test_every_language_is_found_by_a_term_of_one(cast: SimpleNamespace, pages: None, words: str) -> None:
    assert set(titles(cast.stranger, words)) == {"Living ground", "La terre vivante", "La tierra viva"}


def test_language_of_the_words_comes_first(cast: SimpleNamespace, pages: None) -> None:
    assert titles(cast.stranger, "sols")[0] == "La terre vivante"
    assert titles(cast.stranger, "suelos")[0] == "La tierra viva"


def test_terms_of_several_words_are_found_as_phrases(cast: SimpleNamespace, pages: None) -> None:
    assert set(titles(cast.stranger, "cover crops")) == {"Between two harvests", "Entre deux récoltes"}
    assert set(titles(cast.stranger, "cultivos de cobertura")) == {"Between two harvests", "Entre deux récoltes"}


def test_terms_and_other_words_must_all_be_there(cast: SimpleNamespace, pages: None) -> None:
    assert titles(cast.stranger, "soil water") == ["Living ground"]
    assert titles(cast.stranger, "les sols retiennent") == ["La terre vivante"]


def test_without_the_term_only_its_own_language_is_found(cast: SimpleNamespace, pages: None) -> None:
    Concept.objects.all().delete()
    assert titles(cast.stranger, "sols") == ["La terre vivante"]


def test_reader_is_told_which_names_were_sought_too(cast: SimpleNamespace, pages: None) -> None:
    found = finding.search(cast.stranger, "sols")
    assert saving.other_names(found.question) == ["soil", "suelo", "sol"]


def test_glossary_table_is_read_as_it_was_written(cast: SimpleNamespace, pages: None) -> None:
    concepts = Concept.objects.prefetch_related("forms").order_by("pk")
    again = glossary.read(glossary.written(concepts))
    assert [names["fr"] for names in again] == [["sol", "sols"], ["couvert végétal"]]


def test_names_keep_their_order_and_key(cast: SimpleNamespace, pages: None) -> None:
    rows = ConceptForm.objects.filter(language="fr").values_list("name", "key")
    assert list(rows) == [("sol", "'sol'"), ("couvert végétal", "'couvert' <-> 'vegetal'"), ("sols", "'sol'")]


def test_space_and_organisation_are_found_and_shown_in_the_readers_language(cast: SimpleNamespace) -> None:
    cast.public.name = {"en": "Carbon markets", "fr": "Marchés du carbone"}
    cast.public.description = {"en": "What is sold.", "fr": "Ce qui se vend."}
    cast.partner.description = {"fr": "Un institut des sols vivants.", "es": "Un instituto de los suelos."}
    cast.public.save()
    indexing.index_space(cast.public)
    indexing.index_organisation(cast.partner)
    with translation.override("fr"):
        for asked in ("marché carbones", "carbon market"):
            found = finding.search(cast.stranger, asked)
            assert [(entry.language, entry.title) for entry in found.entries] == [("fr", "Marchés du carbone")]
            assert (found.count, found.facets["kind"]) == (1, [("space", 1)])
        assert [entry.title for entry in finding.suggest(cast.stranger, "carbon")] == ["Marchés du carbone"]
        assert [entry.language for entry in finding.search(cast.stranger, "sol vivant").entries] == ["fr"]
    partner = [entry.pk for entry in finding.suggest(cast.stranger, cast.partner.name)]
    assert len(partner) == 1
    cast.partner.description = {}
    indexing.index_organisation(cast.partner)
    assert [entry.language for entry in Entry.objects.filter(organisation=cast.partner)] == [""]
