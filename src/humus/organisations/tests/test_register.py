"""The register seen: directory, entry, counts, and who may change what."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from humus.activity.models import Activity
from humus.conftest import make_person
from humus.kit.errors import DeedError
from humus.organisations import regions
from humus.organisations.domain import register
from humus.organisations.models import Affiliation, Organisation, StatedFigure
from humus.people.countries import CODES

SignIn = Callable[[Any], Client]


def make(name: str, **fields: Any) -> Organisation:
    return Organisation.objects.create(slug=register.free_slug(name), name=name, **fields)


def test_every_country_lies_in_one_region_but_antarctica_in_none() -> None:
    listed = [code for key, _label in regions.choices() for code in regions.countries_of(key)]
    assert sorted([*listed, "AQ"]) == sorted(CODES)


@pytest.mark.parametrize("number", [1, 3])
def test_directory_costs_the_same_for_one_and_three(
    cast: SimpleNamespace, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for n in range(number - 1):
        make(f"Institute {n}", category="research_education", country="FR")
    client.get("/organisations/?page=1")
    with django_assert_num_queries(11):
        assert client.get("/organisations/?page=1").context["total"] == number


def test_facets_narrow_and_count_each_other(cast: SimpleNamespace, client: Client) -> None:
    make("Wine Growers", category="producers", country="FR")
    make("Herders", category="producers", country="KE")
    page = client.get("/organisations/?category=producers")
    assert page.context["total"] == 2
    facets = {facet["name"]: {c["value"]: c["count"] for c in facet["choices"]} for facet in page.context["facets"]}
    assert facets["country"] == {"FR": 1, "KE": 1}
    assert facets["region"] == {"europe": 1, "africa": 1}
    assert facets["category"] == {"producers": 2, "research_education": 1}
    assert client.get("/organisations/?category=producers&region=africa").context["total"] == 1


def test_college_holds_only_those_that_belong(cast: SimpleNamespace, client: Client) -> None:
    make("Another Institute", category="research_education")
    assert client.get("/organisations/?category=research_education").context["total"] == 2
    assert client.get("/organisations/?college=research_education").context["total"] == 1


def test_search_ignores_accents_and_case(client: Client, db: None) -> None:
    make("Société des Sols")
    assert client.get("/organisations/?q=societe+SOLS").context["total"] == 1


@pytest.mark.parametrize("words", ["senegal", "Sénégal", "السنغال", "soil senegal"])
def test_entries_are_found_by_the_name_of_their_country_in_any_language(client: Client, db: None, words: str) -> None:
    make("Soil Fund", country="SN")
    make("Soil House", country="KE")
    found = client.get("/organisations/", {"q": words}).context["page"]
    assert [entry.name for entry in found] == ["Soil Fund"]


def test_nonsense_in_the_address_finds_nothing_and_breaks_nothing(client: Client, db: None) -> None:
    make("Any", country="FR")
    for query in (
        "?country=%00",
        "?category='",
        "?region=x",
        "?page=-3",
        "?page=abc",
        "?q=%00%27",
        "?affiliation=%F0%9F%8C%B1",
    ):
        assert client.get("/organisations/" + query).status_code == 200


def test_map_has_a_circle_that_the_keyboard_reaches_and_the_same_number_in_the_table(client: Client, db: None) -> None:
    make("One", country="FR")
    make("Two", country="FR")
    text = client.get("/organisations/", headers={"accept-language": "fr"}).content.decode()
    assert '<a href="?country=FR" rel="nofollow" aria-label="France\u00a0: 2">' in text
    assert 'cx="505,5"' not in text


def test_stated_figure_stands_beside_the_counted_one_with_its_source(client: Client, db: None) -> None:
    StatedFigure.objects.create(what="partners", value=733, stated_on="2024", source="Annual report")
    text = client.get("/organisations/").content.decode()
    assert "733" in text
    assert "Annual report" in text


def test_unknown_stays_empty_and_says_so(client: Client, db: None) -> None:
    entry = make("Quiet Ones")
    text = client.get(entry.get_absolute_url()).content.decode()
    assert text.count(">not known<") == 2
    for words in (
        "No description has been entered yet.",
        "No affiliation is recorded.",
        "Nobody of this organisation is shown.",
    ):
        assert words in text


def test_people_are_shown_only_if_they_agreed_twice(cast: SimpleNamespace, client: Client) -> None:
    page = cast.partner.get_absolute_url() + "?saved=1"
    assert b"Lena Leader" not in client.get(page).content
    cast.leader.listed_at = timezone.now()
    cast.leader.save()
    assert b"Lena Leader" not in client.get(page).content
    cast.leader.shown = ["organisations"]
    cast.leader.save()
    assert b"Lena Leader" in client.get(page).content


def test_focal_point_edits_own_fields(more: SimpleNamespace, sign_in: SignIn) -> None:
    answer = sign_in(more.focal).post(
        "/organisations/soil-institute/edit/", {"city": "Montpellier", "description_fr": "Les sols"}
    )
    assert answer["Location"] == "/organisations/soil-institute/?saved=1"
    more.partner.refresh_from_db()
    assert (more.partner.city, more.partner.description) == ("Montpellier", {"fr": "Les sols"})
    assert Activity.objects.get(verb="organisation.changed").data == {"fields": ["city", "description"]}


def test_focal_point_cannot_change_the_category_even_by_hand(more: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(more.focal)
    client.post(
        "/organisations/soil-institute/edit/", {"city": "Nice", "category": "company", "name": "Other", "slug": "x"}
    )
    more.partner.refresh_from_db()
    assert (more.partner.category, more.partner.name, more.partner.slug, more.partner.city) == (
        "research_education",
        "Soil Institute",
        "soil-institute",
        "Nice",
    )
    with pytest.raises(DeedError):
        register.edit(actor=more.focal, organisation=more.partner, fields={"category": "company"})


def test_mere_colleague_gets_403_and_visitor_is_asked_to_sign_in(more: SimpleNamespace, sign_in: SignIn) -> None:
    address = "/organisations/soil-institute/edit/"
    assert sign_in(more.representative).post(address, {"city": "Nice"}).status_code == 403
    assert sign_in(more.stranger).get(address).status_code == 403
    assert Client().get(address)["Location"].startswith("/account/login/")
    more.partner.refresh_from_db()
    assert more.partner.city == ""


def test_bad_input_is_shown_again_with_its_error(more: SimpleNamespace, sign_in: SignIn) -> None:
    answer = sign_in(more.focal).post(
        "/organisations/soil-institute/edit/", {"city": "Nice", "website": "javascript:alert(1)"}
    )
    assert answer.status_code == 422
    assert b"Nice" in answer.content


def test_company_is_never_recorded_as_member(more: SimpleNamespace, sign_in: SignIn) -> None:
    company = make("Soil Ltd", category="company")
    with pytest.raises(DeedError) as refusal:
        register.record_affiliation(actor=more.secretary, organisation=company, kind="member")
    assert refusal.value.field == "kind"
    register.record_affiliation(actor=more.secretary, organisation=company, kind="partner")
    assert list(company.affiliations.values_list("kind", flat=True)) == ["partner"]


def test_member_does_not_become_a_company_by_editing(more: SimpleNamespace) -> None:
    register.record_affiliation(actor=more.secretary, organisation=more.partner, kind="member")
    with pytest.raises(DeedError):
        register.edit(actor=more.secretary, organisation=more.partner, fields={"category": "company"})


def test_ended_affiliation_stays_as_a_dated_row(more: SimpleNamespace) -> None:
    row = Affiliation.objects.get(organisation=more.partner)
    register.end_affiliation(actor=more.secretary, affiliation=row, until=timezone.localdate())
    row.refresh_from_db()
    assert row.until == timezone.localdate()
    assert more.partner not in Organisation.objects.partners()


def test_struck_off_entry_is_the_404_of_a_missing_one_except_for_the_secretariat(
    more: SimpleNamespace, sign_in: SignIn
) -> None:
    register.strike_off(actor=more.secretary, organisation=more.partner, reason="Dissolved")
    assert sign_in(more.stranger).get("/organisations/soil-institute/").status_code == 404
    assert sign_in(more.secretary).get("/organisations/soil-institute/").status_code == 200


SECRETARIAT = (
    "/secretariat/organisations/",
    "/secretariat/organisations/new/",
    "/secretariat/organisations/merge/",
    "/secretariat/organisations/import/",
    "/secretariat/organisations/export/",
    "/secretariat/organisations/soil-institute/",
    "/secretariat/figures/",
    "/secretariat/colleagues/",
)


@pytest.mark.parametrize("address", SECRETARIAT)
def test_rooms_of_the_secretariat_do_not_exist_for_others(more: SimpleNamespace, sign_in: SignIn, address: str) -> None:
    for person in (more.stranger, more.focal, more.judge):
        assert sign_in(person).get(address).status_code == 404
    assert Client().get(address).status_code == 404
    assert sign_in(more.secretary).get(address).status_code == 200


def test_register_names_country_and_affiliation_in_the_readers_language(more: SimpleNamespace, sign_in: SignIn) -> None:
    Organisation.objects.filter(pk=more.partner.pk).update(country="DE")
    address = "/secretariat/organisations/"
    shown = sign_in(more.secretary).get(address, HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    row = shown[shown.index("<tbody>") : shown.index("</tbody>")]
    assert ">Allemagne<" in row
    assert ">Partenaire<" in row


def test_new_entry_that_resembles_another_is_asked_about_once(more: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(more.secretary)
    first = client.post("/secretariat/organisations/new/", {"name": "Soil Institut"})
    assert (first.status_code, Organisation.objects.count()) == (200, 1)
    client.post("/secretariat/organisations/new/", {"name": "Soil Institut", "anyway": "1"})
    assert Organisation.objects.filter(slug="soil-institut").exists()


def test_slug_never_takes_a_word_of_the_secretariat(db: None) -> None:
    assert register.free_slug("Import") == "import-2"


def test_stranger_cannot_register_by_deed(more: SimpleNamespace) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        register.enter(actor=more.stranger, fields={"name": "Mine"})
    assert register.enter(actor=more.secretary, fields={"name": "Ours"}).slug == "ours"
    assert make_person("Other One").is_secretariat is False
