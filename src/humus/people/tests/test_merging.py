"""Two accounts of one person become one."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from humus.conftest import make_person
from humus.kit.errors import DeedError
from humus.organisations.models import Colleague
from humus.pages import domain as pages
from humus.pages.models import Draft, Page
from humus.people import domain, merging
from humus.people.models import Person
from humus.spaces.domain import grant
from humus.spaces.models import JoinRequest, Membership

SignIn = Callable[[Person], Client]


@pytest.fixture
def twin(cast: SimpleNamespace, settings: Any) -> Person:
    """A second account of the member: in another space too, with a request, an organisation and keys of its own."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    twin = make_person("Mona M", orcid="0000-0002-1825-0097", listed_at=timezone.now())
    EmailAddress.objects.create(user=twin, email=twin.email, verified=True, primary=True)
    EmailAddress.objects.create(user=cast.member, email=cast.member.email, verified=True, primary=True)
    Authenticator.objects.create(user=twin, type="totp", data={"secret": "x"})
    for space in (cast.force, cast.public):
        grant(actor=cast.secretary, space=space, person=twin, role="member")
    JoinRequest.objects.create(space=cast.force, person=twin, role="leader", statement="I lead")
    Colleague.objects.create(organisation=cast.partner, person=twin, confirmed_at=timezone.now())
    return twin


def test_everything_of_the_other_account_is_with_the_one_that_is_kept(cast: SimpleNamespace, twin: Person) -> None:
    merging.merge(actor=cast.secretary, kept=cast.member, gone=twin)
    held = Membership.objects.current().filter(person=cast.member).values_list("space__slug", flat=True)
    assert sorted(held) == ["climate-soil", "ndcs"]
    assert JoinRequest.objects.get().person == cast.member
    assert Colleague.objects.confirmed().of(cast.member).count() == 1
    assert Person.objects.get(pk=cast.member.pk).orcid == "0000-0002-1825-0097"
    assert Person.objects.get(pk=cast.member.pk).name == "Mona Member"
    for model, column in merging.relations():
        assert not model._base_manager.filter(**{column: twin}).exists(), (model, column)


def test_the_stronger_place_in_an_organisation_is_kept(cast: SimpleNamespace, twin: Person) -> None:
    Colleague.objects.create(organisation=cast.partner, person=cast.member)
    Colleague.objects.filter(person=twin).update(role="focal_point")
    merging.merge(actor=cast.secretary, kept=cast.member, gone=twin)
    row = Colleague.objects.confirmed().of(cast.member).get()
    assert row.role == "focal_point"
    assert Colleague.objects.filter(organisation=cast.partner, person=cast.member).count() == 1


def test_both_addresses_sign_in_and_both_are_told(cast: SimpleNamespace, twin: Person) -> None:
    address = twin.email
    merging.merge(actor=cast.secretary, kept=cast.member, gone=twin)
    rows = EmailAddress.objects.filter(user=cast.member).values_list("email", "primary", "verified")
    assert sorted(rows) == [(address, False, True), (cast.member.email, True, True)]
    assert sorted(message.to[0] for message in mail.outbox) == sorted([address, cast.member.email])
    assert not Authenticator.objects.filter(user__in=[cast.member, twin]).exists()


def test_the_other_account_is_shut_and_its_page_leads_on(cast: SimpleNamespace, sign_in: SignIn, twin: Person) -> None:
    client = sign_in(twin)
    assert client.get("/me/").status_code == 200
    merging.merge(actor=cast.secretary, kept=cast.member, gone=twin)
    assert client.get("/me/").status_code == 302
    domain.agree_to_directory(actor=Person.objects.get(pk=cast.member.pk), agree=True)
    assert client.get(f"/people/{twin.key}/").headers["Location"] == f"/people/{cast.member.key}/"


def test_account_with_a_role_on_the_site_is_neither_swallowed_nor_won(cast: SimpleNamespace, twin: Person) -> None:
    with pytest.raises(PermissionDenied):
        merging.merge(actor=cast.secretary, kept=cast.administrator, gone=twin)
    with pytest.raises(DeedError):
        merging.merge(actor=cast.administrator, kept=cast.member, gone=cast.secretary)
    domain.suspend(actor=cast.secretary, person=twin, reason="Spam")
    with pytest.raises(DeedError):
        merging.merge(actor=cast.secretary, kept=cast.member, gone=Person.objects.get(pk=twin.pk))


@pytest.mark.parametrize("who", ["leader", "secretary"])
def test_nobody_merges_into_their_own_account_and_only_the_secretariat_merges(
    cast: SimpleNamespace, twin: Person, who: str
) -> None:
    actor = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        merging.merge(actor=actor, kept=actor, gone=twin)


def test_two_drafts_of_one_page_stop_it_and_nothing_moved(cast: SimpleNamespace, twin: Person) -> None:
    page = pages.create(actor=cast.member, space=cast.force, title="Plan", language="en")
    for person in (cast.member, twin):
        Draft.objects.update_or_create(page=page, person=person, language="en", defaults={"body": {}, "title": "x"})
    with pytest.raises(DeedError):
        merging.merge(actor=cast.secretary, kept=cast.member, gone=twin)
    assert Draft.objects.filter(page=page).count() == 2
    assert Page.objects.filter(pk=page.pk).exists()
    assert Membership.objects.current().filter(person=twin).count() == 2


def test_screen_finds_the_twin_shows_what_moves_and_wants_to_be_sure(
    cast: SimpleNamespace, sign_in: SignIn, twin: Person
) -> None:
    Person.objects.filter(pk=cast.member.pk).update(orcid=twin.orcid)
    # A place that one took by oneself points at the person twice; it is one place.
    Membership.objects.filter(person=twin).update(granted_by=twin)
    client = sign_in(cast.secretary)
    address = f"/secretariat/people/{cast.member.key}/merge/"
    assert twin.email in client.get(address).content.decode()
    shown = client.get(f"{address}?gone={twin.key}")
    assert dict(shown.context["moves"])["Places in spaces"] == 2
    assert client.post(address, {"gone": twin.key}).status_code == 422
    assert Person.objects.get(pk=twin.pk).erased_at is None
    assert client.post(address, {"gone": twin.key, "sure": "1"}).status_code == 302
    assert Person.objects.get(pk=twin.pk).merged_into == cast.member
