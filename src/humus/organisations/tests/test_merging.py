"""Two entries become one and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from humus.kit.errors import DeedError
from humus.organisations.domain.merging import merge
from humus.organisations.models import Affiliation, Agreement, Colleague, EmailDomain, Organisation

SignIn = Callable[[Any], Client]


@pytest.fixture
def twin(more: SimpleNamespace) -> Organisation:
    twin = Organisation.objects.create(slug="soil-inst", name="Soil Inst.", city="Lyon", country="FR")
    Affiliation.objects.create(organisation=twin, kind="partner", since=date(2016, 1, 1), decided_by_text="Bureau")
    Affiliation.objects.create(organisation=twin, kind="friend", since=date(2015, 1, 1), until=date(2016, 1, 1))
    Agreement.objects.create(organisation=twin, text={"en": "Memorandum"})
    EmailDomain.objects.create(organisation=twin, domain="soil.example")
    now = timezone.now()
    Colleague.objects.create(organisation=twin, person=more.leader, role="focal_point", confirmed_at=now)
    Colleague.objects.create(organisation=twin, person=more.stranger, confirmed_at=now)
    return twin


def test_everything_moves_and_the_old_address_leads_there(
    more: SimpleNamespace, twin: Organisation, client: Client
) -> None:
    kept = merge(actor=more.secretary, survivor=more.partner, other=twin, taken=["city"])
    assert (kept.name, kept.city, kept.country, kept.other_names) == ("Soil Institute", "Lyon", "FR", ["Soil Inst."])
    assert {row.kind: row.since for row in kept.affiliations.all()} == {
        "partner": date(2016, 1, 1),
        "friend": date(2015, 1, 1),
    }
    assert kept.agreements.count() == kept.domains.count() == 1
    assert set(kept.colleagues.confirmed().values_list("person", flat=True)) == {
        more.leader.pk,
        more.representative.pk,
        more.stranger.pk,
    }
    assert kept.colleagues.get(person=more.leader).role == "focal_point"
    answer = client.get("/organisations/soil-inst/")
    assert (answer.status_code, answer["Location"]) == (301, "/organisations/soil-institute/")
    assert client.get("/organisations/").context["total"] == 1


def test_chain_of_merges_leads_to_the_last(more: SimpleNamespace, twin: Organisation, client: Client) -> None:
    third = Organisation.objects.create(slug="third", name="Third")
    merge(actor=more.secretary, survivor=more.partner, other=twin, taken=[])
    merge(actor=more.secretary, survivor=third, other=more.partner, taken=[])
    assert client.get("/organisations/soil-inst/")["Location"] == "/organisations/third/"


def test_only_the_secretariat_merges(more: SimpleNamespace, twin: Organisation, sign_in: SignIn) -> None:
    with pytest.raises(PermissionDenied):
        merge(actor=more.focal, survivor=more.partner, other=twin, taken=[])
    body = {"kept": "soil-institute", "gone": "soil-inst", "city": "gone"}
    assert sign_in(more.focal).post("/secretariat/organisations/merge/", body).status_code == 404
    assert Organisation.objects.standing().count() == 2
    choice = sign_in(more.secretary).get("/secretariat/organisations/merge/").content.decode()
    assert choice.count('data-seek="Search an organisation"') == 2
    assert "/seek.js" in choice
    assert sign_in(more.secretary).post("/secretariat/organisations/merge/", body).status_code == 302
    more.partner.refresh_from_db()
    assert more.partner.city == "Lyon"


def test_entry_is_not_merged_into_itself_or_twice(more: SimpleNamespace, twin: Organisation) -> None:
    with pytest.raises(DeedError):
        merge(actor=more.secretary, survivor=more.partner, other=more.partner, taken=[])
    merge(actor=more.secretary, survivor=more.partner, other=twin, taken=[])
    with pytest.raises(DeedError):
        merge(actor=more.secretary, survivor=more.partner, other=twin, taken=[])


def test_comparison_shows_what_differs(more: SimpleNamespace, twin: Organisation, sign_in: SignIn) -> None:
    page = sign_in(more.secretary).get("/secretariat/organisations/merge/?kept=soil-institute&gone=soil-inst")
    rows = {row["name"]: row for row in page.context["rows"]}
    assert rows["city"]["take"] is True
    assert rows["name"]["differs"] is True


def test_what_would_move_is_said_before(cast: SimpleNamespace, sign_in: Any) -> None:
    other = Organisation.objects.create(slug="other", name="Other")
    client = sign_in(cast.secretary)
    shown = client.get(f"/secretariat/organisations/merge/?kept={other.slug}&gone={cast.partner.slug}")
    assert dict(shown.context["moves"]) == {"Affiliations": 1, "People": 2}
