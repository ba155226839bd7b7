"""What the secretariat sets in the register without a programmer, and the declaration that applicants sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from humus.organisations import categories, declaration, regions, settled
from humus.organisations.models import Application, Organisation, RegisterSetting
from humus.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def asked_again() -> Iterator[None]:
    settled.values.forget()
    yield
    settled.values.keep({})


def sent(form: Any, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the form as it is shown, with some fields changed."""
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.initial
        if hasattr(bound.field, "fields"):
            parts = bound.field.widget.decompress(value)
            data |= {f"{bound.name}_{code}": part for code, part in zip(("en", "fr", "es", "ar"), parts, strict=True)}
        elif value is True:
            data[bound.name] = "on"
        elif value:
            data[bound.name] = value
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_declaration_is_offered_in_three_languages_to_read_and_as_pdf(client: Client, db: None, language: str) -> None:
    shown = client.get(f"/join/partner/declaration/?language={language}").content.decode()
    assert declaration.PROPOSED[language].splitlines()[0][:60] in shown
    made = client.get(f"/join/partner/declaration.pdf?language={language}")
    assert made.content.startswith(b"%PDF-")
    assert made.headers["Content-Type"] == "application/pdf"


def test_declaration_in_an_unknown_language_is_not_found(client: Client, db: None) -> None:
    assert client.get("/join/partner/declaration.pdf?language=xx").status_code == 404


def test_applicant_downloads_it_filled_in_and_a_stranger_does_not(cast: SimpleNamespace, sign_in: SignIn) -> None:
    asked = Application.objects.create(applicant=cast.member, name="Field Lab", signatory="Ana Pérez", country="KE")
    address = f"/join/partner/declaration.pdf?language=es&application={asked.key}"
    assert sign_in(cast.member).get(address).status_code == 200
    assert sign_in(cast.stranger).get(address).status_code == 404
    parts = declaration.sheet("es", asked)
    assert [value for _label, value in parts["organisation"]] == ["Field Lab", "", "Kenia", ""]
    assert parts["signature"][0][1] == "Ana Pérez"


def test_secretariat_puts_in_the_text_in_force(cast: SimpleNamespace, sign_in: SignIn, client: Client) -> None:
    secretary = sign_in(cast.secretary)
    assert "came with the software" in secretary.get("/secretariat/register/declaration/").content.decode()
    text = {"text_en": "We declare.\n\nWe sign.", "text_fr": "Nous déclarons.", "text_es": "", "text_ar": ""}
    assert secretary.post("/secretariat/register/declaration/", text).status_code == 302
    assert declaration.sheet("en")["paragraphs"] == ["We declare.", "We sign."]
    assert client.get("/join/partner/declaration.pdf?language=es").status_code == 404
    assert secretary.post("/secretariat/register/declaration/", {"usual": "1"}).status_code == 302
    assert declaration.texts() == declaration.PROPOSED
    assert RegisterSetting.objects.filter(name="declaration").count() == 2


def test_secretariat_renames_a_category_and_lifts_its_proof(cast: SimpleNamespace, sign_in: SignIn) -> None:
    secretary = sign_in(cast.secretary)
    form = secretary.get("/secretariat/register/categories/").context["form"]
    changed = {"research_education-label_en": "Science", "research_education-proof": None}
    assert secretary.post("/secretariat/register/categories/", sent(form, **changed)).status_code == 302
    assert str(categories.CATEGORIES["research_education"].label) == "Science"
    assert cast.partner.category_label == "Science"
    assert not categories.CATEGORIES["research_education"].proof_needed
    assert categories.CATEGORIES["civil_society"].proof_needed
    assert RegisterSetting.objects.get().value == {
        "label": {"research_education": {"en": "Science"}},
        "proof": {"research_education": False},
    }


def test_secretariat_moves_a_country_into_another_region(
    cast: SimpleNamespace, sign_in: SignIn, client: Client
) -> None:
    Organisation.objects.create(slug="anatolia", name="Anatolia Soils", country="TR")
    secretary = sign_in(cast.secretary)
    form = secretary.get("/secretariat/register/regions/").context["form"]
    changed = {"place-TR": "europe", "name-europe_en": "Wider Europe"}
    assert secretary.post("/secretariat/register/regions/", sent(form, **changed)).status_code == 302
    assert regions.region_of("TR") == "europe"
    assert RegisterSetting.objects.get().value["places"] == {"TR": "europe"}
    shown = client.get("/organisations/?region=europe").content.decode()
    assert "Anatolia Soils" in shown
    assert "Wider Europe" in shown


def test_saving_without_a_change_writes_nothing(cast: SimpleNamespace, sign_in: SignIn) -> None:
    secretary = sign_in(cast.secretary)
    form = secretary.get("/secretariat/register/regions/").context["form"]
    assert secretary.post("/secretariat/register/regions/", sent(form)).status_code == 302
    assert RegisterSetting.objects.count() == 0


@pytest.mark.parametrize("name", ["declaration", "categories", "regions"])
def test_only_the_secretariat_sets_the_register(cast: SimpleNamespace, sign_in: SignIn, name: str) -> None:
    assert sign_in(cast.leader).post(f"/secretariat/register/{name}/", {}).status_code in (403, 404)
    assert RegisterSetting.objects.count() == 0
