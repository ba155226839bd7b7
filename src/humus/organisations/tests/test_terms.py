"""A category or region more is a row that the secretariat writes; an unused one is retired and can come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from humus.activity.models import Activity
from humus.kit.errors import DeedError
from humus.organisations import categories, directory, regions, settled
from humus.organisations.domain import register, terms
from humus.organisations.models import Affiliation, Organisation, RegisterTerm
from humus.organisations.tests.test_wording import sent
from humus.people.models import Person

SignIn = Callable[[Person], Client]
PLACE = "/secretariat/register/"
NEW = {"label_en": "Religious community", "label_fr": "Communauté religieuse", "asks_for_proof": "on"}


@pytest.fixture(autouse=True)
def asked_again() -> Iterator[None]:
    settled.values.forget()
    yield
    settled.values.keep({})


def add(actor: Any, name: str = "category", label: str = "Religious community", **rules: Any) -> str:
    return terms.add(actor=actor, name=name, label={"en": label}, **rules).key


def settle(secretary: Client, name: str, **changes: Any) -> int:
    form = secretary.get(f"{PLACE}{name}/").context["form"]
    return secretary.post(f"{PLACE}{name}/", sent(form, **changes)).status_code


def test_added_category_is_offered_to_applicants_and_holds_its_own_rules(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    assert sign_in(cast.secretary).post(f"{PLACE}categories/new/", NEW).status_code == 302
    found = categories.find("religious_community")
    assert found is not None
    assert (found.proof_needed, found.may_be_member, str(found.college)) == (True, False, "Religious community")
    register.edit(actor=cast.secretary, organisation=cast.partner, fields={"category": found.key})
    with pytest.raises(DeedError, match="Religious community"):
        register.record_affiliation(actor=cast.secretary, organisation=cast.partner, kind="member")
    shown = sign_in(cast.stranger).get("/organisations/?category=religious_community").content.decode()
    assert "Soil Institute" in shown
    assert "Religious community" in shown
    assert Activity.objects.get(verb="organisation.term_added").data == {"list": "category", "key": found.key}


def test_name_that_is_taken_is_refused_and_what_was_typed_stays(cast: SimpleNamespace, sign_in: SignIn) -> None:
    again = {"label_en": "company", "label_fr": "Entreprise bis"}
    refused = sign_in(cast.secretary).post(f"{PLACE}categories/new/", again)
    assert refused.status_code == 422
    assert "Entreprise bis" in refused.content.decode()
    assert refused.content.decode().count('class="error-summary"') == 1
    assert not RegisterTerm.objects.exists()


def test_category_in_use_is_not_retired_and_an_unused_one_comes_back(cast: SimpleNamespace, sign_in: SignIn) -> None:
    secretary = sign_in(cast.secretary)
    assert secretary.post(f"{PLACE}categories/research_education/").status_code == 302
    assert "research_education" in categories.every()
    assert secretary.post(f"{PLACE}categories/producers/").status_code == 302
    assert "producers" not in categories.every()
    assert categories.label("producers") == "Farmers' or foresters' organisation"
    assert "producers" not in dict(categories.offered())
    assert secretary.post(f"{PLACE}categories/producers/", {"back": "1"}).status_code == 302
    assert "producers" in categories.every()
    verbs = Activity.objects.filter(verb__startswith="organisation.term").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "organisation.term_retired",
        "organisation.term_brought_back",
    ]


def test_two_categories_speak_in_one_college(cast: SimpleNamespace, sign_in: SignIn) -> None:
    """The rule of a college: who is in it."""
    key = add(cast.secretary)
    secretary = sign_in(cast.secretary)
    assert settle(secretary, "categories", **{f"{key}-speaks": "civil_society"}) == 302
    for number, category in enumerate((key, "civil_society")):
        row = Organisation.objects.create(slug=f"o{number}", name=f"Org {number}", category=category, country="FR")
        Affiliation.objects.create(organisation=row, kind="friend")
    found = Organisation.objects.standing()
    assert dict(directory.count_colleges(found)) == {"civil_society": 2, "research_education": 1}
    assert {one.name for one in directory.COLLEGE.narrow(found, "civil_society")} == {"Org 0", "Org 1"}
    assert Organisation.objects.get(slug="o0").college == "Civil society"
    Organisation.objects.filter(category="civil_society").update(category="producers")
    with pytest.raises(DeedError, match="speak in its college"):
        terms.retire(actor=cast.secretary, name="category", key="civil_society")


def test_college_of_a_college_is_refused(cast: SimpleNamespace, sign_in: SignIn) -> None:
    changes = {"producers-speaks": "civil_society", "civil_society-speaks": "international"}
    assert settle(sign_in(cast.secretary), "categories", **changes) == 422


def test_category_with_members_keeps_the_right_to_be_member(cast: SimpleNamespace, sign_in: SignIn) -> None:
    key = add(cast.secretary, may_be_member=True)
    secretary = sign_in(cast.secretary)
    assert settle(secretary, "categories", **{f"{key}-member": None}) == 302
    assert categories.find(key).may_be_member is False  # type: ignore[union-attr]
    assert settle(secretary, "categories", **{f"{key}-member": "on"}) == 302
    row = Organisation.objects.create(slug="o", name="Org", category=key)
    Affiliation.objects.create(organisation=row, kind="member")
    assert settle(secretary, "categories", **{f"{key}-member": None}) == 422


def test_company_stays_without_membership_whatever_is_sent(cast: SimpleNamespace, sign_in: SignIn) -> None:
    assert settle(sign_in(cast.secretary), "categories", **{"company-member": "on"}) == 302
    assert categories.CATEGORIES["company"].may_be_member is False


def test_added_region_takes_countries_and_is_retired_when_they_are_gone(cast: SimpleNamespace, sign_in: SignIn) -> None:
    secretary = sign_in(cast.secretary)
    assert secretary.post(f"{PLACE}regions/new/", {"label_en": "Middle East"}).status_code == 302
    Organisation.objects.create(slug="levant", name="Levant Soils", country="LB")
    assert settle(secretary, "regions", **{"place-LB": "middle_east"}) == 302
    assert regions.region_of("LB") == "middle_east"
    shown = secretary.get("/organisations/?region=middle_east").content.decode()
    assert ("Levant Soils" in shown, "Middle East" in shown) == (True, True)
    with pytest.raises(DeedError, match="move them first"):
        terms.retire(actor=cast.secretary, name="region", key="middle_east")
    assert settle(secretary, "regions", **{"place-LB": "asia_pacific"}) == 302
    assert secretary.post(f"{PLACE}regions/middle_east/").status_code == 302
    assert "middle_east" not in regions.every()
    assert "Middle East" in secretary.get(f"{PLACE}regions/").content.decode()


@pytest.mark.parametrize("path", ["categories/new/", "categories/company/", "regions/new/", "regions/europe/"])
def test_only_the_secretariat_changes_the_lists(cast: SimpleNamespace, sign_in: SignIn, path: str) -> None:
    assert sign_in(cast.leader).post(f"{PLACE}{path}", NEW).status_code == 404
    with pytest.raises(PermissionDenied):
        add(cast.leader)
    with pytest.raises(PermissionDenied):
        terms.retire(actor=cast.leader, name="region", key="europe")
    assert not RegisterTerm.objects.exists()


def test_unknown_key_is_not_found(cast: SimpleNamespace, sign_in: SignIn) -> None:
    secretary = sign_in(cast.secretary)
    assert secretary.post(f"{PLACE}categories/nothing/").status_code == 404
    assert secretary.post(f"{PLACE}regions/nothing/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("category", 7), ("region", 6)])
def test_screen_costs_the_same_with_one_more_and_with_three(
    cast: SimpleNamespace,
    sign_in: SignIn,
    django_assert_num_queries: Callable[..., Any],
    name: str,
    queries: int,
    rows: int,
) -> None:
    for number in range(rows):
        key = add(cast.secretary, name, f"More {number}")
        terms.retire(actor=cast.secretary, name=name, key=key)
    secretary = sign_in(cast.secretary)
    settled.values.forget()
    with django_assert_num_queries(queries):
        assert secretary.get(f"{PLACE}{'categories' if name == 'category' else 'regions'}/").status_code == 200
