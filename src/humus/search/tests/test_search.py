import html
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from humus.kit import richtext
from humus.organisations.models import Organisation
from humus.pages import domain
from humus.pages.models import Page
from humus.people.models import Person
from humus.search import finding, indexing, results
from humus.search.finding import facets, searching
from humus.search.models import Entry, Heading
from humus.search.tests.making import publish, titles


@pytest.fixture
def pages(cast: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(
        front=publish(cast, cast.public, "Climate and soil", "Welcome."),
        french=publish(cast, cast.public, "Les sols vivants", "Les pratiques agroécologiques l’améliorent.", "fr"),
        spanish=publish(cast, cast.public, "Suelos vivos", "Las prácticas agroecológicas mejoran la salud.", "es"),
        hidden=publish(cast, cast.force, "Secret peatland", "Peat figures of the ministry."),
    )


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("sol", "Les sols vivants"),
        ("pratique agroecologique", "Les sols vivants"),
        ("AMELIORENT", "Les sols vivants"),
        ("practica", "Suelos vivos"),
        ("climates", "Climate and soil"),
    ],
)
def test_words_are_stemmed_in_each_texts_language_and_accents_ignored(
    cast: SimpleNamespace, pages: SimpleNamespace, words: str, title: str
) -> None:
    assert title in titles(cast.stranger, words)


def test_a_day_in_the_text_is_found_and_shown_as_one_reads_it(cast: SimpleNamespace) -> None:
    page = publish(cast, cast.public, "Bureau", "", "fr")
    body = richtext.from_markdown("Prochaine réunion le :date[2026-01-12], à Paris.")
    domain.publish(actor=cast.secretary, page=page, language="fr", title="Bureau", body=body)
    assert page.texts.get().plain == "Prochaine réunion le 12 janvier 2026, à Paris."
    assert titles(cast.stranger, '"12 janvier 2026"') == ["Bureau"]


def test_only_what_one_may_see_is_found_counted_or_suggested(cast: SimpleNamespace, pages: SimpleNamespace) -> None:
    seen = finding.search(cast.member, "peatland")
    assert [entry.title for entry in seen.entries] == ["Secret peatland"]
    unseen = finding.search(cast.stranger, "peatland")
    assert (unseen.entries, unseen.count) == ([], 0)
    assert all(not counts for counts in unseen.facets.values())
    assert finding.suggest(cast.stranger, "secret") == []
    assert [entry.title for entry in finding.suggest(cast.member, "secr")] == ["Secret peatland"]


def test_binned_page_is_no_longer_found(cast: SimpleNamespace, pages: SimpleNamespace) -> None:
    domain.to_bin(actor=cast.secretary, page=pages.french)
    assert titles(cast.stranger, "vivants") == []


def test_filters_narrow(cast: SimpleNamespace, pages: SimpleNamespace) -> None:
    assert titles(cast.secretary, "vivos", language="es") == ["Suelos vivos"]
    assert titles(cast.secretary, "vivos", language="fr") == []
    assert titles(cast.secretary, "peatland", space="ndcs") == ["Secret peatland"]
    assert titles(cast.secretary, "peatland", kind="person") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("title:vivants", ["Les sols vivants"]),
        ("titre:VIV sols", ["Les sols vivants"]),
        ("título:vivos", ["Suelos vivos"]),
        ('title:"sols vivants"', ["Les sols vivants"]),
        ("title:ivants", []),
        ("title:agroecologiques", []),
        ("title:peatland", []),
        ("title:%", []),
    ],
)
def test_words_of_the_title_alone_are_sought(
    cast: SimpleNamespace, pages: SimpleNamespace, typed: str, expected: list[str]
) -> None:
    assert titles(cast.stranger, typed) == expected


def test_exclusion_and_phrase(cast: SimpleNamespace, pages: SimpleNamespace) -> None:
    assert "Les sols vivants" not in titles(cast.stranger, "sols -vivants")
    assert titles(cast.stranger, '"vivants sols"') == []


def test_people_are_found_only_when_listed(cast: SimpleNamespace) -> None:
    indexing.index_person(cast.stranger)
    assert Entry.objects.filter(person=cast.stranger).count() == 0
    cast.stranger.listed_at = timezone.now()
    cast.stranger.save()
    indexing.index_person(cast.stranger)
    assert titles(cast.member, "Stig") == ["Stig Stranger"]


def test_found_person_or_organisation_without_a_passage_says_who_it_is(cast: SimpleNamespace, client: Client) -> None:
    for shown, told in ((["expertise"], True), ([], False)):
        Person.objects.filter(pk=cast.stranger.pk).update(
            listed_at=timezone.now(), expertise=["agroforestry"], shown=shown
        )
        cast.stranger.refresh_from_db()
        indexing.index_person(cast.stranger)
        assert ("Agroforestry" in client.get("/search/", {"q": "Stig"}).content.decode()) is told
    cast.partner.country, cast.partner.category = "KE", "company"
    cast.partner.save()
    indexing.index_organisation(cast.partner)
    found = client.get("/search/", {"q": cast.partner.name, "kind": "organisation"}).content.decode()
    assert "Company · Kenya" in found


def test_country_is_sought_in_any_language_and_only_where_it_is_shown(cast: SimpleNamespace) -> None:
    partner = Organisation.objects.create(slug="terre-et-mil", name="Terre et Mil", country="SN")
    indexing.index_organisation(partner)
    cast.stranger.country, cast.stranger.listed_at = "SN", timezone.now()
    for shown in ([], ["country"]):
        cast.stranger.shown = shown
        cast.stranger.save()
        indexing.index_person(cast.stranger)
        expected = {"Terre et Mil", *(["Stig Stranger"] if shown else [])}
        assert [set(titles(cast.member, word)) for word in ("Senegal", "Sénégal", "السنغال")] == [expected] * 3


def test_search_page_marks_the_words_and_escapes_the_rest(
    cast: SimpleNamespace, pages: SimpleNamespace, client: Client
) -> None:
    publish(cast, cast.public, "Hostile", "Soil <script>alert(1)</script> humus")
    answer = client.get("/search/", {"q": "humus"})
    assert b"<mark>humus</mark>" in answer.content
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("title", ["Humus & clay", "Humus <b>1 per cent", "Humus &amp; <script src=x>", "pH<7 humus>5"])
def test_titles_are_marked_too_and_stay_whole(
    cast: SimpleNamespace, pages: SimpleNamespace, client: Client, title: str
) -> None:
    publish(cast, cast.public, title, "Nothing of it in the text")
    answer = client.get("/search/", {"q": "humus"}).content.decode()
    heading = next(one for one in re.findall(r"<h2[^>]*><a [^>]*>(.*?)</a></h2>", answer) if "umus" in one)
    assert html.unescape(heading.replace("<mark>", "").replace("</mark>", "")) == title
    assert re.search("<mark>humus</mark>", heading, re.I) or "<" in title


def test_page_in_several_languages_stands_once_with_a_way_to_the_others(cast: SimpleNamespace, client: Client) -> None:
    page = publish(cast, cast.public, "Peat & water", "Peat holds water.")
    publish(cast, cast.public, "Peat again", "Another page.")
    for language, title in (("fr", "Peat en français"), ("es", "Peat en español")):
        body = richtext.paragraphs("Peat.")
        domain.publish(actor=cast.secretary, page=page, language=language, title=title, body=body)
    answer = client.get("/search/", {"q": "peat", "language": ""}, headers={"accept-language": "es"}).content.decode()
    there = page.get_absolute_url()
    headings = re.findall(r'<h2 class="card__title"><a href="([^"]*)" lang="(\w+)"', answer)
    assert headings[0] == (f"{there}?language=es", "es")
    assert len(headings) == 2
    for tail, language in (("", "en"), ("?language=fr", "fr")):
        assert f'<a href="{there}{tail}" hreflang="{language}"' in answer
    assert 'title="Peat &amp; water"' in answer


def test_page_of_results_that_is_no_more_leads_to_the_first(cast: SimpleNamespace, client: Client) -> None:
    publish(cast, cast.public, "Termites", "Soil.")
    answer = client.get("/search/?q=termites&language=en&page=7")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/search/?q=termites&language=en")


def in_languages(cast: SimpleNamespace, title: str, words: str) -> Page:
    page = publish(cast, cast.public, title, words)
    for language in ("fr", "es"):
        body = richtext.paragraphs(words)
        domain.publish(actor=cast.secretary, page=page, language=language, title=f"{title} {language}", body=body)
    return page


@pytest.mark.parametrize("most", [500, 4])
@pytest.mark.parametrize("asked", ["termites", "body", "kind:page"])
def test_page_in_several_languages_is_counted_and_listed_once_over_all_pages_of_results(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, most: int, asked: str
) -> None:
    pages = [in_languages(cast, f"Termites {number}", "The body.") for number in range(5)]
    monkeypatch.setattr(searching, "A_PAGE", 3)
    monkeypatch.setattr(facets, "COUNTED", most)
    found = [finding.search(cast.stranger, asked, page=number) for number in (1, 2)]
    listed = [entry.page_id for one in found for entry in one.entries]
    assert len(set(listed)) == len(listed)
    assert {entry.language for entry in found[0].entries} == {"en"}
    assert [language for language, _title in found[0].entries[0].also] == ["es", "fr"]
    if most == 500:
        assert not found[0].bounded
        assert set(listed) == {page.pk for page in pages}
        assert found[0].count == 5
        assert found[0].facets["kind"] == [("page", 5)]
        assert found[0].facets["language"] == [("en", 5), ("es", 5), ("fr", 5)]
    else:
        assert found[0].bounded
        assert len(found[0].entries) >= 2


def test_of_many_newest_a_page_stands_once_for_its_texts_that_fit_the_filters(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [in_languages(cast, f"Termites {number}", "The body.") for number in range(4)]
    monkeypatch.setattr(facets, "COUNTED", 2)
    newest = [entry.page_id for entry in finding.search(cast.stranger, "kind:page").entries]
    assert newest == [page.pk for page in reversed(pages)]
    french = finding.search(cast.stranger, "language:fr").entries
    assert [(entry.page_id, entry.language) for entry in french] == [(page.pk, "fr") for page in reversed(pages)]


def test_where_nothing_is_found_titles_close_to_it_are_offered_by_name(
    cast: SimpleNamespace, pages: SimpleNamespace, client: Client
) -> None:
    answer = client.get("/search/", {"q": "les sols viv", "kind": "person"}).content.decode()
    assert "Nothing found" in answer
    assert f'href="{pages.french.get_absolute_url()}">Les sols vivants</a>' in answer


@pytest.mark.parametrize("words", ["", "   ", "\x00", "'", "-", '"', "a" * 5000, "& | ! ( ) :*", "%_\\"])
def test_odd_words_are_answered_calmly(cast: SimpleNamespace, client: Client, words: str) -> None:
    assert client.get("/search/", {"q": words}).status_code == 200
    assert client.get("/search/suggest/", {"q": words}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_search_costs_the_same_queries_for_one_and_three_results(
    cast: SimpleNamespace, client: Client, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    publish(cast, cast.public, "Front", "x")
    for number in range(count):
        publish(cast, cast.public, f"Termite {number}", "Termites build soil.")
    with django_assert_num_queries(6):
        client.get("/search/", {"q": "termite"})


def test_very_common_words_show_the_best_titles_first_and_only_what_one_may_see(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The short cut for words that more texts hold than are counted answers as the long way does."""
    publish(cast, cast.public, "Front", "x")
    publish(cast, cast.force, "Hidden termites", "Termites of the ministry.")
    for number in range(4):
        publish(cast, cast.public, f"Termites {number}", "Soil. " * number)
        publish(cast, cast.public, f"Nest {number}", "Termites build it. " * 9)
    long_way = titles(cast.stranger, "termites")
    assert long_way[0] == "Termites 3"
    assert all(title.startswith("Termites") for title in long_way[:4])
    monkeypatch.setattr(facets, "COUNTED", 2)
    monkeypatch.setattr(searching, "A_PAGE", 4)
    assert titles(cast.stranger, "termites") == long_way[:4]
    second = finding.search(cast.stranger, "termites", page=2)
    assert [entry.title for entry in second.entries] == long_way[4:8]
    assert finding.search(cast.stranger, "termites").bounded
    refusing = finding.search(cast.member, "termites -nest", page=2)
    assert [entry.title for entry in refusing.entries] == ["Hidden termites"]


def test_labels_do_not_put_a_title_further_down(cast: SimpleNamespace) -> None:
    publish(cast, cast.public, "Front", "x")
    page = publish(cast, cast.public, "Termites build", "Text.")
    publish(cast, cast.public, "Termites build very high", "Text.")
    for name in ("soil", "animals", "hills", "africa", "savanna"):
        domain.add_label(actor=cast.secretary, page=page, name=name)
    assert titles(cast.stranger, "termites") == ["Termites build", "Termites build very high"]


def test_best_titles_are_right_where_most_are_hidden(cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """More hidden titles come first than are put in order at once."""
    publish(cast, cast.public, "Front", "x")
    for number in range(5):
        publish(cast, cast.public, f"Small red termites {number}", "Soil.")
    for number in range(9):
        publish(cast, cast.force, f"Termites {number}", "Soil.")
    monkeypatch.setattr(facets, "COUNTED", 2)
    monkeypatch.setattr(searching, "A_PAGE", 3)
    asked: list[int | None] = []
    ranked = facets._ranked

    def noted(*given: Any, **options: Any) -> facets.Gathered:
        asked.append(options.get("within"))
        return ranked(*given, **options)

    monkeypatch.setattr(facets, "_ranked", noted)
    assert titles(cast.member, "termites") == ["Termites 8", "Termites 7", "Termites 6"]
    assert asked == [6]
    assert titles(cast.stranger, "termites") == [f"Small red termites {number}" for number in (4, 3, 2)]
    assert asked == [6, 6, None]
    found = finding.search(cast.stranger, "termites", page=2)
    assert [entry.title for entry in found.entries] == [f"Small red termites {number}" for number in (1, 0)]
    assert found.bounded


def test_title_of_another_language_that_looks_like_the_stem_is_not_found(cast: SimpleNamespace) -> None:
    """Spanish “suelos” is stemmed to “suel”, which French holds as a word of its own."""
    publish(cast, cast.public, "Front", "x")
    publish(cast, cast.public, "Suelos", "Texto.", "es")
    publish(cast, cast.public, "Suel", "Un suel.", "fr")
    assert titles(cast.stranger, "suelos") == ["Suelos"]
    assert titles(cast.stranger, "suelos -nada") == ["Suelos"]


def test_changed_title_is_found_by_its_new_words_and_gone_with_its_page(cast: SimpleNamespace) -> None:
    publish(cast, cast.public, "Front", "x")
    page = publish(cast, cast.public, "Termites", "Text.")
    domain.publish(actor=cast.secretary, page=page, language="en", title="Beetles", body=richtext.paragraphs("Text."))
    assert titles(cast.stranger, "termites") == []
    assert titles(cast.stranger, "beetles") == ["Beetles"]
    heading = Heading.objects.get(page_id=page.pk)
    assert heading.words == "'=en' 'beetl':1A"
    Entry.objects.filter(page=page).delete()
    assert not Heading.objects.filter(pk=heading.pk).exists()


def test_titles_are_narrowed_as_texts_are(cast: SimpleNamespace) -> None:
    publish(cast, cast.public, "Front", "x")
    publish(cast, cast.public, "Peat", "Text.")
    publish(cast, cast.public, "Peat", "Texto.", "es")
    found = titles(cast.stranger, "peat", language="es")
    assert found == ["Peat"]
    assert finding.search(cast.stranger, "peat", finding.Filters(language="es")).facets["language"] == [
        ("en", 1),
        ("es", 1),
    ]


def test_passage_is_found_far_inside_a_long_text(cast: SimpleNamespace) -> None:
    publish(cast, cast.public, "Long", "Soil and water. " * 400 + "Policies for peatland follow. " + "Trees. " * 300)
    entry = finding.search(cast.stranger, "policy").entries[0]
    assert "\x02Policies\x03 for peatland" in entry.shown


def test_passage_says_where_its_text_goes_on(cast: SimpleNamespace) -> None:
    rain, trees = (" ".join(f"{word} {number}." for number in range(99)) for word in ("Rain", "Trees"))
    long, end = f"{rain} Policies for peatland. {trees}", f"{rain} The policy ends."
    for title, text in (("Long", long), ("Short", "A policy on peatland."), ("End", end)):
        publish(cast, cast.public, title, text)
    shown = {entry.title: entry.shown for entry in finding.search(cast.stranger, "policy").entries}
    assert shown["Long"].startswith("… ")
    assert shown["Long"].endswith("…")
    assert shown["Short"] == "A \x02policy\x03 on peatland."
    assert shown["End"].startswith("… ")
    assert shown["End"].endswith("ends.")


def test_page_is_shown_by_its_text_in_the_readers_language_where_that_holds_the_words_too(
    cast: SimpleNamespace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = publish(cast, cast.public, "Suelo suelo", "Humus, humus y humus.", "es")
    french = richtext.paragraphs("Bien des choses. " * 300 + "Humus.")
    domain.publish(actor=cast.secretary, page=page, language="fr", title="Titre", body=french)
    without = publish(cast, cast.public, "Humus", "Humus.", "es")
    words = richtext.paragraphs("Rien.")
    domain.publish(actor=cast.secretary, page=without, language="fr", title="Rien", body=words)
    monkeypatch.setattr(searching, "A_PAGE", 2)
    with translation.override("fr"):
        entries = finding.search(cast.stranger, "humus").entries
    assert [entry.title for entry in entries] == ["Humus", "Titre"]
    answer = client.get("/search/?q=humus", headers={"accept-language": "fr"}).content.decode()
    headings = re.findall(r'<h2 class="card__title"><a href="[^"]*" lang="(\w+)"', answer)
    assert headings == ["es", "fr"]
    with translation.override("fr"):
        spanish = finding.search(cast.stranger, "humus", finding.Filters(language="es")).entries
    assert {entry.language for entry in spanish} == {"es"}


def test_counts_beside_choices_say_that_there_may_be_more(
    cast: SimpleNamespace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        publish(cast, cast.public, f"Termites {number}", "Soil.", "en" if number else "fr")
    counts = r'facets__count">([^<]*)<'
    assert "3" in re.findall(counts, client.get("/search/?q=termites").content.decode())
    for module in (facets, results):
        monkeypatch.setattr(module, "COUNTED", 2)
    bounded = re.findall(counts, client.get("/search/?q=termites").content.decode())
    assert bounded
    assert all(count in ("1+", "2+") for count in bounded)
