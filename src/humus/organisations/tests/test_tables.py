"""The register as a table, out and in."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from humus.kit.errors import DeedError
from humus.organisations.domain import tables
from humus.organisations.models import Affiliation, Organisation

SignIn = Callable[[Any], Client]
EVIL = ["=1+1", "+1", "-1", "@x", "＝1", "'=quoted", "'tHoog", "''", 'plain, "quoted"']


def test_formulas_are_neutralised_and_come_back_as_they_were(more: SimpleNamespace) -> None:
    for n, name in enumerate(EVIL):
        Organisation.objects.create(slug=f"o{n}", name=name, city=name, country="FR")
    text = tables.written()
    rows = list(csv.DictReader(StringIO(text)))
    assert not [row for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "＝"))]
    plan = tables.read(text)
    assert plan.problems == []
    assert plan.count("same") == len(EVIL) + 1


def test_export_then_import_changes_nothing(more: SimpleNamespace) -> None:
    Affiliation.objects.update(since=date(2019, 5, 1))
    plan = tables.apply(actor=more.secretary, text=tables.written())
    assert (plan.count("new"), plan.count("changed")) == (0, 0)
    assert Affiliation.objects.get().since == date(2019, 5, 1)


def test_dry_run_names_every_bad_line_and_column(more: SimpleNamespace) -> None:
    text = (
        "slug,name,category,country,website,affiliation,since\n"
        ",,,,,,\n"
        ",No Category,planet,FR,,,\n"
        ",Bad Country,company,XX,ftp://x,member,2020-13-01\n"
        "nowhere,Bad Slug,,,,,\n"
        ",Soil Institute,,,,,\n"
        ",Twice,,,,,\n"
        ",twice,,,,,2020-01-01\n"
    )
    plan = tables.read(text)
    assert [(problem.line, problem.column) for problem in plan.problems] == [
        (3, "category"),
        (4, "country"),
        (4, "website"),
        (4, "affiliation"),
        (4, "since"),
        (5, "slug"),
        (6, "name"),
        (8, "name"),
        (8, "since"),
    ]
    with pytest.raises(DeedError):
        tables.apply(actor=more.secretary, text=text)
    assert Organisation.objects.count() == 1


def test_names_in_any_language_stand_for_keys_and_a_problem_says_them(more: SimpleNamespace) -> None:
    text = (
        "name,category,country,affiliation\n"
        "Un,recherche et enseignement,Sénégal,Partenaire\n"
        "Dos,Empresa,cote d'ivoire,friend\n"
        "Three,company,fr,\n"
        "Four,bakers,Atlantis,\n"
    )
    plan = tables.read(text)
    known = [(row.fields["category"], row.fields["country"]) for row in plan.rows]
    assert known == [("research_education", "SN"), ("company", "CI"), ("company", "FR")]
    assert [row.affiliation and row.affiliation["kind"] for row in plan.rows] == ["partner", "friend", None]
    category, country = plan.problems
    assert "“bakers” is not known. Write one of: State or local authority;" in category.words
    assert "“Atlantis”" in country.words


def test_entry_of_a_retired_category_comes_back_as_it_was(more: SimpleNamespace) -> None:
    Organisation.objects.filter(pk=more.partner.pk).update(category="long_gone")
    assert tables.read(tables.written()).problems == []


def test_sound_table_is_shown_first_and_then_done(more: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(more.secretary)
    text = "name;country;category;affiliation;since\nGreen Fields;KE;producers;partner;2021-02-03\n"
    upload = SimpleUploadedFile("t.csv", b"\xef\xbb\xbf" + text.encode())
    page = client.post("/secretariat/organisations/import/", {"table": upload})
    assert page.context["new"] == 1
    assert Organisation.objects.count() == 1
    done = client.post(
        "/secretariat/organisations/import/",
        {"apply": "1", "text": page.context["text"].replace("\n", "\r\n")},
        follow=True,
    )
    assert "The table is imported: 1 new, 0 changed." in done.content.decode()
    entry = Organisation.objects.get(slug="green-fields")
    row = entry.affiliations.get()
    assert (entry.country, row.kind, row.since) == ("KE", "partner", date(2021, 2, 3))


def test_change_by_slug_touches_only_the_columns_given(more: SimpleNamespace) -> None:
    Organisation.objects.filter(pk=more.partner.pk).update(city="Lyon", description={"fr": "Sols"})
    tables.apply(actor=more.secretary, text="slug,name,description_en\nsoil-institute,Soil Institute,Soils\n")
    more.partner.refresh_from_db()
    assert (more.partner.city, more.partner.description) == ("Lyon", {"fr": "Sols", "en": "Soils"})


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"name\n\x00", b"nome\nx\n", b"name,name2\na\n", b'name\n"open'])
def test_what_is_no_table_is_refused_with_words(more: SimpleNamespace, sign_in: SignIn, body: bytes) -> None:
    page = sign_in(more.secretary).post(
        "/secretariat/organisations/import/", {"table": SimpleUploadedFile("t.csv", body)}
    )
    assert page.status_code == 422 or page.context["plan"].problems
    assert Organisation.objects.count() == 1


def test_table_is_only_for_the_secretariat(more: SimpleNamespace, sign_in: SignIn) -> None:
    body = {"apply": "1", "text": "name\nMine\n"}
    assert sign_in(more.focal).post("/secretariat/organisations/import/", body).status_code == 404
    assert Client().get("/secretariat/organisations/export/").status_code == 404
    assert Organisation.objects.count() == 1
    assert sign_in(more.secretary).post("/secretariat/organisations/import/", body).status_code == 302
