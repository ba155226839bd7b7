"""Screens of search: kept searches, the glossary, the secretariat's part."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from humus.kit import richtext
from humus.pages import domain
from humus.search import best_bets, glossary, seeking
from humus.search.models import BestBet, Concept, SavedSearch, Sought
from humus.search.tests.making import publish, term

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> SimpleNamespace:
    publish(cast, cast.public, "Front", "Welcome.")
    return publish(cast, cast.public, "Termites", "Termites build soil.")


def test_kept_search_tells_what_is_new_until_it_is_seen(cast: SimpleNamespace, page: object, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    client.post("/search/saved/", {"query": "q=termites&page=3&nonsense=1"})
    saved = SavedSearch.objects.get(person=cast.member)
    assert saved.query == "q=termites"
    assert "1 new" not in client.get("/search/saved/").content.decode()
    publish(cast, cast.public, "More termites", "Termites again.")
    assert "1 new" in client.get("/search/saved/").content.decode()
    client.post(f"/search/saved/{saved.pk}/change/", {"deed": "seen"})
    assert "1 new" not in client.get("/search/saved/").content.decode()
    assert client.get(f"/search/saved/{saved.pk}/")["Location"] == "/search/?q=termites"
    client.post(f"/search/saved/{saved.pk}/change/", {"deed": "drop"})
    assert not SavedSearch.objects.exists()


def test_kept_search_of_another_is_as_one_that_does_not_exist(
    cast: SimpleNamespace, page: object, sign_in: SignIn
) -> None:
    saved = SavedSearch.objects.create(person=cast.leader, query="q=termites")
    assert sign_in(cast.leader).get(f"/search/saved/{saved.pk}/").status_code == 302
    other = sign_in(cast.member)
    assert other.get(f"/search/saved/{saved.pk}/").status_code == 404
    assert other.post(f"/search/saved/{saved.pk}/change/", {"deed": "drop"}).status_code == 404
    assert SavedSearch.objects.filter(pk=saved.pk).exists()


def test_nothing_sought_is_not_kept_and_kept_once(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    for query in ("", "q=", "page=2", "q=soil", "q=soil"):
        client.post("/search/saved/", {"query": query})
    assert list(SavedSearch.objects.values_list("query", flat=True)) == ["q=soil"]


def test_page_chosen_by_the_secretariat_stands_first(cast: SimpleNamespace, page: object, sign_in: SignIn) -> None:
    secretariat = sign_in(cast.secretary)
    form = {"words": "Ant Hills", "page": f"http://localhost{page.get_absolute_url()}"}
    assert secretariat.post("/secretariat/search/first/", form).status_code == 302
    assert "Shown first" in Client().get("/search/", {"q": "ant hills"}).content.decode()
    assert "Shown first" not in Client().get("/search/", {"q": "ant"}).content.decode()
    refused = secretariat.post("/secretariat/search/first/", {"words": "x", "page": "/s/nowhere/"})
    assert refused.status_code == 422
    assert "No published page has this address." in refused.content.decode()
    secretariat.post(f"/secretariat/search/first/{BestBet.objects.get().pk}/drop/")
    assert not BestBet.objects.exists()


def test_page_shown_first_is_shown_only_to_those_who_may_see_it(cast: SimpleNamespace) -> None:
    hidden = publish(cast, cast.force, "Closed figures", "Of the ministry.")
    BestBet.objects.create(words="figures", page=hidden)
    assert "Closed figures" not in Client().get("/search/", {"q": "figures"}).content.decode()


def test_search_in_vain_is_counted_without_who_sought(cast: SimpleNamespace, page: object, sign_in: SignIn) -> None:
    for client in (Client(), sign_in(cast.member)):
        client.get("/search/", {"q": "Périgord truffles"})
    Client().get("/search/", {"q": "termites"})
    Client().get("/search/", {"q": "mona.member@example.org"})
    rows = set(Sought.objects.values_list("words", "times", "in_vain"))
    assert rows == {("perigord truffles", 2, 2), ("termites", 1, 0)}
    shown = sign_in(cast.secretary).get("/secretariat/search/").content.decode()
    assert "perigord truffles" in shown


def test_counted_words_are_forgotten_after_a_year(cast: SimpleNamespace) -> None:
    Sought.objects.create(day=timezone.now().date() - seeking.KEPT * 2, words="old", language="en")
    Sought.objects.create(day=timezone.now().date(), words="new", language="en")
    assert seeking.forget_old() == 1
    assert [row.words for row in Sought.objects.all()] == ["new"]


def test_a_days_words_are_bounded(cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeking, "A_DAY", 2)
    for words in ("one", "two", "three", "one"):
        seeking.note(words, "en", vain=True)
    assert dict(Sought.objects.values_list("words", "times")) == {"one": 2, "two": 1}


def test_secretariat_writes_the_glossary_and_others_read_it(cast: SimpleNamespace, sign_in: SignIn) -> None:
    secretariat = sign_in(cast.secretary)
    form = {"en": "cover crop\ncatch crop", "fr": "couvert végétal", "explanation_en": "Grown between two crops."}
    assert secretariat.post("/glossary/new/", form).status_code == 302
    concept = Concept.objects.get()
    assert concept.names("en") == ["cover crop", "catch crop"]
    shown = Client().get("/glossary/", {"q": "catch"}).content.decode()
    assert "couvert végétal" in shown
    assert "Grown between two crops." in shown
    refused = secretariat.post(f"/glossary/{concept.pk}/", {"en": " ", "fr": ""})
    assert refused.status_code == 422
    assert Concept.objects.get().names("en") == ["cover crop", "catch crop"]
    assert b"couvert" in Client().get("/glossary/glossary.csv").content
    secretariat.post(f"/glossary/{concept.pk}/remove/")
    assert not Concept.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/glossary/new/", "/glossary/1/", "/glossary/1/remove/", "/secretariat/search/", "/secretariat/search/first/"],
)
def test_what_is_the_secretariats_does_not_exist_for_members(
    cast: SimpleNamespace, sign_in: SignIn, address: str
) -> None:
    term(en=["soil"])
    client = sign_in(cast.member)
    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


@pytest.mark.parametrize("count", [1, 3])
def test_kept_searches_and_glossary_cost_the_same_for_one_and_three(
    cast: SimpleNamespace, sign_in: SignIn, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(count):
        term(en=[f"term {number}"], fr=[f"terme {number}"])
    client = sign_in(cast.member)
    with django_assert_num_queries(4):
        client.get("/glossary/")


def test_page_shown_first_is_called_in_the_readers_language(
    cast: SimpleNamespace, page: SimpleNamespace, sign_in: SignIn
) -> None:
    for language, title in (("ar", "النمل الأبيض"), ("fr", "Les termites"), ("es", "Las termitas")):
        domain.publish(actor=cast.secretary, page=page, language=language, title=title, body=richtext.paragraphs(title))
    best_bets.choose(actor=cast.secretary, words="ants", page=page)
    client = sign_in(cast.secretary)
    for language, title in (("fr", "Les termites"), ("es", "Las termitas"), ("en", "Termites")):
        client.cookies["language"] = language
        for address in ("/search/?q=ants", "/secretariat/search/first/"):
            assert f">{title}</a>" in client.get(address).content.decode()


def test_deeds_of_the_secretariat_refuse_others(cast: SimpleNamespace, page: SimpleNamespace) -> None:
    concept = term(en=["soil"])
    bet = best_bets.choose(actor=cast.secretary, words="x", page=page)
    deeds: tuple[Callable[[object], object], ...] = (
        lambda actor: best_bets.choose(actor=actor, words="y", page=page),
        lambda actor: best_bets.drop(actor=actor, bet=bet),
        lambda actor: glossary.write(actor=actor, concept=concept, names={"en": ["z"]}, explanation={}),
        lambda actor: glossary.remove(actor=actor, concept=concept),
    )
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed(cast.member)
        deed(cast.secretary)


def test_a_term_is_called_by_its_name_in_the_readers_language(cast: SimpleNamespace, sign_in: SignIn) -> None:
    concept = term(en=["soil", "ground"], fr=["sol", "terre"], es=["suelo"])
    client = sign_in(cast.secretary)
    for language, name in (("fr", "sol"), ("es", "suelo"), ("ar", "soil")):
        answer = client.get(f"/glossary/{concept.pk}/", headers={"accept-language": language}).content.decode()
        assert re.search(r"<h1[^>]*>\s*([^<]*?)\s*</h1>", answer)[1] == name  # type: ignore[index]


def test_the_search_page_awaits_words(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    assert re.search(r'<input[^>]*id="q"[^>]* autofocus>', client.get("/search/").content.decode())
    assert not re.search(r'<input[^>]*id="q"[^>]* autofocus>', client.get("/search/?q=soil").content.decode())
