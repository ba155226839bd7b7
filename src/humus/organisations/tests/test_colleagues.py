"""Who works where, and who says so."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from humus.kit.errors import DeedError
from humus.organisations.domain import colleagues
from humus.organisations.models import Colleague, EmailDomain

SignIn = Callable[[Any], Client]


def own_address(person: Any, email: str, verified: bool = True) -> None:
    EmailAddress.objects.create(user=person, email=email, verified=verified, primary=True)


def test_asking_waits_for_the_focal_point_who_is_told(more: SimpleNamespace, sign_in: SignIn) -> None:
    sign_in(more.stranger).post("/organisations/soil-institute/ask/", {"position": "Agronomist"})
    row = Colleague.objects.waiting().get()
    assert (row.person, row.position) == (more.stranger, "Agronomist")
    assert mail.outbox[-1].to == [more.focal.email]
    sign_in(more.focal).post(f"/organisations/soil-institute/colleagues/{row.pk}/", {"confirm": "1"})
    row.refresh_from_db()
    assert (row.confirmed_by, row.confirmed_how) == (more.focal, "focal_point")
    assert mail.outbox[-1].to == [more.stranger.email]


def test_asking_twice_is_refused(more: SimpleNamespace) -> None:
    colleagues.ask(actor=more.stranger, organisation=more.partner)
    with pytest.raises(DeedError):
        colleagues.ask(actor=more.stranger, organisation=more.partner)
    assert Colleague.objects.of(more.stranger).count() == 1


def test_mere_colleague_cannot_confirm(more: SimpleNamespace, sign_in: SignIn) -> None:
    row = colleagues.ask(actor=more.stranger, organisation=more.partner)
    address = f"/organisations/soil-institute/colleagues/{row.pk}/"
    for person in (more.representative, more.stranger, more.member):
        assert sign_in(person).post(address, {"confirm": "1"}).status_code == 403
    row.refresh_from_db()
    assert row.confirmed_at is None
    assert sign_in(more.secretary).post(address, {"confirm": "1"}).status_code == 302


def test_nobody_confirms_oneself(more: SimpleNamespace) -> None:
    row = colleagues.ask(actor=more.secretary, organisation=more.partner)
    with pytest.raises(DeedError):
        colleagues.confirm(actor=more.secretary, colleague=row)


def test_declining_needs_a_reason_that_the_person_reads(more: SimpleNamespace, sign_in: SignIn) -> None:
    row = colleagues.ask(actor=more.stranger, organisation=more.partner)
    address = f"/organisations/soil-institute/colleagues/{row.pk}/"
    assert sign_in(more.focal).post(address, {"reason": ""}).status_code == 422
    sign_in(more.focal).post(address, {"reason": "We do not know you."})
    assert "We do not know you." in mail.outbox[-1].body
    row.refresh_from_db()
    assert row.ended_by == more.focal


def test_one_leaves_by_oneself(more: SimpleNamespace, sign_in: SignIn) -> None:
    sign_in(more.representative).post("/organisations/soil-institute/leave/")
    assert not Colleague.objects.confirmed().of(more.representative).exists()
    assert Colleague.objects.of(more.representative).get().ended_at


def test_confirmed_address_in_a_proved_domain_confirms_by_itself(more: SimpleNamespace) -> None:
    colleagues.prove_domain(actor=more.secretary, organisation=more.partner, domain="@Soil.example")
    own_address(more.stranger, "stig@soil.example")
    row = colleagues.ask(actor=more.stranger, organisation=more.partner)
    assert row.confirmed_how == "domain"


def test_address_that_is_not_confirmed_or_lies_elsewhere_proves_nothing(more: SimpleNamespace) -> None:
    colleagues.prove_domain(actor=more.secretary, organisation=more.partner, domain="soil.example")
    own_address(more.stranger, "stig@soil.example", verified=False)
    own_address(more.member, "mona@soil.example.evil.org")
    for person in (more.stranger, more.member):
        assert colleagues.ask(actor=person, organisation=more.partner).confirmed_at is None


def test_proving_a_domain_confirms_those_who_waited(more: SimpleNamespace) -> None:
    own_address(more.stranger, "stig@soil.example")
    row = colleagues.ask(actor=more.stranger, organisation=more.partner)
    colleagues.prove_domain(actor=more.secretary, organisation=more.partner, domain="soil.example")
    row.refresh_from_db()
    assert row.confirmed_how == "domain"


@pytest.mark.parametrize("domain", ["gmail.com", "Outlook.fr", "mail.yahoo.com", "nonsense", "a b.org", "-x.org", ""])
def test_domain_where_anybody_lives_or_that_is_none_is_refused(more: SimpleNamespace, domain: str) -> None:
    with pytest.raises(DeedError):
        colleagues.prove_domain(actor=more.secretary, organisation=more.partner, domain=domain)
    assert EmailDomain.objects.count() == 0


def test_only_the_secretariat_names_focal_points_and_proves_domains(more: SimpleNamespace, sign_in: SignIn) -> None:
    row = Colleague.objects.get(person=more.representative)
    with pytest.raises(PermissionDenied):
        colleagues.nominate(actor=more.focal, colleague=row, focal=True)
    with pytest.raises(PermissionDenied):
        colleagues.prove_domain(actor=more.focal, organisation=more.partner, domain="soil.example")
    sign_in(more.secretary).post(f"/secretariat/organisations/soil-institute/people/{row.pk}/", {"focal": "1"})
    row.refresh_from_db()
    assert row.role == "focal_point"


def test_focal_point_of_one_has_no_power_in_another(more: SimpleNamespace, sign_in: SignIn) -> None:
    from humus.organisations.models import Organisation

    other = Organisation.objects.create(slug="other", name="Other")
    row = colleagues.ask(actor=more.stranger, organisation=other)
    client = sign_in(more.focal)
    assert client.post(f"/organisations/other/colleagues/{row.pk}/", {"confirm": "1"}).status_code == 403
    assert client.post(f"/organisations/soil-institute/colleagues/{row.pk}/", {"confirm": "1"}).status_code == 404
    row.refresh_from_db()
    assert row.confirmed_at is None


def test_directory_of_people_has_facets_from_the_register(more: SimpleNamespace, client: Client) -> None:
    from django.utils import timezone

    for person in (more.focal, more.stranger):
        person.listed_at, person.country, person.shown = timezone.now(), "FR", ["country", "organisations"]
        person.save()
    page = client.get("/people/?organisation=Soil+Institute&region=europe")
    assert [row["person"] for row in page.context["rows"]] == [more.focal]
    assert page.context["rows"][0]["note"] == "Soil Institute"


def test_own_home_shows_who_asks_and_where_one_stands(more: SimpleNamespace, sign_in: SignIn) -> None:
    colleagues.ask(actor=more.stranger, organisation=more.partner)
    assert b"Stig Stranger" in sign_in(more.focal).get("/me/").content
    assert b"Soil Institute" in sign_in(more.stranger).get("/me/").content
